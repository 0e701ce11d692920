import { findWords, type Word } from './words.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Resizing {
  readonly edge: 'start' | 'end';
  readonly by: 'widen' | 'shrink';
}

/** How far the next word is looked for, in UTF-16 code units; longer gaps and words are left alone. */
const reach = 200;
const blankLine = /(?:\r\n|\r|\n)[^\S\r\n]*(?:\r\n|\r|\n)/u;

/**
 * Ranges of `text`, in order, with a word more or less at one end. They stay as they are where the paragraph has no
 * further word, or the range at that end is one word already.
 */
export function resizeSpan(text: string, ranges: readonly Span[], { edge, by }: Resizing): readonly Span[] {
  const index = edge === 'start' ? 0 : ranges.length - 1;
  const range = ranges[index];
  const resized = range && (by === 'widen' ? widen(text, range, edge) : shrink(text, range, edge));
  return resized ? ranges.with(index, resized) : ranges;
}

function widen(text: string, { start, end }: Span, edge: Resizing['edge']): Span | undefined {
  if (edge === 'end') {
    const [next] = wordsOf(text, end, end + reach);
    return next && !blankLine.test(text.slice(end, next.start)) ? { start, end: next.end } : undefined;
  }
  const before = wordsOf(text, start - reach, start).at(-1);
  return before && !blankLine.test(text.slice(before.end, start)) ? { start: before.start, end } : undefined;
}

function shrink(text: string, { start, end }: Span, edge: Resizing['edge']): Span | undefined {
  const words = wordsOf(text, start, end);
  const [outer, inner] = edge === 'start' ? [words[0], words[1]] : [words.at(-1), words.at(-2)];
  if (!outer || !inner) {
    return undefined;
  }
  return edge === 'start' ? { start: inner.start, end } : { start, end: inner.end };
}

function wordsOf(text: string, from: number, to: number): Word[] {
  const start = Math.max(0, from);
  return findWords(text.slice(start, to)).map((word) => ({
    ...word,
    start: word.start + start,
    end: word.end + start,
  }));
}
