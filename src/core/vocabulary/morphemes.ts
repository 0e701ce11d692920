/**
 * What the words of medicine are made of: a meaning, and after the colon its words, the combining forms that begin or
 * continue a word (`hepat-`) and those that end one (`-itis`), in American spelling and the singular. Words that only
 * say that something is wrong are one meaning: what is wrong is told by the others.
 */
const meanings = `
  disorder: disease disorder illness condition dysfunction impairment damage injury involvement lesion complication
    manifestation disturbance problem trouble abnormality anomaly malformation defect deficit toxicity abnormal
    pathology impaired -pathy -pathic -toxicity -toxic
  kidney: renal kidney nephr- ren-
  liver: hepatic liver hepat-
  heart: cardiac heart cardial cardi- card- -cardia -cardial -cardiac
  lung: pulmonary lung pulmonic pulmon-
  stomach: gastric stomach gastr-
  intestine: intestinal intestine bowel gut enteric enter-
  colon: colonic colon col-
  rectum: rectal rectum rect- proct-
  anus: anal anus
  esophagus: esophageal esophagus esophag-
  brain: cerebral brain encephal- cerebr-
  nerve: neural nerve nervous neurologic neurological neur-
  skin: cutaneous skin dermal dermat- derm-
  eye: ocular ophthalmic eye ophthalm- ocul-
  ear: otic aural ear ot-
  hearing: auditory acoustic hearing audi-
  nose: nasal nose rhin- nas-
  mouth: mouth stomat-
  tongue: lingual tongue gloss-
  tooth: dental tooth odont-
  gum: gingival gingiva gum gingiv-
  lip: labial lip cheil-
  throat: pharyngeal pharynx throat pharyng-
  larynx: laryngeal larynx laryng-
  windpipe: tracheal trachea windpipe trache-
  bronchus: bronchial bronchus bronch-
  pleura: pleural pleura pleur-
  bone: osseous bony bone oste-
  cartilage: cartilaginous cartilage chondr-
  joint: articular joint arthr-
  muscle: muscular muscle my-
  tendon: tendinous tendon tendin-
  vertebra: vertebral vertebra spondyl-
  spine: spinal spine
  blood: blood hemat- hem- -emia -emic
  vessel: vascular vessel vascul- vas- angi-
  artery: arterial artery arteri-
  aorta: aortic aorta aort-
  vein: venous vein phleb-
  lymphnode: lymphaden-
  lymph: lymphatic lymph lymph-
  gland: glandular gland aden-
  spleen: splenic spleen splen-
  pancreas: pancreatic pancreas pancreat-
  bladder: vesical bladder cyst-
  gallbladder: gallbladder cholecyst-
  bile: biliary bile chol-
  urine: urinary urine urin- -uria -uric
  ureter: ureteral ureteric ureter ureter-
  uterus: uterine uterus womb hyster- metr-
  ovary: ovarian ovary oophor-
  testis: testicular testis testicle orchi- orchid-
  breast: mammary breast mamm- mast-
  prostate: prostatic prostate prostat-
  vagina: vaginal vagina vagin- colp-
  thyroid: thyroid thyr-
  thymus: thymic thymus thym-
  adrenal: adrenal suprarenal
  head: cephalic head cephal- -cephaly
  skull: cranial skull crani-
  face: facial face
  jaw: mandibular mandible jaw
  chest: thoracic chest thorax thorac-
  abdomen: abdominal abdomen belly
  limb: extremity limb -melia
  digit: digital digit finger dactyl- -dactyly -dactylia
  foot: pedal foot pod-
  nail: ungual nail onych-
  hair: hair trich-
  retina: retinal retina retin-
  cornea: corneal cornea
  eyelid: palpebral eyelid blephar-
  lens: lenticular lens phak-
  cell: cellular cell cyt- -cyte -cytic
  fat: adipose fat fatty steat-
  mind: mental psychiatric psychological mind psych-
  tumor: tumor neoplasm neoplastic tumorous onc-
  pain: pain painful ache -algia -algic -dynia
  inflammation: inflammation inflammatory inflamed -itis -itic
  large: enlarged enlargement large big macr- megal- mega- -megaly
  small: small little micr-
  narrow: narrowing narrowed narrow stricture stenosis stenotic sten- -stenosis
  soft: softening soft malac- -malacia
  high: excessive excess increased increase high elevated elevation raised hyper-
  low: low decreased decrease reduced diminished hypo- -penia -penic
  slow: slow brady-
  fast: rapid fast tachy-
  many: multiple many poly-
  absent: absence absent
  deficient: deficiency deficient lack insufficiency insufficient
  immune: immune immunologic immunological immun-
  breathing: respiratory breathing breath respiration -pnea -pneic
  swallowing: swallowing deglutition -phagia
  speech: speech -phasia -phasic
  vision: visual vision sight eyesight -opia
  movement: movement motion kinetic -kinesia -kinesis -kinetic
  paralysis: paralysis palsy paralyzed plegic -plegia -plegic
  weakness: weakness weak paresis -paresis -asthenia
  bleeding: bleeding hemorrhage hemorrhagic -rrhagia -rrhagic
  flow: discharge -rrhea -rrheic
  rupture: rupture ruptured -rrhexis
  stone: stone calculus calculi lith- -lith -lithiasis
  sugar: sugar glucose glyc- gluc-
  sodium: sodium natr-
  potassium: potassium kal-
  calcium: calcium calc-
  lipid: lipid lip-
  fever: fever febrile pyrexia
  death: necrosis necrotic necr-
  hereditary: hereditary inherited familial heritable genetic
  congenital: congenital inborn
  clot: clot thrombus thrombotic thrombosis thromb-
  cough: cough tussive
  itch: itch itching itchy pruritus pruritic
  vomiting: vomiting emesis emetic vomit
  sweating: sweating sweat diaphoresis hidr-
  hormone: hormonal hormone
  red: erythr- redness red
  white: leuk-
  pus: pus purulent py-
  fungus: fungal fungus myc- mycotic
  cancer: cancer cancerous malignancy
  self: auto- auto
  back: dorsal back
`;

export interface Morphemes {
  /** Words with their meaning. */
  readonly words: ReadonlyMap<string, string>;
  /** What words begin with. */
  readonly beginnings: ReadonlyMap<string, string>;
  /** What words end with. */
  readonly endings: ReadonlyMap<string, string>;
}

export const morphemes: Morphemes = readMorphemes();

function readMorphemes(): Morphemes {
  const words = new Map<string, string>();
  const beginnings = new Map<string, string>();
  const endings = new Map<string, string>();
  for (const [, meaning = '', forms = ''] of meanings.matchAll(/(\w+):([^:]*)(?=\s\w+:|$)/gu)) {
    for (const form of forms.trim().split(/\s+/u)) {
      if (form.endsWith('-')) {
        beginnings.set(form.slice(0, -1), meaning);
      } else if (form.startsWith('-')) {
        endings.set(form.slice(1), meaning);
      } else {
        words.set(form, meaning);
      }
    }
  }
  return { words, beginnings, endings };
}
