import type { ConceptStore } from '../conceptStore/conceptStore.ts';
import type { Candidate, CandidateHit, LinkOptions } from './candidate.ts';

const matchTypeOrder = { exact: 0, lexical: 1, semantic: 2 };

/**
 * Merges hits per concept, each with its best one, and orders them: score, then kind of match, preferred
 * names before synonyms, the user's order of vocabularies, and at last the identifier, so that equal input
 * always gives equal output.
 */
export function rankCandidates(
  stores: readonly ConceptStore[],
  hits: readonly CandidateHit[],
  options: LinkOptions,
): Candidate[] {
  const best = new Map<string, CandidateHit>();
  for (const hit of hits) {
    const key = `${hit.storeIndex}:${hit.conceptId}`;
    const earlier = best.get(key);
    if (hit.score >= options.minScore && (earlier === undefined || compareHits(hit, earlier) < 0)) {
      best.set(key, hit);
    }
  }
  return [...best.values()]
    .flatMap((hit) => {
      const candidate = toCandidate(stores, hit);
      return candidate && isOfType(candidate, options.semanticTypes) ? [{ hit, candidate }] : [];
    })
    .sort((a, b) => compareHits(a.hit, b.hit) || (a.candidate.curie < b.candidate.curie ? -1 : 1))
    .slice(0, options.candidateCount)
    .map(({ candidate }) => candidate);
}

function compareHits(a: CandidateHit, b: CandidateHit): number {
  return (
    b.score - a.score ||
    matchTypeOrder[a.matchType] - matchTypeOrder[b.matchType] ||
    Number(b.preferred) - Number(a.preferred) ||
    a.storeIndex - b.storeIndex
  );
}

function toCandidate(stores: readonly ConceptStore[], hit: CandidateHit): Candidate | undefined {
  const store = stores[hit.storeIndex];
  const concept = store?.concept(hit.conceptId);
  return (
    store &&
    concept && {
      curie: concept.curie,
      preferredName: concept.preferredName,
      matchedName: hit.matchedName,
      matchType: hit.matchType,
      score: Math.round(hit.score * 1000) / 1000,
      vocabulary: store.manifest.id,
      semanticTypes: concept.semanticTypes,
    }
  );
}

function isOfType(candidate: Candidate, semanticTypes: readonly string[]): boolean {
  return semanticTypes.length === 0 || candidate.semanticTypes.some((type) => semanticTypes.includes(type));
}
