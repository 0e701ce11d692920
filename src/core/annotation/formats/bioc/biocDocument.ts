import type { Attribute } from '../../annotatedDocument.ts';

/** A document of BioC (Comeau et al., Database 2013) as its file has it, be it XML or JSON. */
export interface BiocDocument {
  readonly id: string;
  /** In the file; 1 where that is not known. */
  readonly line: number;
  readonly infons: readonly Attribute[];
  readonly passages: readonly BiocPassage[];
  /** Of the document, of its passages and of their sentences. */
  readonly annotations: readonly BiocAnnotation[];
  readonly relations: readonly BiocRelation[];
}

export interface BiocSentence {
  /** Of its first character in the document, in a unit that the file does not tell. */
  readonly offset: number;
  /** Empty where the sentences of a passage have it. */
  readonly text: string;
  readonly infons: readonly Attribute[];
}

export interface BiocPassage extends BiocSentence {
  readonly sentences: readonly BiocSentence[];
}

export interface BiocAnnotation {
  readonly id: string;
  readonly text: string;
  readonly infons: readonly Attribute[];
  /** More than one where the mention is in pieces. */
  readonly locations: readonly { readonly offset: number; readonly length: number }[];
  /** In the file; 1 where that is not known. */
  readonly line: number;
}

export interface BiocRelation {
  readonly id: string;
  readonly infons: readonly Attribute[];
  readonly nodes: readonly { readonly refid: string; readonly role: string }[];
}

/** Under which key an annotation has its identifiers; BioC leaves it to the corpus. */
const identifierKeys = [
  'identifier',
  'cui',
  'mesh',
  'omim',
  'concept_id',
  'normalized_id',
  'nid',
  'native_id',
];

/** The infon that holds an annotation's identifiers, if one does. */
export function identifierInfon(infons: readonly Attribute[]): Attribute | undefined {
  return identifierKeys.flatMap((key) => infons.filter(({ name }) => name.toLowerCase() === key))[0];
}
