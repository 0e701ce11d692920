/** A name whose vector lies near a query's. */
export interface VectorMatch {
  /** Row id of the name in the store's `names` table. */
  readonly nameId: number;
  /** Cosine, in [-1, 1]; higher is nearer. */
  readonly similarity: number;
}

export type AcceptsName = (nameId: number) => boolean;

/** Nearest-neighbour search over the vectors of one vocabulary's names. One implementation per engine. */
export interface VectorIndex {
  /**
   * For each query at most `count` names, nearest first, equal ones in order of `nameId`.
   * @param queries shape `[queries, dimensions]`, unit length. Several at once are quicker than one by one.
   * @param accepts which names count; all without it.
   */
  search(
    queries: Float32Array,
    count: number,
    accepts?: AcceptsName,
  ): Promise<readonly (readonly VectorMatch[])[]>;
  /** The similarity of each name to one query, shape `[dimensions]`; NaN for a name that has no vector. */
  compare(query: Float32Array, nameIds: readonly number[]): Float32Array;
  /** A name's vector, shape `[dimensions]`; nothing for a name that has none. */
  read(nameId: number): Float32Array | undefined;
  /** Lets go of the files, which could not be replaced on Windows while they are open. Nothing is asked afterwards. */
  close(): void;
}

/** Takes the vectors of a new index row by row, so that no more of them than one block need be in memory. */
export interface VectorWriter {
  /**
   * The rows that follow, shape `[rows, dimensions]`, unit length, not written to meanwhile.
   * Rejects with the reason of `VectorWriterOptions.signal` when that is aborted.
   */
  add(vectors: Float32Array): Promise<void>;
  /** Makes the index whole, after the last row; `onProgress` is told of vectors indexed, where that takes long. */
  finish(onProgress?: (done: number, total: number) => void): Promise<void>;
  /** Lets go of the files, whether the index became whole or not. */
  close(): Promise<void>;
}

export interface VectorWriterOptions {
  /** May not hold an index yet. */
  readonly folder: string;
  /** Row `i` of the vectors belongs to `nameIds[i]`. In the order that `orderForEngine` gives. */
  readonly nameIds: readonly number[];
  readonly dimensions: number;
  readonly signal?: AbortSignal | undefined;
}
