import type { Curie } from '../vocabulary/concept.ts';

/** Why a candidate was proposed: same name, same letters, or near in meaning. */
export type MatchType = 'exact' | 'lexical' | 'semantic';

/** Where candidates come from; an exact name is found by its spelling, the others by letters and by vectors. */
export const candidateGenerators = ['exact', 'lexical', 'dense'] as const;
export type CandidateGenerator = (typeof candidateGenerators)[number];

/** A concept proposed for a mention. */
export interface Candidate {
  readonly curie: Curie;
  readonly preferredName: string;
  /** The name of the concept that the mention matched. */
  readonly matchedName: string;
  readonly matchType: MatchType;
  /** In [0, 1], the estimated probability that the concept is right; 1 for a name that only one concept has. */
  readonly score: number;
  readonly vocabulary: string;
  readonly semanticTypes: readonly string[];
  /** Where else the concept is, under the same or another identifier. */
  readonly sameAs?: readonly { readonly curie: Curie; readonly vocabulary: string }[];
  /** How near the matched name is to the mention. */
  readonly evidence: MatchEvidence;
}

/** The same for two candidates of the same concept. */
export function candidateKey({ vocabulary, curie }: Candidate): string {
  return `${vocabulary} ${curie}`;
}

/** What each generator says of a matched name; nothing where a generator did not run or has no say. */
export interface MatchEvidence {
  /** Cosine over weighted letter trigrams, in [0, 1]. */
  readonly lexical?: number;
  /** Cosine of the encoder's vectors, in [-1, 1]. */
  readonly semantic?: number;
}

/** What linking says about one mention; no candidates means NIL: nothing is better than something wrong. */
export interface LinkResult {
  readonly mention: string;
  readonly candidates: readonly Candidate[];
  /** What was looked up in its stead: the mention with the abbreviations written out that its document defines. */
  readonly expansion?: string;
  /**
   * Of a mention that names several concepts ("breast and ovarian cancer") what each part may mean; the first
   * candidate of each is also among `candidates`.
   */
  readonly parts?: readonly LinkResult[];
}

export interface LinkOptions {
  readonly candidateCount: number;
  /** Candidates below this score are not proposed, unless they have the mention for a name. */
  readonly minScore: number;
  /** Of a whole note only what is a mention with this probability; 0 for whatever may mean a concept. */
  readonly minLikelihood?: number;
  /** Only concepts of one of these semantic types; empty for all. */
  readonly semanticTypes: readonly string[];
  /** All, unless somebody wants to know what each is worth. */
  readonly generators?: readonly CandidateGenerator[];
}

export const defaultLinkOptions: LinkOptions = { candidateCount: 5, minScore: 0.4, semanticTypes: [] };
