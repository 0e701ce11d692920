import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NearestRow } from '../../src/core/conceptStore/nearestRows.ts';
import { percentile } from '../tables.ts';
import { measuredEngines, type MeasuredEngine } from './engines.ts';
import { exactNeighbours, recallOf } from './exactNeighbours.ts';
import { multiplyVectors, openStoredVectors, projectVectors, type VectorStream } from './vectorStream.ts';

/*
 * Half a row of the table of engines, as JSON: `build` writes the index and the true neighbours of the queries into
 * FOLDER, `search` asks it, in a process of its own, so that its memory is what the open index takes:
 * `node bench/scale/measureEngine.ts build|search FOLDER ENGINE NAMES DIMENSIONS FILE_OF_ROWS QUERIES`.
 */
const [step, folder = '', engineName = '', names = '', dimensions = '', file = '', queryCount = ''] =
  process.argv.slice(2);
const engine = measuredEngines[engineName];
if (!engine) {
  throw new Error(`There is no engine "${engineName}": ${Object.keys(measuredEngines).join(', ')}.`);
}
const rowCount = Number(names);
const nearest = 10;
const truthFile = join(folder, 'truth.json');
const indexFolder = join(folder, 'index');
process.stdout.write(`${JSON.stringify(await (step === 'build' ? build(engine) : search(engine)))}\n`);

async function build(built: MeasuredEngine): Promise<unknown> {
  const stored = openStoredVectors(file);
  // Held out: no vector of the index is one of the queries.
  const narrow: VectorStream =
    rowCount + Number(queryCount) <= stored.count
      ? stored
      : multiplyVectors(stored.read(0, stored.count), stored.dimensions, 1);
  const stream =
    Number(dimensions) === stored.dimensions ? narrow : projectVectors(narrow, Number(dimensions), 2);
  await mkdir(indexFolder, { recursive: true });
  const started = performance.now();
  await built.build(indexFolder, stream, rowCount);
  const buildSeconds = (performance.now() - started) / 1000;
  const queries = stream.read(rowCount, Number(queryCount));
  const truth = exactNeighbours(stream, rowCount, queries, nearest);
  await writeFile(truthFile, JSON.stringify({ queries: Array.from(queries), truth }));
  stored.close();
  const bytes = built.countBytes ? await built.countBytes() : await sizeOf(indexFolder);
  return { buildSeconds, megabytes: bytes / 1e6 };
}

async function search(built: MeasuredEngine): Promise<unknown> {
  const asked = JSON.parse(await readFile(truthFile, 'utf8')) as { queries: number[]; truth: NearestRow[][] };
  const queries = Float32Array.from(asked.queries);
  const width = Number(dimensions);
  asked.queries = [];
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const opening = performance.now();
  const index = await built.open(indexFolder, width);
  const openMs = performance.now() - opening;
  const times: number[] = [];
  const recalls: number[] = [];
  for (const [i, rows] of asked.truth.entries()) {
    const query = queries.subarray(i * width, (i + 1) * width);
    const start = performance.now();
    const found = await index.search(query, nearest);
    times.push(performance.now() - start);
    recalls.push(
      recallOf(
        rows,
        found.map(({ row }) => ({ similarity: similarityOf(rows, row) })),
      ),
    );
  }
  globalThis.gc?.();
  const memoryMegabytes = (process.memoryUsage.rss() - before) / 2 ** 20;
  await index.close?.();
  return {
    openMs,
    ...(!built.countBytes && { memoryMegabytes }),
    medianMs: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
    recall: recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
  };
}

/** Of a row that is one of the truly nearest; below all of them for another. */
function similarityOf(truth: readonly { row: number; similarity: number }[], row: number): number {
  return truth.find((other) => other.row === row)?.similarity ?? -2;
}

async function sizeOf(path: string): Promise<number> {
  const sizes = (await readdir(path)).map(async (name) => (await stat(join(path, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
