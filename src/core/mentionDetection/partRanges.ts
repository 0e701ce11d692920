import { findWords, type Word } from './words.ts';

/** A stretch of a mention in UTF-16 code units. */
export interface PartRange {
  readonly start: number;
  readonly end: number;
}

/** What parts are written without: "cancer of the breast" is as one stretch of the mention. */
const leftOut = /^(?:the|both|either)$/iu;

/**
 * Where a part of a composite mention stands in it: "left knee pain" in "left and right knee pain" at "left" and
 * "knee pain". In order, words that follow each other together; nothing where a word of the part is not there.
 */
export function placePart(mention: string, part: string): readonly PartRange[] | undefined {
  const words = findWords(mention);
  const placed: number[] = [];
  // From the end, since parts share their endings more often than they repeat a word before it.
  let before = words.length;
  for (const { text } of findWords(part).reverse()) {
    const at = words.findLastIndex((word, i) => i < before && isForm(word, text));
    if (at < 0) {
      return undefined;
    }
    placed.unshift(at);
    before = at;
  }
  return placed.reduce<PartRange[]>((ranges, at, i) => {
    const { start = 0, end = 0 } = words[at] ?? {};
    const last = ranges.at(-1);
    const between = words.slice((placed[i - 1] ?? 0) + 1, at);
    return last && between.every(({ text }) => leftOut.test(text))
      ? [...ranges.slice(0, -1), { start: last.start, end }]
      : [...ranges, { start, end }];
  }, []);
}

/** "types" in the mention is "type" in its parts. */
function isForm({ text }: Word, wanted: string): boolean {
  const [written, word] = [text.toLowerCase(), wanted.toLowerCase()];
  return written === word || written === `${word}s`;
}
