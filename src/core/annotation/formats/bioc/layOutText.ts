import type { TextRange } from '../../annotation.ts';
import type { Passage } from '../../annotatedDocument.ts';
import { createUnitOffsets, type OffsetUnit } from '../../codePointOffsets.ts';
import type { PlacedText } from '../placeMention.ts';
import type { BiocDocument, BiocPassage, BiocSentence } from './biocDocument.ts';

export interface LaidOutText extends PlacedText {
  /** Those that have a text, in order. */
  readonly passages: readonly Passage[];
}

/** A file that states a passage at the offset 10¹² is not to fill the memory. */
const longestGap = 100_000;

/** In the order in which they are tried; what fits no better than one before is not taken. */
const units: readonly OffsetUnit[] = ['codePoints', 'bytes', 'codeUnits'];

/**
 * The text of a document: each passage at its offset, spaces between; one whose offset lies behind the beginning of
 * the next is moved on. BioC's DTD counts UTF-8 bytes, PubTator and most programs count code points, those in Java
 * UTF-16 code units, and no file says which: what agrees best with the file's own annotations and passages is taken.
 */
export function layOutText(document: BiocDocument): LaidOutText {
  const attempts = (isAscii(document) ? units.slice(0, 1) : units).map((unit) => layOut(document, unit));
  const [best] = attempts.sort(
    (a, b) => a.misplaced - b.misplaced || a.oddGaps - b.oddGaps || a.gaps - b.gaps,
  );
  if (best === undefined) {
    throw new Error('There is no unit to count in.');
  }
  return best;
}

function layOut(
  document: BiocDocument,
  unit: OffsetUnit,
): LaidOutText & { readonly misplaced: number; readonly oddGaps: number; readonly gaps: number } {
  let text = '';
  let length = 0;
  const gaps = new Set<number>();
  const append = (piece: BiocSentence): TextRange => {
    const gap = piece.offset - length;
    if (text !== '') {
      gaps.add(gap);
    }
    const spaces = Math.min(Math.max(gap, 0), longestGap);
    text += ' '.repeat(spaces) + piece.text;
    length += spaces + createUnitOffsets(piece.text, unit).last;
    return { start: text.length - piece.text.length, end: text.length };
  };
  const passages = document.passages.flatMap((passage): Passage[] => {
    const placed = placePassage(passage, append, unit);
    return placed === undefined ? [] : [placed];
  });
  const offsets = createUnitOffsets(text, unit);
  const misplaced = document.annotations.filter(({ text: mention, locations }) => {
    const start = Math.min(...locations.map(({ offset }) => offset));
    const end = Math.max(...locations.map(({ offset, length: covered }) => offset + covered));
    const isInside = start >= 0 && end <= offsets.last && start <= end;
    const covered = isInside ? text.slice(offsets.toUtf16(start), offsets.toUtf16(end)) : '';
    return locations.length > 1 ? covered === '' : covered !== mention;
  }).length;
  // Between passages that follow each other stands nothing, or one space.
  const oddGaps = [...gaps].filter((gap) => gap !== 0 && gap !== 1).length;
  return { text, offsets, passages, misplaced, oddGaps, gaps: gaps.size };
}

function placePassage(
  passage: BiocPassage,
  append: (piece: BiocSentence) => TextRange,
  unit: OffsetUnit,
): Passage | undefined {
  const { text, infons, sentences, offset } = passage;
  if (text === '') {
    const placed = sentences
      .filter((sentence) => sentence.text !== '')
      .map((sentence) => ({ range: append(sentence), attributes: sentence.infons }));
    const [first, last] = [placed[0], placed.at(-1)];
    return first && last
      ? {
          range: { start: first.range.start, end: last.range.end },
          attributes: infons,
          sentences: placed,
        }
      : undefined;
  }
  const range = append(passage);
  const inside = createUnitOffsets(text, unit);
  return {
    range,
    attributes: infons,
    sentences: sentences.flatMap((sentence) => {
      const start = sentence.offset - offset;
      const end = start + createUnitOffsets(sentence.text, unit).last;
      return start >= 0 && end <= inside.last && start < end
        ? [
            {
              range: {
                start: range.start + inside.toUtf16(start),
                end: range.start + inside.toUtf16(end),
              },
              attributes: sentence.infons,
            },
          ]
        : [];
    }),
  };
}

function isAscii({ passages }: BiocDocument): boolean {
  return passages.every(({ text, sentences }) =>
    [text, ...sentences.map((sentence) => sentence.text)].every((some) => /^[\0-\x7f]*$/u.test(some)),
  );
}
