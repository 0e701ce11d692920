import { expect, test } from 'vitest';
import type { ConceptStore, StoredName } from '../../../../src/core/conceptStore/conceptStore.ts';
import type { LinkOptions } from '../../../../src/core/linking/candidate.ts';
import { searchConcepts } from '../../../../src/core/linking/candidates/searchConcepts.ts';
import type { Concept } from '../../../../src/core/vocabulary/concept.ts';
import { distinctConcepts, identifiersOf } from '../../../../src/protocol/distinctConcepts.ts';

/** A store whose names all begin like any query. */
function createFakeStore(id: string, concepts: readonly Concept[]): ConceptStore {
  const store: Pick<ConceptStore, 'manifest' | 'findByWordPrefixes' | 'concepts' | 'conceptsByCurie'> = {
    manifest: { id } as ConceptStore['manifest'],
    findByWordPrefixes: () =>
      Promise.resolve(
        concepts.map(({ preferredName }, conceptId) => ({ conceptId, name: preferredName }) as StoredName),
      ),
    concepts: (ids) => Promise.resolve(ids.map((conceptId) => concepts[conceptId])),
    conceptsByCurie: (curies) =>
      Promise.resolve(curies.map((wanted) => concepts.find(({ curie }) => curie === wanted))),
  };
  return store as ConceptStore;
}

const options = { candidateCount: 5, semanticTypes: [] as readonly string[] } as LinkOptions;
const seizure = { preferredName: 'Seizure', synonyms: [], semanticTypes: [] };

test('a concept that is found by its beginning in two vocabularies is shown once, by their cross reference', async () => {
  const stores = [
    createFakeStore('starter', [{ ...seizure, curie: 'MESH:D012640' }]),
    createFakeStore('hpo', [
      { ...seizure, curie: 'HP:0001250', crossReferences: ['MESH:D012640'] },
      { ...seizure, curie: 'HP:0002197', preferredName: 'Seizure, generalized' },
    ]),
  ];
  const found = await searchConcepts(stores, 'seiz', [], options);
  expect(found.map(({ curie }) => curie)).toEqual(['MESH:D012640', 'HP:0001250', 'HP:0002197']);
  expect(distinctConcepts(found).map((one) => identifiersOf(one).join(' '))).toEqual([
    'MESH:D012640 HP:0001250',
    'HP:0002197',
  ]);
});
