import type { ConceptStore } from '../conceptStore/conceptStore.ts';
import { createDotProducts } from '../conceptStore/dotProducts.ts';
import { nearestRows } from '../conceptStore/nearestRows.ts';
import type { Encoder, VectorLength } from '../encoder/encoder.ts';
import type { Dictionary } from './dictionaries/dictionary.ts';
import { conceptIdsOf } from './dictionaryVocabulary.ts';
import type { RankedIds } from './metrics/rankOfHit.ts';

/** By what a name counts as near to a mention. */
export const similarities = ['cosine', 'inner-product'] as const;
export type Similarity = (typeof similarities)[number];

/** A dictionary's names by their vectors. */
export interface NameSearch {
  /** As the queries' vectors are to be. */
  readonly length: VectorLength;
  /** The identifiers of the `count` nearest names, one list for each of `vectors`, shape `[queries, dimensions]`. */
  search(vectors: Float32Array, count: number): Promise<readonly RankedIds[]>;
}

/** By cosine, over the vectors that a store has already. */
export function createCosineSearch(store: ConceptStore): NameSearch {
  return {
    length: 'unit',
    async search(vectors, count) {
      const lists = await store.findNearest(vectors, count);
      const names = await store.names([...new Set(lists.flat().map(({ nameId }) => nameId))]);
      const concepts = await store.concepts(names.map(({ conceptId }) => conceptId));
      const idsOf = new Map(names.map(({ nameId }, i) => [nameId, conceptIdsOf(concepts[i]?.curie ?? '')]));
      return lists.map((list) => list.map(({ nameId }) => idsOf.get(nameId) ?? []));
    },
  };
}

export interface NameEncodingOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * By raw inner product, as the published figures of SapBERT are (Liu et al., NAACL 2021). No store holds raw vectors,
 * so all names are encoded here: `[names, dimensions]` numbers in memory.
 */
export async function createInnerProductSearch(
  dictionary: Dictionary,
  encoder: Encoder,
  { signal, onProgress }: NameEncodingOptions = {},
): Promise<NameSearch> {
  const names = dictionary.concepts.flatMap(({ ids, names: ofConcept }) =>
    ofConcept.map((name) => ({ ids, name })),
  );
  const matrix = createDotProducts(names.length, encoder.dimensions);
  for (let start = 0; start < names.length; start += namesPerRequest) {
    const some = names.slice(start, start + namesPerRequest).map(({ name }) => name);
    const vectors = await encoder.encode(some, {
      signal,
      length: 'raw',
      priority: 'bulk',
      onProgress: (done) => onProgress?.(start + done, names.length),
    });
    matrix.set(start, vectors);
  }
  return {
    length: 'raw',
    search(vectors, count) {
      const lists = nearestRows(matrix, vectors, encoder.dimensions, count);
      return Promise.resolve(lists.map((list) => list.map(({ row }) => names[row]?.ids ?? [])));
    },
  };
}

/** Enough to find many of like length among them. */
const namesPerRequest = 4_096;
