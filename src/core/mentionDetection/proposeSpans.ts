import { clauseBorders, functionWords, generalWords, needsItsSpelling } from './functionWords.ts';
import { findWords, inOnePhrase, type Word } from './words.ts';

/** A span of a sentence that may name a concept; offsets in UTF-16 code units of the sentence. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface ProposedSpan extends Mention {
  /**
   * What to look up: the text, on one line; where the whole sentence is written in capitals, a word that may be one
   * of the language ("ALL", "COLD") is in lower case, since its capitals tell nothing.
   */
  readonly name: string;
  /**
   * Whether the span reads like one phrase of meaning, so that it may be searched by meaning. Other spans
   * ("nausea and vomiting", "MS") may still be somebody's exact name.
   */
  readonly phrase: boolean;
  /** Whether it is no such phrase for its "and" or "or" alone: "breast and ovarian cancer" may be two in one. */
  readonly coordination: boolean;
}

const maximumWords = 6;
/** Shorter ones are abbreviations, whose vectors say nothing. */
const minimumPhraseLetters = 4;

/** Every span of one to six words of the sentence, cut at punctuation, that does not begin or end in a function word. */
export function proposeSpans(sentence: string): ProposedSpan[] {
  const words = findWords(sentence);
  const inCapitals = isInCapitals(sentence);
  return words.flatMap((_, first) => spansFrom(sentence, words, first, inCapitals));
}

/** The spans of `proposeSpans` that contain `position` (UTF-16 offset in the sentence); its end counts as inside. */
export function proposeSpansAt(sentence: string, position: number): ProposedSpan[] {
  const words = findWords(sentence);
  const at = words.findLastIndex(({ start }) => start <= position);
  const inCapitals = isInCapitals(sentence);
  return (
    words
      .map((_, first) => first)
      // One more than a span has, for a word that ends where the next begins ("40%O2").
      .filter((first) => first >= at - maximumWords && first <= at)
      .flatMap((first) => spansFrom(sentence, words, first, inCapitals))
      .filter(({ start, end }) => start <= position && position <= end)
  );
}

function spansFrom(
  sentence: string,
  words: readonly Word[],
  first: number,
  inCapitals: boolean,
): ProposedSpan[] {
  const spans: ProposedSpan[] = [];
  for (let last = first; last < Math.min(first + maximumWords, words.length); last++) {
    const [from, before, to] = [words[first], words[last - 1], words[last]];
    if (!from || !to || (before && last > first && !inOnePhrase(sentence, before, to))) {
      break;
    }
    const endsInLetter = last > first && isLetterOfName(to, inCapitals);
    const opens = !isFunctionWord(from, inCapitals) || isLetterBeforeHyphen(sentence, from);
    if (opens && (endsInLetter || !isFunctionWord(to, inCapitals))) {
      const text = sentence.slice(from.start, to.end);
      const name = text.replace(/\s*[\r\n]\s*/gu, ' ');
      const inside = words.slice(first, last + 1);
      spans.push({
        start: from.start,
        end: to.end,
        text,
        name: inCapitals && name.length > 2 && needsItsSpelling(name) ? name.toLowerCase() : name,
        phrase: isPhrase(inside),
        coordination: !isPhrase(inside) && isCoordination(inside),
      });
    }
  }
  return spans;
}

function isPhrase(words: readonly Word[]): boolean {
  const lower = words.map(({ text }) => text.toLowerCase());
  const letters = lower.join('').replace(/[^\p{L}]/gu, '').length;
  return (
    letters >= minimumPhraseLetters &&
    !lower.some((word) => clauseBorders.has(word)) &&
    !lower.every((word) => generalWords.has(word) || functionWords.has(word) || /^[\d.%]+$/u.test(word))
  );
}

function isCoordination(words: readonly Word[]): boolean {
  const others = words.filter(({ text }) => !/^(?:and|or)$/iu.test(text));
  return others.length < words.length && others.length > 1 && isPhrase(others);
}

/** "ALL" and "IT" in mixed-case text are abbreviations, "all" and "it" are not. */
function isFunctionWord({ text }: Word, inCapitals: boolean): boolean {
  const writtenAsAbbreviation = !inCapitals && text.length > 1 && text === text.toUpperCase();
  return functionWords.has(text.toLowerCase()) && !writtenAsAbbreviation;
}

/** The "A" of "A-T". */
function isLetterBeforeHyphen(sentence: string, { text, end }: Word): boolean {
  return /^\p{Lu}$/u.test(text) && /^[-‐‑]/u.test(sentence.slice(end, end + 1));
}

/** The "A" of "hepatitis A", the "I" of "troponin I". */
function isLetterOfName({ text }: Word, inCapitals: boolean): boolean {
  return !inCapitals && /^\p{Lu}$/u.test(text);
}

/** A heading such as "ASSESSMENT AND PLAN": at least two words, no lower-case letter. A lone word may be "MI". */
function isInCapitals(sentence: string): boolean {
  return findWords(sentence).length > 1 && /\p{Lu}/u.test(sentence) && !/\p{Ll}/u.test(sentence);
}
