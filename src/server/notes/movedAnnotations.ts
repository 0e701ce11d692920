import type { Annotation, ConceptReference, TextRange } from '../../core/annotation/annotation.ts';
import type { AnnotationSet } from '../../core/annotation/annotationSet.ts';
import { applyEdits } from '../../core/annotation/textEdits.ts';
import { editsBetween } from './editsBetween.ts';

/** The annotations where they lie in another version of their text. */
export function follow(set: AnnotationSet, text: string): AnnotationSet {
  return set.noteText === text ? set : set.applyEdits(editsBetween(set.noteText, text), text).set;
}

/** The ranges in another version of the text, or nothing when their text is not the same there. */
export function mapRanges(
  ranges: readonly TextRange[],
  from: string,
  to: string,
): readonly TextRange[] | undefined {
  if (from === to) {
    return ranges;
  }
  const carrier: Annotation = { id: '', type: '', ranges, text: '', concepts: [] };
  const [moved] = applyEdits([carrier], editsBetween(from, to), to).annotations;
  const sameText = moved?.ranges.every((range, i) => {
    const before = ranges[i];
    return before && to.slice(range.start, range.end) === from.slice(before.start, before.end);
  });
  return moved && sameText && moved.ranges.length === ranges.length ? moved.ranges : undefined;
}

/** The set's annotation of the same span, type and concepts, whatever its identifier. */
export function findSame(set: AnnotationSet, wanted: Annotation): Annotation | undefined {
  return set.annotations.find(
    ({ type, ranges, concepts }) =>
      type === wanted.type &&
      JSON.stringify(ranges) === JSON.stringify(wanted.ranges) &&
      sameConcepts(concepts, wanted.concepts),
  );
}

function sameConcepts(a: readonly ConceptReference[], b: readonly ConceptReference[]): boolean {
  return a.length === b.length && a.every(({ curie }) => b.some((other) => other.curie === curie));
}
