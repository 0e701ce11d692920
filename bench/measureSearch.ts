import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIndex } from 'vectra';
import { nearestRows } from '../src/core/conceptStore/nearestRows.ts';
import type { Section } from './tables.ts';

const dimensions = 384;
/** What the linker asks for. */
const namesPerQuery = 24;

/** Exact search as TermLens does it and as vectra's `queryItems` does, over the same vectors. */
export async function measureSearch(nameCount: number, smoke: boolean): Promise<Section> {
  const matrix = unitVectors(nameCount, 1);
  const queries = unitVectors(smoke ? 8 : 64, 2);
  const queryCount = queries.length / dimensions;
  const vectorOf = (from: Float32Array, row: number): Float32Array =>
    from.subarray(row * dimensions, (row + 1) * dimensions);

  const alone = Array.from({ length: queryCount }, (_, i) =>
    timed(() => nearestRows(matrix, vectorOf(queries, i), dimensions, namesPerQuery)),
  );
  const together = Array.from({ length: queryCount / 8 }, (_, i) => {
    const eight = queries.subarray(i * 8 * dimensions, (i + 1) * 8 * dimensions);
    return timed(() => nearestRows(matrix, eight, dimensions, namesPerQuery)) / 8;
  });

  const folder = await mkdtemp(join(tmpdir(), 'termlens-bench-'));
  const vectra: number[] = [];
  try {
    const index = new LocalIndex(folder);
    await index.createIndex({ version: 1 });
    await index.batchInsertItems(
      Array.from({ length: nameCount }, (_, row) => ({
        id: String(row),
        metadata: {},
        vector: Array.from(vectorOf(matrix, row)),
      })),
    );
    for (let i = 0; i < queryCount; i++) {
      const query = Array.from(vectorOf(queries, i));
      const start = performance.now();
      await index.queryItems(query, '', namesPerQuery);
      vectra.push(performance.now() - start);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    title: '5 Vector search',
    notes: `The ${namesPerQuery} nearest of ${nameCount} random unit vectors of ${dimensions} dimensions, exact, in memory.`,
    measurements: [
      { what: '`nearestRows`, one query', unit: 'ms per query', values: alone },
      { what: '`nearestRows`, eight queries at once', unit: 'ms per query', values: together },
      { what: "vectra's `queryItems`", unit: 'ms per query', values: vectra },
    ],
  };
}

function timed(call: () => unknown): number {
  const start = performance.now();
  call();
  return performance.now() - start;
}

/** The same vectors every time: a linear congruential generator (Numerical Recipes' constants), scaled to length 1. */
function unitVectors(count: number, seed: number): Float32Array {
  let state = seed;
  const vectors = Float32Array.from({ length: count * dimensions }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  for (let row = 0; row < count; row++) {
    const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    vector.forEach((value, k) => {
      vector[k] = value / length;
    });
  }
  return vectors;
}
