import type { VectorLength } from '../encoder.ts';
import { planBatches, tokenBudgetFor } from './planBatches.ts';
import type { ResilientRunner, TokenIds } from './resilientRunner.ts';

/** A request cut into runs, so that others can go between them. */
export interface EncodeJob {
  /** Runs the next batch; `false` when nothing is left. Blocks the thread while ONNX Runtime computes. */
  runNextBatch(): Promise<boolean>;
  /** How many of its names are encoded. */
  readonly done: number;
  /** Shape `[names, dimensions]`; complete once `runNextBatch` answered `false`. */
  readonly vectors: Float32Array;
}

export interface EncodeJobOptions {
  readonly tokenIds: readonly TokenIds[];
  readonly dimensions: number;
  readonly length: VectorLength;
  readonly tokenBudget?: number | undefined;
}

export function createEncodeJob(
  encodeBatch: ResilientRunner['encode'],
  { tokenIds, dimensions, length, tokenBudget = tokenBudgetFor(dimensions) }: EncodeJobOptions,
): EncodeJob {
  const batches = planBatches(
    tokenIds.map((ids) => ids.length),
    tokenBudget,
  ).values();
  const vectors = new Float32Array(tokenIds.length * dimensions);
  let done = 0;
  return {
    vectors,
    get done() {
      return done;
    },
    async runNextBatch() {
      const next = batches.next();
      if (next.done === true) {
        return false;
      }
      const batch = next.value;
      const rows = await encodeBatch(
        batch.map((index) => tokenIds[index] ?? []),
        length,
      );
      batch.forEach((index, row) => {
        vectors.set(rows.subarray(row * dimensions, (row + 1) * dimensions), index * dimensions);
      });
      done += batch.length;
      return true;
    },
  };
}
