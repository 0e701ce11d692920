/** A compact identifier, prefix as the Bioregistry has it in upper case: `MESH:D009203`. */
export type Curie = string;

/** How a synonym's meaning relates to its concept's (OBO 1.4, "synonym scope"). */
export type SynonymScope = 'exact' | 'narrow' | 'broad' | 'related';

export interface Synonym {
  readonly name: string;
  readonly scope: SynonymScope;
  /** Short forms match by their spelling alone: their vectors say nothing about their meaning. */
  readonly abbreviation: boolean;
}

/** One meaning, with the names that a text may use for it. */
export interface Concept {
  readonly curie: Curie;
  readonly preferredName: string;
  readonly synonyms: readonly Synonym[];
  readonly semanticTypes: readonly string[];
  readonly definition?: string;
  /** Concepts that are more general by their vocabulary's own hierarchy. */
  readonly parents?: readonly Curie[];
  /** The same or a near meaning in other vocabularies. */
  readonly crossReferences?: readonly Curie[];
  /** Identifiers that once stood for it, of concepts that were merged into it. */
  readonly alternativeIds?: readonly Curie[];
  /** No longer to be used; then it is kept for those who meet its identifier, and never proposed. */
  readonly obsolete?: boolean;
  /** What to use instead of an obsolete concept. */
  readonly replacedBy?: readonly Curie[];
}

/** Who made a vocabulary and under which terms; shown wherever the vocabulary is listed. */
export interface VocabularyDescription {
  /** Folder name and value of `termlens.vocabularies`: lower-case letters, digits, `-` and `_`. */
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly licence: string;
  readonly source: string;
}
