import type { Concept, SynonymScope } from '../vocabulary/concept.ts';
import { morphemeKey } from '../vocabulary/morphemeKey.ts';
import { nameKey } from '../vocabulary/nameKey.ts';
import { normalizeName } from '../vocabulary/normalizeName.ts';

/** A name as it is stored, whatever the engine. */
export interface ConceptName {
  readonly name: string;
  readonly normalized: string;
  readonly key: string;
  readonly morphemeKey: string;
  readonly scope: SynonymScope;
  readonly preferred: boolean;
  readonly abbreviation: boolean;
}

/** A concept's names, the preferred one first. Obsolete concepts have none, so that nothing finds them but their identifier. */
export function namesOf({ preferredName, synonyms, obsolete }: Concept): ConceptName[] {
  if (obsolete) {
    return [];
  }
  const seen = new Set<string>();
  const all = [{ name: preferredName, scope: 'exact' as const, abbreviation: false }, ...synonyms];
  return all.flatMap(({ name, scope, abbreviation }, position) => {
    const normalized = normalizeName(name);
    // Spellings that differ in case or punctuation alone find the same mentions; one of them is enough.
    if (normalized === '' || seen.has(normalized)) {
      return [];
    }
    seen.add(normalized);
    // The plural of an abbreviation is none of its spellings, nor are its letters in another order.
    const key = abbreviation ? '' : nameKey(name);
    const preferred = position === 0;
    return [{ name, normalized, key, morphemeKey: morphemeKey(key), scope, preferred, abbreviation }];
  });
}
