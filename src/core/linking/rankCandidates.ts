import type { ConceptStore } from '../conceptStore/conceptStore.ts';
import type { Candidate, LinkOptions, MatchType } from './candidate.ts';
import { lexicalSimilarity, type MatchedName } from './matchedName.ts';
import type { RankedConcept } from './ranker.ts';

const matchTypeOrder = { exact: 0, lexical: 1, semantic: 2 };

interface ScoredConcept {
  readonly storeIndex: number;
  readonly conceptId: number;
  readonly match: MatchedName;
  readonly matchType: MatchType;
  readonly score: number;
}

/**
 * Merges what each store proposes, and orders it: score, then kind of match, preferred names before synonyms, the
 * user's order of vocabularies, and at last the identifier, so that equal input always gives equal output.
 * @param ranked row `i` belongs to `stores[i]`.
 */
export function rankCandidates(
  stores: readonly ConceptStore[],
  ranked: readonly (readonly RankedConcept[])[],
  options: LinkOptions,
): Candidate[] {
  return ranked
    .flatMap((concepts, storeIndex) => scoreConcepts(storeIndex, concepts))
    .filter(({ match, score }) => match.same || score >= options.minScore)
    .flatMap((scored) => {
      const candidate = toCandidate(stores, scored);
      return candidate ? [{ scored, candidate }] : [];
    })
    .sort((a, b) => compare(a.scored, b.scored) || (a.candidate.curie < b.candidate.curie ? -1 : 1))
    .slice(0, options.candidateCount)
    .map(({ candidate }) => candidate);
}

/** A name that is the mention itself leaves no doubt but which of its concepts is meant. */
function scoreConcepts(storeIndex: number, concepts: readonly RankedConcept[]): ScoredConcept[] {
  const ofSame = concepts.reduce((sum, { match, probability }) => sum + (match.same ? probability : 0), 0);
  return concepts.map(({ conceptId, match, probability }) => ({
    storeIndex,
    conceptId,
    match,
    matchType: matchTypeOf(match),
    score: match.same ? probability / ofSame : probability,
  }));
}

function matchTypeOf(match: MatchedName): MatchType {
  if (match.same || match.sameKey) {
    return 'exact';
  }
  return match.semantic === undefined || lexicalSimilarity(match) > 0.75 ? 'lexical' : 'semantic';
}

function compare(a: ScoredConcept, b: ScoredConcept): number {
  return (
    b.score - a.score ||
    matchTypeOrder[a.matchType] - matchTypeOrder[b.matchType] ||
    Number(b.match.name.preferred) - Number(a.match.name.preferred) ||
    a.storeIndex - b.storeIndex
  );
}

function toCandidate(stores: readonly ConceptStore[], scored: ScoredConcept): Candidate | undefined {
  const { match, matchType, score } = scored;
  const store = stores[scored.storeIndex];
  const concept = store?.concept(scored.conceptId);
  const lexical = lexicalSimilarity(match);
  return (
    store &&
    concept && {
      curie: concept.curie,
      preferredName: concept.preferredName,
      matchedName: match.name.name,
      matchType,
      score: roundScore(score),
      vocabulary: store.manifest.id,
      semanticTypes: concept.semanticTypes,
      evidence: {
        ...(lexical > 0 && { lexical: roundScore(lexical) }),
        ...(match.semantic !== undefined && { semantic: roundScore(match.semantic) }),
      },
    }
  );
}

function roundScore(score: number): number {
  return Math.round(score * 1000) / 1000;
}
