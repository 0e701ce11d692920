import type { TextRange } from './annotation.ts';
import { cutAtLineEnds } from './ranges.ts';

/** A text that is looked for, and where it was before. */
export interface Anchor {
  readonly id: string;
  readonly text: string;
  /** UTF-16 offset in the text as it was; the nearest occurrence is taken. */
  readonly start: number;
}

/** Shorter texts are taken for names only where they stand as words: `MS` in `HTMSX` is none. */
const shortestInsideWord = 4;

/**
 * Places annotations in a text that was changed without us: each at the occurrence of its exact text
 * that is nearest to where it was. A space may have become a line end. Whole words are preferred.
 * Anchors with the same text keep their order, and take an occurrence each unless they began at the
 * same place before; occurrences in `taken` are left alone. `notFound` holds the ids of the others.
 */
export function reanchor(
  anchors: readonly Anchor[],
  text: string,
  taken: readonly TextRange[] = [],
): { placed: ReadonlyMap<string, readonly TextRange[]>; notFound: readonly string[] } {
  const takenKeys = new Set(taken.map(keyOf));
  const startsByText = new Map<string, Set<number>>();
  for (const anchor of anchors) {
    startsByText.set(anchor.text, (startsByText.get(anchor.text) ?? new Set()).add(anchor.start));
  }
  const rangesByText = new Map(
    Array.from(startsByText, ([searched, starts]) => {
      const occurrences = findOccurrences(searched, text).filter((range) => !takenKeys.has(keyOf(range)));
      return [
        searched,
        assignNearest(
          [...starts].sort((a, b) => a - b),
          occurrences,
        ),
      ] as const;
    }),
  );
  const placed = new Map<string, readonly TextRange[]>();
  const notFound: string[] = [];
  for (const anchor of anchors) {
    const range = rangesByText.get(anchor.text)?.get(anchor.start);
    if (range === undefined) {
      notFound.push(anchor.id);
    } else {
      placed.set(anchor.id, cutAtLineEnds([range], text));
    }
  }
  return { placed, notFound };
}

/**
 * Pairs as many as there are of the shorter list, in order and with the least sum of distances. Both
 * lists are in order. Takes time and memory in proportion to the product of their lengths.
 */
function assignNearest(starts: readonly number[], occurrences: readonly TextRange[]): Map<number, TextRange> {
  const positions = occurrences.map(({ start }) => start);
  const pairs =
    starts.length <= positions.length
      ? pairInOrder(starts, positions)
      : pairInOrder(positions, starts).map(([position, start]) => [start, position] as const);
  return new Map(
    pairs.flatMap(([startIndex, occurrenceIndex]) => {
      const start = starts[startIndex];
      const range = occurrences[occurrenceIndex];
      return start === undefined || range === undefined ? [] : [[start, range]];
    }),
  );
}

/** Index pairs that give every element of `few` one of `many`; dynamic programming over both prefixes. */
function pairInOrder(few: readonly number[], many: readonly number[]): (readonly [number, number])[] {
  const width = many.length + 1;
  /** 1 where the cheapest pairing of the first `i + 1` with the first `j` pairs the last of both. */
  const isPair = new Uint8Array(few.length * width);
  let costs = new Float64Array(width);
  for (const [i, from] of few.entries()) {
    const next = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
    for (const [j, to] of many.entries()) {
      const paired = (costs[j] ?? 0) + Math.abs(to - from);
      const skipped = next[j] ?? 0;
      next[j + 1] = Math.min(paired, skipped);
      isPair[i * width + j + 1] = paired < skipped ? 1 : 0;
    }
    costs = next;
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = few.length - 1, j = many.length; i >= 0 && j > 0; j--) {
    if (isPair[i * width + j] === 1) {
      pairs.push([i, j - 1]);
      i--;
    }
  }
  return pairs;
}

/** The occurrences as whole words; where there are none and the text is long enough, those inside words. */
function findOccurrences(searched: string, text: string): TextRange[] {
  if (searched.trim() === '') {
    return [];
  }
  const pattern = searched
    .split(' ')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
    .join(String.raw`(?: |\r?\n)`);
  const all = Array.from(text.matchAll(new RegExp(pattern, 'gu')), ({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  const words = all.filter((range) => isWholeWord(range, text));
  return words.length > 0 || Array.from(searched).length < shortestInsideWord ? words : all;
}

/** Neither end of the range lies between two letters or digits. */
function isWholeWord({ start, end }: TextRange, text: string): boolean {
  return [start, end].every(
    (offset) =>
      !(
        /[\p{L}\p{N}]\p{M}*$/u.test(text.slice(Math.max(offset - 2, 0), offset)) &&
        /^[\p{L}\p{N}\p{M}]/u.test(text.slice(offset, offset + 2))
      ),
  );
}

function keyOf({ start, end }: TextRange): string {
  return `${start} ${end}`;
}
