import type { Candidate } from '../linking/candidate.ts';
import type { Term } from './termTable.ts';

/** What a term was mapped to; without a candidate, nothing was found that is likely enough. */
export interface TermMapping {
  readonly term: Term;
  readonly candidate: Candidate | undefined;
  /** A person said so, and not what was proposed first: another concept, or that there is none. */
  readonly isCurated?: boolean;
}

/** The mappings of a list of terms, and how they came about. */
export interface TermMappingSet {
  /** An IRI. */
  readonly id: string;
  /** An IRI. */
  readonly license: string;
  readonly title?: string;
  readonly comment?: string;
  /** `2026-11-23`. */
  readonly date: string;
  readonly toolVersion: string;
  /** The vocabularies that were searched. */
  readonly vocabularies: readonly { readonly id: string; readonly version: string }[];
  readonly mappings: readonly TermMapping[];
}
