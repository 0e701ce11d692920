import type { Annotation, TextRange } from './annotation.ts';
import { textOfRanges, tidyRanges } from './ranges.ts';
import { reanchor } from './reanchor.ts';

/** `text` takes the place of `start … end`, UTF-16 offsets in the text as it was before this edit. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface MovingAnnotation {
  readonly annotation: Annotation;
  readonly ranges: readonly TextRange[];
  readonly touched: boolean;
}

/**
 * Moves annotations along with edits that were made one after another and led to `newText`.
 *
 * - Typing before an annotation shifts it, typing behind it does nothing, typing strictly inside it
 *   makes it grow. Right at its start or end it does not grow: what is typed there is another word.
 * - Text replaced within an annotation belongs to it, all of it too: it can be respelled by hand.
 * - A deletion or replacement that also reaches beyond an annotation leaves it the part not deleted.
 * - An annotation swallowed by a larger replacement is kept where its exact text occurs in the new
 *   text (a formatter, a sorted list, a file read again); otherwise it is in `removed`, as it was.
 */
export function applyEdits(
  annotations: readonly Annotation[],
  edits: readonly TextEdit[],
  newText: string,
): { annotations: readonly Annotation[]; removed: readonly Annotation[] } {
  let moving: readonly MovingAnnotation[] = annotations.map((annotation) => ({
    annotation,
    ranges: annotation.ranges,
    touched: false,
  }));
  const removed: Annotation[] = [];
  for (const edit of edits) {
    const moved = moving.map((before) => ({ before, after: moveAnnotation(before, edit) }));
    const swallowed = moved.flatMap(({ before, after }) => (after.ranges.length === 0 ? [before] : []));
    const { found, lost } = findInReplacement(swallowed, edit);
    moving = [...moved.map(({ after }) => after).filter(({ ranges }) => ranges.length > 0), ...found];
    removed.push(...lost);
  }
  const kept: Annotation[] = [];
  for (const { annotation, ranges, touched } of moving) {
    const tidy = touched ? tidyRanges(ranges, newText) : ranges;
    if (tidy.length === 0) {
      removed.push(annotation);
    } else {
      kept.push(
        touched
          ? { ...annotation, ranges: tidy, text: textOfRanges(newText, tidy) }
          : { ...annotation, ranges },
      );
    }
  }
  return { annotations: kept, removed };
}

function moveAnnotation(moving: MovingAnnotation, edit: TextEdit): MovingAnnotation {
  const { ranges } = moving;
  const reached = ranges.filter((range) => range.start < edit.end && range.end > edit.start);
  const first = reached[0];
  const last = reached.at(-1);
  // A replacement from one fragment into another makes one of them.
  const whole = first && last && { start: first.start, end: last.end };
  const joins = reached.length > 1 && whole && edit.start >= whole.start && edit.end <= whole.end;
  const joined = joins ? [...ranges.filter((range) => !reached.includes(range)), whole] : ranges;
  return {
    ...moving,
    ranges: joined.flatMap((range) => moveRange(range, edit)).sort((a, b) => a.start - b.start),
    touched: moving.touched || (edit.end > (ranges[0]?.start ?? 0) && edit.start < (ranges.at(-1)?.end ?? 0)),
  };
}

/** The range after the edit; none where nothing of it is left. */
function moveRange({ start, end }: TextRange, edit: TextEdit): TextRange[] {
  const growth = edit.text.length - (edit.end - edit.start);
  if (edit.start >= end) {
    return [{ start, end }];
  }
  if (edit.end <= start) {
    return [{ start: start + growth, end: end + growth }];
  }
  if (edit.start >= start && edit.end <= end) {
    return end + growth > start ? [{ start, end: end + growth }] : [];
  }
  if (edit.end < end) {
    return [{ start: edit.start + edit.text.length, end: end + growth }];
  }
  return edit.start > start ? [{ start, end: edit.start }] : [];
}

function findInReplacement(
  swallowed: readonly MovingAnnotation[],
  edit: TextEdit,
): { found: readonly MovingAnnotation[]; lost: readonly Annotation[] } {
  const { placed } = reanchor(
    swallowed.map(({ annotation: { id, text }, ranges }) => ({
      id,
      text,
      start: (ranges[0]?.start ?? 0) - edit.start,
    })),
    edit.text,
  );
  const found: MovingAnnotation[] = [];
  const lost: Annotation[] = [];
  for (const { annotation } of swallowed) {
    const ranges = placed.get(annotation.id);
    if (ranges === undefined) {
      lost.push(annotation);
    } else {
      const shifted = ranges.map(({ start, end }) => ({ start: start + edit.start, end: end + edit.start }));
      found.push({ annotation, ranges: shifted, touched: true });
    }
  }
  return { found, lost };
}
