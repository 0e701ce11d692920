import { sectionAt } from '../mentionDetection/noteSections.ts';
import { proposeSpans } from '../mentionDetection/proposeSpans.ts';
import type { SectionKind } from '../mentionDetection/sectionHeadings.ts';
import type { Sentence } from '../mentionDetection/sentences.ts';

/** What stands around the mentions of a sentence, by which names with several meanings are told apart. */
export interface Surroundings {
  readonly sentence: string;
  readonly section: SectionKind | undefined;
}

export function readSurroundings(text: string, { start, end }: Sentence): Surroundings {
  return { sentence: text.slice(start, end), section: sectionAt(text, start)?.kind };
}

/** A dose follows: what is given is a drug. */
const dose =
  /^\s*(?:\w+\s+){0,2}?\d+(?:[.,]\d+)?\s?(?:mg|mcg|µg|ug|g|ml|units?|iu|meq|%|tabs?|tablets?|puffs?)\b/iu;

/** Whether a dose follows the mention in its sentence. */
export function isDosed(mention: string, { sentence }: Surroundings): boolean {
  const at = sentence.indexOf(mention);
  return at >= 0 && dose.test(sentence.slice(at + mention.length, at + mention.length + 40));
}

const mostPhrases = 16;
const mostWords = 3;

/** Short phrases of the sentence without the mention: what else is spoken of. */
export function phrasesAround(mention: string, { sentence }: Surroundings): string[] {
  const phrases = proposeSpans(sentence)
    .filter(({ phrase, text }) => phrase && !text.includes(mention) && text.split(/\s+/u).length <= mostWords)
    .map(({ name }) => name);
  return [...new Set(phrases)].slice(0, mostPhrases);
}
