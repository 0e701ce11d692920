const pairs = (list: string): ReadonlyMap<string, string> =>
  new Map(
    list
      .trim()
      .split(/\s+/u)
      .map((pair) => pair.split(':') as [string, string]),
  );

/** Plurals that no ending tells, most of them Latin. */
const irregular = pairs(`
  feet:foot teeth:tooth men:man women:woman children:child mice:mouse lice:louse calves:calf halves:half
  lives:life knives:knife leaves:leaf axes:axis gases:gas biases:bias lenses:lens crises:crisis sepses:sepsis
  neuroses:neurosis doses:dose noses:nose overdoses:overdose purposes:purpose mosquitoes:mosquito
  indices:index appendices:appendix apices:apex cervices:cervix cortices:cortex vertices:vertex matrices:matrix
  varices:varix calices:calix calyces:calyx phalanges:phalanx larynges:larynx pharynges:pharynx
  foramina:foramen lumina:lumen bacteria:bacterium diverticula:diverticulum atria:atrium ova:ovum septa:septum
  ganglia:ganglion labia:labium mitochondria:mitochondrion criteria:criterion
  thrombi:thrombus emboli:embolus nevi:nevus naevi:naevus calculi:calculus bronchi:bronchus fungi:fungus
  bacilli:bacillus foci:focus nuclei:nucleus villi:villus gyri:gyrus sulci:sulcus alveoli:alveolus tophi:tophus
  glomeruli:glomerulus stimuli:stimulus rhonchi:rhonchus uteri:uterus fetuses:fetus foetuses:foetus
  prophylaxes:prophylaxis anaphylaxes:anaphylaxis
`);

/** Singulars, or words without one, that end like plurals; and names of organisms in the genitive. */
const invariable: ReadonlySet<string> = new Set(
  `aids sars mers pots tens diabetes herpes rabies scabies caries series species facies lens pons mons gas bias
   atlas pancreas ascites tabes pes rickets measles mumps hives shingles menses feces faeces biceps triceps
   quadriceps forceps chaos exophthalmos microphthalmos buphthalmos enophthalmos cosmos kudos always yaws bends
   tinnitus lues aries
   pneumoniae influenzae leprae dysenteriae diphtheriae gonorrhoeae gonorrheae cholerae`.split(/\s+/u),
);

/** Endings of plurals with those of their singulars; the first that fits counts. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/(?:ss|us|is)$/u, '$&'],
  [/itides$/u, 'itis'],
  [/(?<=[a-z]{2})oses$/u, 'osis'],
  [/yses$/u, 'ysis'],
  [/(?<=st|i|ect)ases$/u, 'asis'],
  [/(?<=[rnmths])eses$/u, 'esis'],
  [/mata$/u, 'ma'],
  [/cocci$/u, 'coccus'],
  [/(?<=[a-z]{3})ae$/u, 'a'],
  [/(?<=[a-z]{2})ies$/u, 'y'],
  [/(?<=ss|sh|x)es$/u, ''],
  [/aches$/u, 'ache'],
  [/ches$/u, 'ch'],
  [/(?<=(?:[ao]|ab|f|exc|^)us)es$/u, 'e'],
  [/(?<=us)es$/u, ''],
  [/s$/u, ''],
];

const shortestPlural = 4;

/**
 * The singular of an English or Latin plural of medicine, in lower case: "metastases" → "metastasis"; any other
 * word as it is, so "diabetes", "pertussis" and "lens" keep their s. Only endings of number: "hypertensive" is
 * another word than "hypertension".
 */
export function singularWord(word: string): string {
  const known = irregular.get(word) ?? (invariable.has(word) ? word : undefined);
  if (known !== undefined || word.length < shortestPlural || !/^[a-z]+$/u.test(word)) {
    return known ?? word;
  }
  const [plural, singular] = endings.find(([ending]) => ending.test(word)) ?? [];
  return plural ? word.replace(plural, singular ?? '') : word;
}
