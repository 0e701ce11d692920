import { rm } from 'node:fs/promises';
import { openUsearchIndex } from './usearchIndex.ts';
import { createUsearchWriter } from './usearchWriter.ts';
import type { VectorIndex, VectorWriter, VectorWriterOptions } from './vectorIndex.ts';
import { createVectraWriter, openVectraIndex } from './vectraIndex.ts';

/** Vectra compares with every vector; usearch follows a graph, for which it takes a native library. */
export const vectorEngines = ['vectra', 'usearch'] as const;

export type VectorEngine = (typeof vectorEngines)[number];

/**
 * Up to here every name is compared: eight queries over 10,000 names of 384 dimensions take 10 ms, which nobody
 * notices, the answers are exact, and there is no graph to build. The time grows with the names (62 ms at 75,000,
 * with 115 MB in memory); usearch takes 3 ms at 10,000 and at 75,000.
 */
export const mostNamesComparedOneByOne = 10_000;

/** The engine for an index of `nameCount` vectors that is to be written to `folder`, which does not exist yet. */
export async function chooseVectorEngine(nameCount: number, folder: string): Promise<VectorEngine> {
  return nameCount > mostNamesComparedOneByOne && (await canUseUsearch(folder)) ? 'usearch' : 'vectra';
}

/**
 * `names`, ascending, in the order in which an engine wants their vectors. Vectra wants them ascending, so that
 * equally near ones are found in that order. A graph is the better for an order that has nothing to do with the
 * vocabulary's: when a thousand names much alike follow one that is like none of them, no path leads back to it
 * (of 18 before 30,000, usearch found none; in this order, 17).
 */
export function orderForEngine<T>(engine: VectorEngine, names: readonly T[]): readonly T[] {
  const step = stepThrough(names.length);
  return engine === 'usearch' ? names.map((_, i) => names[(i * step) % names.length] as T) : names;
}

/** The golden section of `count`, where successive multiples lie evenly, or the next number that meets every row. */
function stepThrough(count: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let step = Math.max(1, Math.round(count * 0.618_034));
  while (divisor(count, step) > 1) {
    step++;
  }
  return step;
}

export function createVectorWriter(
  engine: VectorEngine,
  options: VectorWriterOptions,
): Promise<VectorWriter> {
  return engine === 'usearch' ? createUsearchWriter(options) : createVectraWriter(options);
}

/** @throws {ConceptStoreError} when the index is missing, damaged, of other `dimensions` or cannot be used here. */
export function openVectorIndex(
  engine: VectorEngine,
  folder: string,
  dimensions: number,
): Promise<VectorIndex> {
  return engine === 'usearch' ? openUsearchIndex(folder, dimensions) : openVectraIndex(folder, dimensions);
}

/**
 * Whether an index of usearch can be written beside `folder` and read again. The package may have no library for
 * this platform, a file system may not map files, and on Windows a path may have letters that its calls cannot
 * take: a store that cannot be opened would be built again and again.
 */
async function canUseUsearch(folder: string): Promise<boolean> {
  const trial = `${folder}-trial`;
  try {
    const writer = await createUsearchWriter({ folder: trial, nameIds: [0, 1, 2], dimensions: 2 });
    try {
      await writer.add(Float32Array.of(1, 0, 0, 1, -1, 0));
      await writer.finish();
    } finally {
      await writer.close();
    }
    const index = await openUsearchIndex(trial, 2);
    const [[nearest] = []] = await index.search(Float32Array.of(0, 1), 1);
    index.close();
    return nearest?.nameId === 1;
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) {
      throw error; // Without space or permission no engine can write here.
    }
    return false;
  } finally {
    await rm(trial, { recursive: true, force: true });
  }
}
