import type { ConceptStore, StoredName } from '../../../src/core/conceptStore/conceptStore.ts';
import type { Concept } from '../../../src/core/vocabulary/concept.ts';

/** As a store answers one question at a time. */
export async function findNamed(store: ConceptStore, normalizedName: string): Promise<readonly StoredName[]> {
  const [names = []] = await store.findByNormalizedName([normalizedName]);
  return names;
}

export async function findConcept(store: ConceptStore, curie: string): Promise<Concept | undefined> {
  const [concept] = await store.conceptsByCurie([curie]);
  return concept;
}

/** The spelling of each of `nameIds`. */
export async function spell(store: ConceptStore, nameIds: readonly number[]): Promise<string[]> {
  const names = await store.names([...new Set(nameIds)]);
  const nameOf = new Map(names.map(({ nameId, name }) => [nameId, name]));
  return nameIds.map((nameId) => nameOf.get(nameId) ?? '');
}
