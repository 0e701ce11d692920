import type { AnnotationAttribute, ConceptReference, TextRange } from './annotation.ts';
import { tidyRanges } from './ranges.ts';

/** A span that cannot be annotated, or a concept that cannot be written down. */
export class AnnotationSpanError extends RangeError {
  override readonly name = 'AnnotationSpanError';
}

/** An annotation to be: its ranges may touch, contain line ends or have white space around them. */
export interface NewAnnotation {
  /** White space in it becomes `_`. */
  readonly type: string;
  readonly ranges: readonly TextRange[];
  readonly concepts: readonly ConceptReference[];
  /** Written with a new annotation; one that is there already keeps its own. */
  readonly attributes?: readonly AnnotationAttribute[];
}

/**
 * The annotation as its lines can hold it.
 * @throws {AnnotationSpanError} when it cannot be written down.
 */
export function tidyAnnotation(
  { type, ranges, concepts, attributes = [] }: NewAnnotation,
  noteText: string,
): NewAnnotation {
  if (ranges.some(({ start, end }) => !(start >= 0 && start <= end && end <= noteText.length))) {
    throw new AnnotationSpanError('The span to annotate lies outside the note.');
  }
  if (concepts.some(({ curie }) => !/^\S+$/u.test(curie))) {
    throw new AnnotationSpanError("A concept's identifier must be neither empty nor contain white space.");
  }
  const tidy = tidyRanges(ranges, noteText);
  if (tidy.length === 0) {
    throw new AnnotationSpanError('The span to annotate covers nothing but white space.');
  }
  return {
    type: type.trim().replace(/\s+/gu, '_') || 'Entity',
    ranges: tidy,
    concepts: concepts.map(({ curie, preferredName }) => ({
      curie,
      preferredName: toOneLine(preferredName),
    })),
    attributes: attributes.map(({ name, value }) => ({
      name: name.trim().replace(/\s+/gu, '_'),
      ...(value !== undefined && { value: toOneLine(value) }),
    })),
  };
}

/** A name on one line of the file, as it will be read back. */
export function toOneLine(name: string): string {
  return name.replace(/[\s\x85]+/gu, ' ').trim();
}
