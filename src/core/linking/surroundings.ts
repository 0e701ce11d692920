import type { LineWindow } from '../mentionDetection/lineWindows.ts';
import { sectionAt } from '../mentionDetection/noteSections.ts';
import { proposeSpans } from '../mentionDetection/proposeSpans.ts';
import type { SectionKind } from '../mentionDetection/sectionHeadings.ts';

/** What stands around the mentions of a line, by which names with several meanings are told apart. */
export interface Surroundings {
  readonly line: string;
  readonly section: SectionKind | undefined;
}

export function readSurroundings(text: string, { start, text: line }: LineWindow): Surroundings {
  return { line, section: sectionAt(text, start)?.kind };
}

/** A dose follows: what is given is a drug. */
const dose =
  /^\s*(?:\w+\s+){0,2}?\d+(?:[.,]\d+)?\s?(?:mg|mcg|µg|ug|g|ml|units?|iu|meq|%|tabs?|tablets?|puffs?)\b/iu;

/** Whether a dose follows the mention in its line. */
export function isDosed(mention: string, { line }: Surroundings): boolean {
  const at = line.indexOf(mention);
  return at >= 0 && dose.test(line.slice(at + mention.length, at + mention.length + 40));
}

const mostPhrases = 16;
const mostWords = 3;

/** Short phrases of the line without the mention: what else is spoken of. */
export function phrasesAround(mention: string, { line }: Surroundings): string[] {
  const phrases = proposeSpans(line)
    .filter(({ phrase, text }) => phrase && !text.includes(mention) && text.split(/\s+/u).length <= mostWords)
    .map(({ name }) => name);
  return [...new Set(phrases)].slice(0, mostPhrases);
}
