/**
 * What a word is in the name of a disease: what modifies ("cardiac", a quality: "severe", an organ: "breast",
 * an identifier: "II", "C6"), what is a complaint by itself ("nausea"), or neither known.
 */
export type KindOfWord = 'identifier' | 'quality' | 'adjective' | 'organ' | 'complaint' | 'unknown';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/u));

/** Adjectives that say how, not where: what they stand before is a name with or without them. */
const qualities = words(`
  acute bilateral chronic congenital diffuse early familial fatal hereditary inherited late left mild moderate
  new old persistent primary progressive recurrent right secondary severe sporadic subacute
`);

const organs = words(`
  abdomen ankle arm artery back bladder blood bone bowel brain breast chest colon ear elbow eye face finger foot
  gallbladder hand head heart hip intestine jaw joint kidney knee larynx leg lip liver lung lymph mouth muscle
  neck nerve nose ovary pancreas prostate rectum shoulder sinus skin spine spleen stomach testis thigh throat
  thyroid toe tongue tooth uterus valve vein wrist
`);

const complaints = words(`
  chills colic cough delirium diabetes dizziness fatigue fever fracture headache loss hypertension malaise nausea obesity
  pain panic rash seizure seizures sepsis shock stroke sweats swelling syncope tremor vertigo vomiting weakness
  wheezing
`);
const complaintEnding =
  /(?:itis|osis|[aei]sis|emia|aemia|uria|algia|pathy|pathies|oma|omas|ache|aches|rrh?ea|rrhoea|pnea|opia|lepsy|ness|phagia|plegia|penia|megaly|trophy)$/u;
const adjectiveEnding = /(?:al|ar|ary|ory|ic|ac|ous|oid|ian|ive)$/u;
const identifier = /^(?:\p{Lu}|[ivx]{1,4}|[IVX]{1,5}|\p{L}{0,2}\d{1,3}\p{L}?)$/u;

export function kindOfWord(word: string): KindOfWord {
  const lower = word.toLowerCase();
  if (identifier.test(word)) return 'identifier';
  if (qualities.has(lower)) return 'quality';
  if (organs.has(lower)) return 'organ';
  if (complaints.has(lower) || complaintEnding.test(lower)) return 'complaint';
  return adjectiveEnding.test(lower) ? 'adjective' : 'unknown';
}
