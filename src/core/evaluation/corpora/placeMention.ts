import type { CodePointOffsets } from '../../annotation/codePointOffsets.ts';

/** A document's text with the way from the corpus' offsets, Unicode code points, to ours. */
export interface PlacedText {
  readonly text: string;
  readonly offsets: CodePointOffsets;
}

export interface MentionPlace {
  /** UTF-16 code units. */
  readonly range?: { readonly start: number; readonly end: number };
  readonly problem?: string;
}

/**
 * Where a mention stands. Where something else is at the offsets that a corpus states, the occurrence nearest to
 * them is meant; where there is none, nobody knows.
 * @param start and `end`, in Unicode code points.
 */
export function placeMention(placed: PlacedText, start: number, end: number, mention: string): MentionPlace {
  const { text, offsets } = placed;
  const isInside = start >= offsets.first && end <= offsets.last && start <= end;
  const stated = isInside ? { start: offsets.toUtf16(start), end: offsets.toUtf16(end) } : undefined;
  if (stated && text.slice(stated.start, stated.end) === mention) {
    return { range: stated };
  }
  const where = `"${mention}" does not stand at ${start}–${end}`;
  const nearest = findNearest(text, mention, stated?.start ?? text.length);
  return nearest === undefined
    ? { problem: `${where}, nor anywhere in the document.` }
    : {
        range: { start: nearest, end: nearest + mention.length },
        problem: `${where}; the one at ${offsets.toCodePoint(nearest)} is taken.`,
      };
}

function findNearest(text: string, mention: string, from: number): number | undefined {
  const before = mention === '' ? -1 : text.lastIndexOf(mention, from);
  const after = mention === '' ? -1 : text.indexOf(mention, from);
  const found = [before, after].filter((index) => index >= 0);
  return found.sort((a, b) => Math.abs(a - from) - Math.abs(b - from))[0];
}
