import type { Annotation, TextRange } from './annotation.ts';

/** A name and a value: an infon of BioC, an attribute of brat. One that is only set or not has the value `true`. */
export interface Attribute {
  readonly name: string;
  readonly value: string;
}

/** An annotation as files exchange it. */
export interface DocumentAnnotation extends Annotation {
  readonly attributes: readonly Attribute[];
  readonly comments: readonly string[];
  /** What the file calls the field of its identifiers where the format leaves that open, such as `cui`. */
  readonly conceptKey?: string;
}

/** Something said of annotations, kept as it is and not understood. */
export interface Relation {
  /** Unique among annotations and relations of the document. */
  readonly id: string;
  readonly type: string;
  readonly nodes: readonly RelationNode[];
  readonly attributes: readonly Attribute[];
}

export interface RelationNode {
  /** Empty where the file names none. */
  readonly role: string;
  /** Id of an annotation or a relation; in PubTator the identifier of a concept. */
  readonly target: string;
}

/** A stretch of a document that its file sets apart: a title, an abstract, a section. */
export interface Passage {
  readonly range: TextRange;
  /** Its kind is the one named `type`. */
  readonly attributes: readonly Attribute[];
  /** None where the file does not cut into sentences. */
  readonly sentences: readonly Sentence[];
}

export interface Sentence {
  readonly range: TextRange;
  readonly attributes: readonly Attribute[];
}

/** One text with all that was said of it, whatever format it came in; offsets are UTF-16 code units. */
export interface AnnotatedDocument {
  readonly id: string;
  readonly text: string;
  /** In order, not overlapping; none where the file tells nothing of them. */
  readonly passages: readonly Passage[];
  readonly annotations: readonly DocumentAnnotation[];
  readonly relations: readonly Relation[];
  readonly attributes: readonly Attribute[];
  /** What the file says of all its documents together, such as BioC's `source`. */
  readonly collection: readonly Attribute[];
}

/** A document of which nothing but its text is known. */
export function plainDocument(id: string, text: string): AnnotatedDocument {
  return { id, text, passages: [], annotations: [], relations: [], attributes: [], collection: [] };
}

/** The value of the first attribute of this name. */
export function valueOf(attributes: readonly Attribute[], name: string): string | undefined {
  return attributes.find((attribute) => attribute.name === name)?.value;
}
