import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIndex } from 'vectra';
import { dotProductsOf } from '../src/core/conceptStore/dotProducts.ts';
import { nearestRows, type NearestRow } from '../src/core/conceptStore/nearestRows.ts';
import {
  createVectorWriter,
  openVectorIndex,
  orderForEngine,
} from '../src/core/conceptStore/vectorEngines.ts';
import type { VectorMatch } from '../src/core/conceptStore/vectorIndex.ts';
import type { Section } from './tables.ts';

const dimensions = 384;
/** What the linker asks for. */
const namesPerQuery = 24;
/** As many names as a large vocabulary has. */
const manyNames = 75_000;
const queriesAtOnce = 8;

export async function measureSearch(nameCount: number, smoke: boolean): Promise<Section[]> {
  return [await measureExact(nameCount, smoke), await measureLarge(smoke ? 2000 : manyNames, smoke)];
}

/** Exact search as TermLens does it and as vectra's `queryItems` does, over the same vectors. */
async function measureExact(nameCount: number, smoke: boolean): Promise<Section> {
  const matrix = unitVectors(nameCount, 1);
  const queries = unitVectors(smoke ? 8 : 64, 2);
  const queryCount = queries.length / dimensions;
  const vectorOf = (from: Float32Array, row: number): Float32Array =>
    from.subarray(row * dimensions, (row + 1) * dimensions);

  const rows = dotProductsOf(matrix, dimensions);
  const alone = Array.from({ length: queryCount }, (_, i) =>
    timed(() => nearestRows(rows, vectorOf(queries, i), dimensions, namesPerQuery)),
  );
  const together = Array.from({ length: queryCount / 8 }, (_, i) => {
    const eight = queries.subarray(i * 8 * dimensions, (i + 1) * 8 * dimensions);
    return timed(() => nearestRows(rows, eight, dimensions, namesPerQuery)) / 8;
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

/**
 * Eight queries over a large vocabulary: by comparing every name, and by usearch's graph with exact ranking of what
 * it found. The vectors lie in clusters, as names do; random ones alone would be about equally far from each other.
 */
async function measureLarge(nameCount: number, smoke: boolean): Promise<Section> {
  const matrix = clusteredVectors(nameCount, 3);
  const passes = Array.from({ length: smoke ? 2 : 100 }, (_, pass) =>
    clusteredVectors(queriesAtOnce, 4 + pass),
  );
  const folder = await mkdtemp(join(tmpdir(), 'termlens-bench-'));
  try {
    const built = performance.now();
    await writeUsearch(folder, matrix);
    const buildSeconds = (performance.now() - built) / 1000;
    const opened = performance.now();
    const index = await openVectorIndex('usearch', folder, dimensions);
    const openMs = performance.now() - opened;
    const exactRows = dotProductsOf(matrix, dimensions);
    const [exact, graph, recalls]: [number[], number[], number[]] = [[], [], []];
    for (const queries of passes) {
      const start = performance.now();
      const found = await index.search(queries, namesPerQuery);
      const between = performance.now();
      const truth = nearestRows(exactRows, queries, dimensions, namesPerQuery);
      exact.push(performance.now() - between);
      graph.push(between - start);
      recalls.push(...truth.map((rows, i) => recall(rows, found[i] ?? [])));
    }
    index.close();
    return {
      title: '5 Vector search, large vocabulary',
      notes: `The ${namesPerQuery} nearest of ${nameCount} clustered unit vectors of ${dimensions} dimensions, ${queriesAtOnce} queries at once.`,
      measurements: [
        { what: '`nearestRows`, every name compared', unit: 'ms per eight', values: exact },
        { what: 'usearch, ranked again exactly', unit: 'ms per eight', values: graph },
        { what: 'usearch, of the true nearest it finds', unit: '%', values: recalls },
        { what: 'usearch, build', unit: 's', values: [buildSeconds] },
        { what: 'usearch, open', unit: 'ms', values: [openMs] },
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeUsearch(folder: string, matrix: Float32Array): Promise<void> {
  const rows = Array.from({ length: matrix.length / dimensions }, (_, row) => row);
  const nameIds = orderForEngine('usearch', rows);
  const writer = await createVectorWriter('usearch', { folder, nameIds, dimensions });
  try {
    for (let first = 0; first < nameIds.length; first += 4096) {
      const block = nameIds.slice(first, first + 4096);
      const vectors = new Float32Array(block.length * dimensions);
      block.forEach((row, i) => {
        vectors.set(matrix.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions);
      });
      await writer.add(vectors);
    }
    await writer.finish();
  } finally {
    await writer.close();
  }
}

/** Percentage of the truly nearest that were found; an equally near one is as good. */
function recall(truth: readonly NearestRow[], found: readonly VectorMatch[]): number {
  const farthest = truth.at(-1)?.similarity ?? -1;
  return (100 * found.filter(({ similarity }) => similarity >= farthest - 1e-6).length) / truth.length;
}

function timed(call: () => unknown): number {
  const start = performance.now();
  call();
  return performance.now() - start;
}

/** The same vectors every time: a linear congruential generator (Numerical Recipes' constants), scaled to length 1. */
function unitVectors(count: number, seed: number): Float32Array {
  return toUnitLength(randomNumbers(count * dimensions, seed));
}

/**
 * Names lie around their concepts, ten to each of 7,500, which are the same ones for every `seed`; and like an
 * encoder's vectors they vary in few directions, without which all would be about equally far from each other.
 */
function clusteredVectors(count: number, seed: number): Float32Array {
  const [clusters, directions] = [7500, 24];
  const centres = randomNumbers(clusters * directions, 1);
  const basis = randomNumbers(directions * dimensions, 2);
  const own = randomNumbers(count * directions, seed);
  const choices = randomNumbers(count, seed + 1000);
  const vectors = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row++) {
    const cluster = Math.floor((((choices[row] as number) + 1) / 2) * clusters);
    const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    for (let k = 0; k < directions; k++) {
      const weight =
        (centres[cluster * directions + k] as number) + (own[row * directions + k] as number) / 2;
      for (let i = 0; i < dimensions; i++) {
        vector[i] = (vector[i] as number) + weight * (basis[k * dimensions + i] as number);
      }
    }
  }
  return toUnitLength(vectors);
}

function randomNumbers(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** Changes `vectors` and returns them. */
function toUnitLength(vectors: Float32Array): Float32Array {
  for (let start = 0; start < vectors.length; start += dimensions) {
    const vector = vectors.subarray(start, start + dimensions);
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    vector.forEach((value, k) => {
      vector[k] = value / length;
    });
  }
  return vectors;
}
