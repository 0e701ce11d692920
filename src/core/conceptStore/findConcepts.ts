import type { Concept, Curie } from '../vocabulary/concept.ts';
import { isOwnVocabulary } from '../vocabulary/own/ownPlace.ts';
import type { ConceptStore } from './conceptStore.ts';

/** A concept, and the id of the vocabulary that it is from. */
export interface FoundConcept extends Concept {
  readonly vocabulary: string;
}

/** Each identifier's concept, from the first of `stores` that has it; users' own rows merely add names to others'. */
export async function findConcepts(
  stores: readonly ConceptStore[],
  curies: readonly Curie[],
): Promise<readonly (FoundConcept | undefined)[]> {
  const lists =
    curies.length === 0
      ? []
      : await Promise.all(
          sortOwnLast(stores).map(async (store) => ({
            vocabulary: store.manifest.id,
            concepts: await store.conceptsByCurie(curies),
          })),
        );
  return curies.map((_, i) => {
    const [first] = lists.flatMap(({ vocabulary, concepts }) => {
      const concept = concepts[i];
      return concept ? [{ ...concept, vocabulary }] : [];
    });
    return first;
  });
}

function sortOwnLast(stores: readonly ConceptStore[]): readonly ConceptStore[] {
  const isOwn = ({ manifest }: ConceptStore): number => Number(isOwnVocabulary(manifest.id));
  return stores.toSorted((a, b) => isOwn(a) - isOwn(b));
}
