import type { Curie } from '../vocabulary/concept.ts';

/** A stretch of a note's text in UTF-16 code units, `start` inclusive and `end` exclusive. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A concept that a span of a note was linked to. */
export interface ConceptReference {
  readonly curie: Curie;
  readonly preferredName: string;
}

/** Something said of an annotation: that it is so, or, with a value, what it is (brat: an attribute). */
export interface AnnotationAttribute {
  readonly name: string;
  readonly value?: string;
}

/** A span of a note that somebody said names a concept (brat: a text-bound annotation). */
export interface Annotation {
  /** Unique within its note; brat's `T` identifier, such as `T3`. */
  readonly id: string;
  /** brat's entity type; the concept's semantic type with spaces as `_`. */
  readonly type: string;
  /** In order, not overlapping, none empty; more than one where the span is cut by a line end. */
  readonly ranges: readonly TextRange[];
  /** The covered text; the ranges' texts joined by one space. */
  readonly text: string;
  /** Usually one; none where another tool marked the span without linking it. */
  readonly concepts: readonly ConceptReference[];
  /** Left out where there are none. */
  readonly attributes?: readonly AnnotationAttribute[];
  /** What annotators noted on it (brat: `#` lines), each one line; left out where there is nothing. */
  readonly comments?: readonly string[];
}
