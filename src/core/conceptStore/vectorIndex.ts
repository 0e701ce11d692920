/** A name whose vector lies near a query's. */
export interface VectorMatch {
  /** Row id of the name in the store's `names` table. */
  readonly nameId: number;
  /** Cosine, in [-1, 1]; higher is nearer. */
  readonly similarity: number;
}

/** Nearest-neighbour search over the vectors of one vocabulary's names. One implementation per engine. */
export interface VectorIndex {
  /**
   * For each query at most `count` names, nearest first, equal ones in order of `nameId`.
   * @param queries shape `[queries, dimensions]`, unit length. Several at once are quicker than one by one.
   */
  search(queries: Float32Array, count: number): Promise<readonly (readonly VectorMatch[])[]>;
}
