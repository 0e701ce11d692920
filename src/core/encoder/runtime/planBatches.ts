/** Numbers in one layer's states of a run: more of them leave the processor's cache; see `bench/` for the figures. */
const statesPerRun = 196_608;

/**
 * Tokens that one run may hold, padding included: small enough that a waiting hover gets its turn soon, large
 * enough for the matrix products. 512 at 384 dimensions, 256 at SapBERT's 768.
 */
export function tokenBudgetFor(dimensions: number): number {
  return Math.max(64, Math.round(statesPerRun / dimensions));
}

/**
 * Groups names of like length, so that little is computed for padding: indices of `lengths`, each in exactly
 * one batch, a batch's longest name times its size within `tokenBudget` (a single name may exceed it).
 */
export function planBatches(lengths: readonly number[], tokenBudget: number): number[][] {
  const byLength = lengths
    .map((_, index) => index)
    .sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of byLength) {
    // Sorted, so the name at hand is the longest of its batch.
    if (batch.length > 0 && (batch.length + 1) * (lengths[index] ?? 0) > tokenBudget) {
      batches.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  return batch.length > 0 ? [...batches, batch] : batches;
}
