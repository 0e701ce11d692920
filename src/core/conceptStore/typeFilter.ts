import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { cellSeparator } from './conceptTables.ts';
import type { AcceptsName } from './vectorIndex.ts';

/** The settings name one set of types, and a search box may name another. */
const cachedFilters = 4;

/** Gives for semantic types which names are of a concept of one of them; found out once for each set of types. */
export function createTypeFilter(
  database: DatabaseSync,
  nameCount: number,
): (semanticTypes: readonly string[]) => AcceptsName {
  const typesOfNames = database.prepare(
    'SELECT n.name_id, c.semantic_types FROM names n JOIN concepts c USING (concept_id)',
  );
  typesOfNames.setReturnArrays(true);
  const known = new LRUCache<string, Uint8Array>({ max: cachedFilters });
  return (semanticTypes) => {
    const key = JSON.stringify([...semanticTypes].sort());
    let accepted = known.get(key);
    if (!accepted) {
      accepted = new Uint8Array(nameCount);
      // Concepts have few different sets of types.
      const decided = new Map<string, boolean>();
      for (const row of typesOfNames.iterate()) {
        const [nameId, cell] = row as unknown as [number, string];
        let decision = decided.get(cell);
        if (decision === undefined) {
          decision = cell.split(cellSeparator).some((type) => semanticTypes.includes(type));
          decided.set(cell, decision);
        }
        accepted[nameId] = Number(decision);
      }
      known.set(key, accepted);
    }
    const ofTypes = accepted;
    return (nameId) => ofTypes[nameId] === 1;
  };
}
