/** What a section of a note is about, as far as that tells which concepts to expect. */
export type SectionKind =
  | 'medications'
  | 'problems'
  | 'familyHistory'
  | 'allergies'
  | 'procedures'
  | 'examination'
  | 'laboratory'
  | 'history'
  | 'plan'
  | 'other';

/**
 * Headings of clinical notes by kind, in lower case, words parted by single spaces, "&" and "/" written "and".
 * "Assessment and plan" is of kind plan, since it also names what is to be given; past medical history is of
 * kind history, like all that is told of the patient.
 */
const headings: readonly (readonly [SectionKind, RegExp])[] = [
  ['familyHistory', /^(?:family|fam)(?: medical| health)? (?:history|hx)$/u],
  [
    'allergies',
    /^(?:(?:drug|medication|food|known) )?allerg(?:y|ies)(?: list| and (?:adverse reactions|intolerances))?$/u,
  ],
  [
    'medications',
    /^(?:(?:current|home|discharge|admission|outpatient|inpatient|active|present|prior|chronic) )?(?:medications?|meds)(?: list| taken)?$/u,
  ],
  [
    'procedures',
    /^(?:past )?surgical (?:history|hx)$|^(?:surger(?:y|ies)|operations?)$|^(?:\w+ )?procedures?(?: performed)?$/u,
  ],
  ['plan', /^(?:assessment|impression|diagnosis) and (?:plan|recommendations?)$/u],
  [
    'plan',
    /^(?:treatment |care |discharge )?(?:plan|instructions)$|^plan of (?:care|treatment)$|^recommendations?$/u,
  ],
  [
    'problems',
    /^(?:(?:active|current|chronic|medical) )?problems?(?: list)?$|^(?:clinical )?(?:assessment|impression)s?$/u,
  ],
  [
    'problems',
    /^(?:(?:admission|admitting|discharge|final|principal|primary|secondary|working|differential|preoperative|postoperative) )?diagnos[ei]s$/u,
  ],
  [
    'examination',
    /^(?:(?:physical|mental status|neurologic|neurological|general) )?exam(?:ination)?(?: findings)?$|^objective$/u,
  ],
  ['examination', /^vitals?(?: signs)?(?: reviewed)?$/u],
  [
    'laboratory',
    /^(?:pertinent |test |lab |laboratory |imaging )?(?:results?|labs?|laborator(?:y|ies)|imaging|radiology|studies|data|findings)$/u,
  ],
  ['laboratory', /^(?:diagnostics|diagnostic (?:studies|tests)|lab tests)$/u],
  [
    'history',
    /^(?:(?:past|prior|other|birth|interval|social|medical|past medical|clinical|gynecologic|obstetric|psychiatric) )+(?:history|hx)$/u,
  ],
  [
    'history',
    /^history(?: of (?:the )?presenti?n?g? (?:illness|complaint))?$|^subjective$|^review of systems$/u,
  ],
  ['history', /^(?:chief|presenting) complaints?$|^reason for (?:visit|consultation|admission|referral)$/u],
  [
    'other',
    /^(?:brief )?(?:hospital|ed|emergency department|clinical) course$|^immunizations?$|^vaccinations?$/u,
  ],
  [
    'other',
    /^(?:disposition|condition|code status|consent|attestation|patient agreements|follow up|education)$/u,
  ],
];

/** Alone on a line these may be something else ("PE" a pulmonary embolism), so they need their colon. */
const abbreviations: ReadonlyMap<string, SectionKind> = new Map([
  ['fh', 'familyHistory'],
  ['fhx', 'familyHistory'],
  ['all', 'allergies'],
  ['rx', 'medications'],
  ['psh', 'procedures'],
  ['pshx', 'procedures'],
  ['surgical', 'procedures'],
  ['a and p', 'plan'],
  ['ap', 'plan'],
  ['p', 'plan'],
  ['a', 'problems'],
  ['dx', 'problems'],
  ['ddx', 'problems'],
  ['imp', 'problems'],
  ['pe', 'examination'],
  ['vs', 'examination'],
  ['o', 'examination'],
  ['cc', 'history'],
  ['hpi', 'history'],
  ['hx', 'history'],
  ['pmh', 'history'],
  ['pmhx', 'history'],
  ['ros', 'history'],
  ['sh', 'history'],
  ['shx', 'history'],
  ['medical', 'history'],
  ['s', 'history'],
]);

/** The kind of a heading as it is written in a note, or nothing when it is none that is known here. */
export function kindOfHeading(heading: string, withColon: boolean): SectionKind | undefined {
  const words = heading
    .toLowerCase()
    .replace(/[&/]/gu, ' and ')
    .replace(/\([^()]*\)/gu, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .replace(/^ ?(?:his|her|the|patient s) /u, '')
    .replace(/ (?:on|at|upon|prior to) (?:admission|discharge|transfer|arrival)\b/u, '')
    .trim();
  return (
    headings.find(([, pattern]) => pattern.test(words))?.[0] ??
    (withColon ? abbreviations.get(words) : undefined)
  );
}
