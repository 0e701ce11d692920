import type { Curie } from '../vocabulary/concept.ts';

/** Why a candidate was proposed: same name, same words, or near in meaning. */
export type MatchType = 'exact' | 'lexical' | 'semantic';

/** A concept proposed for a mention. */
export interface Candidate {
  readonly curie: Curie;
  readonly preferredName: string;
  /** The name of the concept that the mention matched. */
  readonly matchedName: string;
  readonly matchType: MatchType;
  /** In [0, 1]; 1 for an exact match, otherwise the estimated probability that the concept is right. */
  readonly score: number;
  readonly vocabulary: string;
  readonly semanticTypes: readonly string[];
}

/** What linking says about one mention; no candidates means NIL: nothing is better than something wrong. */
export interface LinkResult {
  readonly mention: string;
  readonly candidates: readonly Candidate[];
}

export interface LinkOptions {
  readonly candidateCount: number;
  /** Candidates below this score are not proposed. */
  readonly minScore: number;
  /** Only concepts of one of these semantic types; empty for all. */
  readonly semanticTypes: readonly string[];
}

export const defaultLinkOptions: LinkOptions = { candidateCount: 5, minScore: 0.4, semanticTypes: [] };

/** One generator's word for one name of a concept, before candidates are merged per concept. */
export interface CandidateHit {
  /** Position of the store in the user's order of vocabularies. */
  readonly storeIndex: number;
  readonly conceptId: number;
  readonly matchedName: string;
  readonly preferred: boolean;
  readonly matchType: MatchType;
  readonly score: number;
}
