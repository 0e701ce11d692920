import type { NoteSection } from '../noteSections.ts';
import type { SectionKind } from '../sectionHeadings.ts';
import type { ContextName } from './contextAttribute.ts';

/** Headings over what was before, in lower case; the history of the present illness is none of them. */
const pastHistory =
  /^(?:(?:his|her|the|past|prior|previous|other|birth|social|medical|surgical|psychiatric|obstetric|gynecologic|and|[ &/])+(?:history|hx)|pmhx?|psh|pshx|sh|shx)$/u;

/** With these the examination begins, also where its own heading was left out. */
const examined =
  /(?:^|[\r\n])[ \t]*(?:general(?: appearance)?|constitutional|vitals?(?: signs)?|vs|heent|head|eyes?|ent|ears|nose|throat|mouth|neck|chest|lungs?|heart|cv|abdomen|abd|back|extremit(?:y|ies)|ext|skin|neuro)[ \t]*(?::|[-–]\s)/iu;

/** Whether within the sentence, and not only before it, what a section says may begin or end. */
export function changesSection(sentence: string): boolean {
  return sentence.includes(':') || examined.test(sentence);
}

/** Past this no section of the past goes on: what follows stands under a heading that was not recognized. */
const longestHistory = 2_000;

/** What a section says of a mention at `offset` in it, unless its sentence says otherwise. */
export function attributeOfSection(
  { kind, heading, start }: NoteSection,
  text: string,
  offset: number,
): ContextName | undefined {
  const said = saidBy(kind, heading);
  const told = said === undefined ? '' : text.slice(start, offset);
  return told.length > longestHistory || examined.test(told) ? undefined : said;
}

function saidBy(kind: SectionKind, heading: string): ContextName | undefined {
  if (kind === 'familyHistory') {
    return 'Experiencer';
  }
  return kind === 'allergies' || pastHistory.test(heading.toLowerCase()) ? 'Historical' : undefined;
}
