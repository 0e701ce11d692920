import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import {
  createVectorWriter,
  openVectorIndex,
  type VectorEngine,
} from '../../../src/core/conceptStore/vectorEngines.ts';
import type { VectorIndex, VectorMatch } from '../../../src/core/conceptStore/vectorIndex.ts';

export const dimensions = 16;
/** Holds the folders of all indexes of one test file. */
export const parent = mkdtempSync(join(tmpdir(), 'termlens-vectors-'));
let folders = 0;

afterAll(() => {
  rmSync(parent, { recursive: true, force: true });
});

export const newFolder = (): string => join(parent, String(folders++));

function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Vectors in clusters, always the same ones, as names lie around their concepts; the same for the same seed. */
export function unitVectors(count: number, seed: number): Float32Array {
  const place = createRandom(99);
  const centres = Array.from({ length: 40 }, () => Array.from({ length: dimensions }, place));
  const random = createRandom(seed);
  const vectors = new Float32Array(count * dimensions);
  for (let row = 0; row < count; row++) {
    const centre = centres[Math.floor(((random() + 1) / 2) * 40)] ?? [];
    const vector = centre.map((value) => value + random() / 2);
    const length = Math.hypot(...vector);
    vectors.set(
      vector.map((value) => value / length),
      row * dimensions,
    );
  }
  return vectors;
}

/** Every third number, so that ids are not rows. */
export const idsOf = (count: number): number[] => Array.from({ length: count }, (_, row) => 5 + row * 3);

export function vectorOf(vectors: Float32Array, row: number): Float32Array {
  return vectors.subarray(row * dimensions, (row + 1) * dimensions);
}

export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

export function nearestByTheBook(vectors: Float32Array, query: Float32Array, count: number): VectorMatch[] {
  return idsOf(vectors.length / dimensions)
    .map((nameId, row) => ({ nameId, similarity: cosine(query, vectorOf(vectors, row)) }))
    .sort((a, b) => b.similarity - a.similarity || a.nameId - b.nameId)
    .slice(0, count);
}

async function write(engine: VectorEngine, folder: string, vectors: Float32Array): Promise<void> {
  const rowCount = vectors.length / dimensions;
  const writer = await createVectorWriter(engine, { folder, nameIds: idsOf(rowCount), dimensions });
  try {
    for (let row = 0; row < rowCount; row += 700) {
      await writer.add(vectors.subarray(row * dimensions, (row + 700) * dimensions));
    }
    await writer.finish();
  } finally {
    await writer.close();
  }
}

export async function build(engine: VectorEngine, vectors: Float32Array): Promise<string> {
  const folder = newFolder();
  await write(engine, folder, vectors);
  return folder;
}

export async function withIndex<T>(
  engine: VectorEngine,
  folder: string,
  use: (index: VectorIndex) => T | Promise<T>,
): Promise<T> {
  const index = await openVectorIndex(engine, folder, dimensions);
  try {
    return await use(index);
  } finally {
    index.close();
  }
}

export const ids = (matches: readonly VectorMatch[] = []): number[] => matches.map(({ nameId }) => nameId);
