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
