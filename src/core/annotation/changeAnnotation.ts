import type { Annotation, ConceptReference, TextRange } from './annotation.ts';
import {
  appendConcept,
  type BratDocument,
  removeConcepts,
  replaceSpans,
  setComment,
} from './formats/bratDocument.ts';
import { textOfRanges } from './ranges.ts';
import { tidyAnnotation, toOneLine } from './tidyAnnotation.ts';

/** What is to be different of an annotation; what is left out stays. */
export interface AnnotationChange {
  readonly ranges?: readonly TextRange[];
  /** All that it is to have. */
  readonly concepts?: readonly ConceptReference[];
  /** In the place of its first comment; an empty one takes that out. */
  readonly comment?: string;
}

/**
 * The document with `annotation` changed, its other lines as they are; the same document when nothing is different.
 * @throws {AnnotationSpanError} when the ranges lie outside `noteText` or cover only white space, or a concept's
 * identifier cannot be written down.
 */
export function changeAnnotation(
  document: BratDocument,
  noteText: string,
  annotation: Annotation,
  { ranges = annotation.ranges, concepts = annotation.concepts, comment }: AnnotationChange,
): BratDocument {
  const { id, type } = annotation;
  const tidy = tidyAnnotation({ type, ranges, concepts }, noteText);
  let changed = document;
  if (JSON.stringify(tidy.ranges) !== JSON.stringify(annotation.ranges)) {
    const text = textOfRanges(noteText, tidy.ranges);
    changed = replaceSpans(changed, new Map([[id, { id, type, ranges: tidy.ranges, text }]]));
  }
  const wanted = new Set(tidy.concepts.map(({ curie }) => curie));
  const had = new Set(annotation.concepts.map(({ curie }) => curie));
  const dropped = new Set([...had].filter((curie) => !wanted.has(curie)));
  if (dropped.size > 0) {
    changed = removeConcepts(changed, id, dropped);
  }
  for (const concept of tidy.concepts.filter(({ curie }) => !had.has(curie))) {
    changed = appendConcept(changed, id, concept);
  }
  const noted = comment === undefined ? undefined : toOneLine(comment);
  return noted === undefined || noted === (annotation.comments?.[0] ?? '')
    ? changed
    : setComment(changed, id, noted);
}
