import type { ConceptStore } from '../conceptStore/conceptStore.ts';
import { needsItsSpelling } from '../mentionDetection/functionWords.ts';
import { normalizeName } from '../vocabulary/normalizeName.ts';
import type { CandidateHit } from './candidate.ts';

/** Concepts one of whose names is the mention, up to case, punctuation and diacritics. */
export function findExactCandidates(stores: readonly ConceptStore[], mention: string): CandidateHit[] {
  const normalized = normalizeName(mention);
  if (normalized === '') {
    return [];
  }
  return stores.flatMap((store, storeIndex) =>
    store
      .findByNormalizedName(normalized)
      .filter(({ name, abbreviation }) => !abbreviation || !needsItsSpelling(name) || mention.trim() === name)
      .map(({ conceptId, name, preferred }) => ({
        storeIndex,
        conceptId,
        matchedName: name,
        preferred,
        matchType: 'exact' as const,
        score: 1,
      })),
  );
}
