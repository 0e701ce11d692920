import type { ConceptStore, ListsOf } from '../../conceptStore/conceptStore.ts';
import type { Concept } from '../../vocabulary/concept.ts';
import type { Candidate, LinkOptions, MatchType } from '../candidate.ts';
import { createReferenceFinder, relateCrossReferenced } from './crossReferences.ts';
import { lexicalSimilarity, type MatchedName } from './matchedName.ts';
import type { RankedConcept } from './ranker.ts';
import { mergeSameConcepts } from './sameConcept.ts';

const matchTypeOrder = { exact: 0, lexical: 1, semantic: 2 };

interface ScoredConcept {
  readonly storeIndex: number;
  readonly conceptId: number;
  readonly match: MatchedName;
  readonly matchType: MatchType;
  readonly score: number;
}

/**
 * Merges what each store proposes for each mention, and orders it: score, then kind of match, preferred names before
 * synonyms, the user's order of vocabularies, and at last the identifier, so that equal input always gives equal
 * output.
 * @param ranked a list for each mention; its row `i` belongs to `stores[i]`.
 */
export async function rankCandidates(
  stores: readonly ConceptStore[],
  ranked: readonly ListsOf<RankedConcept>[],
  options: LinkOptions,
): Promise<Candidate[][]> {
  const scored = ranked.map((lists) =>
    lists
      .flatMap((concepts, storeIndex) => scoreConcepts(storeIndex, concepts))
      .filter(({ match, score }) => match.same || score >= options.minScore),
  );
  const concepts = await readConcepts(stores, scored.flat());
  const ordered = scored.map((ofMention) =>
    ofMention
      .flatMap((one) => {
        const candidate = toCandidate(stores, one, concepts[one.storeIndex]?.get(one.conceptId));
        const crossReferences = concepts[one.storeIndex]?.get(one.conceptId)?.crossReferences ?? [];
        return candidate ? [{ scored: one, candidate, crossReferences }] : [];
      })
      .sort((a, b) => compare(a.scored, b.scored) || (a.candidate.curie < b.candidate.curie ? -1 : 1)),
  );
  const merged = await mergeSameConcepts(
    ordered.map((candidates) => candidates.map(({ candidate }) => candidate)),
    stores,
  );
  return merged.map((candidates, i) =>
    relateCrossReferenced(candidates.map(createReferenceFinder(ordered[i] ?? []))).slice(
      0,
      options.candidateCount,
    ),
  );
}

/** For each store the concepts that it proposed, by their ids. */
function readConcepts(
  stores: readonly ConceptStore[],
  scored: readonly ScoredConcept[],
): Promise<ReadonlyMap<number, Concept | undefined>[]> {
  return Promise.all(
    stores.map(async (store, i) => {
      const ofStore = scored.filter(({ storeIndex }) => storeIndex === i);
      const ids = [...new Set(ofStore.map(({ conceptId }) => conceptId))];
      const concepts = ids.length === 0 ? [] : await store.concepts(ids);
      return new Map(ids.map((id, row) => [id, concepts[row]]));
    }),
  );
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

function toCandidate(
  stores: readonly ConceptStore[],
  scored: ScoredConcept,
  concept: Concept | undefined,
): Candidate | undefined {
  const { match, matchType, score } = scored;
  const store = stores[scored.storeIndex];
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
