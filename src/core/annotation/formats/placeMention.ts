import type { TextRange } from '../annotation.ts';
import type { CodePointOffsets } from '../codePointOffsets.ts';

/** A document's text with the way from a file's offsets to ours. */
export interface PlacedText {
  readonly text: string;
  readonly offsets: CodePointOffsets;
}

export interface MentionPlace {
  /** UTF-16 code units; nothing where the mention stands nowhere in the text. */
  readonly range?: TextRange;
  /** Whether something else stands at the offsets that the file states. */
  readonly isMisplaced: boolean;
}

/**
 * Where a mention stands. Where something else is at the offsets that a file states, the occurrence nearest to
 * them is meant; where there is none, nobody knows.
 * @param start and `end`, as the file counts.
 */
export function placeMention(placed: PlacedText, start: number, end: number, mention: string): MentionPlace {
  const { text, offsets } = placed;
  const isInside = start >= offsets.first && end <= offsets.last && start <= end;
  const stated = isInside ? { start: offsets.toUtf16(start), end: offsets.toUtf16(end) } : undefined;
  if (stated && text.slice(stated.start, stated.end) === mention) {
    return { range: stated, isMisplaced: false };
  }
  const nearest = findNearest(text, mention, stated?.start ?? text.length);
  return nearest === undefined
    ? { isMisplaced: true }
    : { range: { start: nearest, end: nearest + mention.length }, isMisplaced: true };
}

function findNearest(text: string, mention: string, from: number): number | undefined {
  const before = mention === '' ? -1 : text.lastIndexOf(mention, from);
  const after = mention === '' ? -1 : text.indexOf(mention, from);
  const found = [before, after].filter((index) => index >= 0);
  return found.sort((a, b) => Math.abs(a - from) - Math.abs(b - from))[0];
}
