import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConceptStore } from '../../conceptStore/conceptStore.ts';
import type { VectorMatch } from '../../conceptStore/vectorIndex.ts';
import type { LoadedEncoder } from '../../encoder/host/encoderProcess.ts';

/** Names of one concept crowd the top of the list, so more names are asked for than candidates are shown. */
const namesPerMention = 24;
/** A few tens of milliseconds of search at a time. */
const mentionsPerTurn = 8;

/** A mention's vector and, for each store, the names nearest to it. */
export interface NearestNames {
  readonly vector: Float32Array | undefined;
  readonly nearest: readonly (readonly VectorMatch[])[];
}

/** What is known of a mention that was not encoded. */
export const notEncoded: NearestNames = { vector: undefined, nearest: [] };

export interface NearestOptions {
  /** Only names of concepts of one of these types; empty for all. */
  readonly semanticTypes?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** The names nearest to each mention; row `i` belongs to `mentions[i]`. All mentions are encoded in one request. */
export async function findNearestNames(
  stores: readonly ConceptStore[],
  encoder: LoadedEncoder,
  mentions: readonly string[],
  { semanticTypes = [], signal }: NearestOptions = {},
): Promise<NearestNames[]> {
  if (mentions.length === 0) {
    return [];
  }
  const { dimensions } = encoder;
  const vectors = await encoder.encode(mentions, { signal });
  const found = mentions.map((_, i) => ({
    vector: vectors.subarray(i * dimensions, (i + 1) * dimensions),
    nearest: [] as (readonly VectorMatch[])[],
  }));
  for (let first = 0; first < mentions.length; first += mentionsPerTurn) {
    // The search computes on this thread: others, and a cancellation, get their turn in between.
    await nextTurn();
    signal?.throwIfAborted();
    const some = vectors.subarray(first * dimensions, (first + mentionsPerTurn) * dimensions);
    const ofStores = await Promise.all(
      stores.map((store) => store.findNearest(some, namesPerMention, semanticTypes)),
    );
    for (const lists of ofStores) {
      lists.forEach((nearest, i) => found[first + i]?.nearest.push(nearest));
    }
  }
  return found;
}
