import { placeMention as findPlace, type PlacedText } from '../../annotation/formats/placeMention.ts';

export interface MentionPlace {
  /** UTF-16 code units. */
  readonly range?: { readonly start: number; readonly end: number };
  readonly problem?: string;
}

/** As readers of annotations place it, with what is wrong told in words: a corpus may be quoted. */
export function placeMention(placed: PlacedText, start: number, end: number, mention: string): MentionPlace {
  const { range, isMisplaced } = findPlace(placed, start, end, mention);
  const where = `"${mention}" does not stand at ${start}–${end}`;
  if (range === undefined) {
    return { problem: `${where}, nor anywhere in the document.` };
  }
  return isMisplaced
    ? { range, problem: `${where}; the one at ${placed.offsets.toCodePoint(range.start)} is taken.` }
    : { range };
}
