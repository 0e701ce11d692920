import { join } from 'node:path';
import { openConceptStore, readStoreManifest } from '../../src/core/conceptStore/openConceptStore.ts';
import type { ConceptStore } from '../../src/core/conceptStore/conceptStore.ts';
import { openOnnxEncoder } from '../../src/core/encoder/runtime/onnxEncoder.ts';
import { exactNeighbours, recallOf } from './exactNeighbours.ts';
import { readRealNames } from './realNames.ts';
import { createRandom } from '../soak/noteWriter.ts';
import { writeQueries } from './syntheticNames.ts';
import { openStoredVectors } from './vectorStream.ts';

/*
 * What an open store takes, and how fast and how well its nearest vectors are found, as JSON, in a process of its own:
 * `node --expose-gc bench/scale/measureStore.ts STORE MODEL QUERIES`. Half the queries are names that it does not have,
 * half its own with a slip of the pen.
 */
const [folder = '', modelFolder = '', queryCount = ''] = process.argv.slice(2);
const nearest = 10;

const manifest = await readStoreManifest(folder);
globalThis.gc?.();
const before = process.memoryUsage.rss();
const opening = performance.now();
const store = await openConceptStore(folder, manifest?.encoderFingerprint ?? '');
const openMs = performance.now() - opening;
globalThis.gc?.();
const openMegabytes = (process.memoryUsage.rss() - before) / 2 ** 20;

const names = await chooseQueries(store, Number(queryCount));
const queries = await encode(names);
const { dimensions } = store.manifest;
const times: number[] = [];
const found: { readonly similarity: number }[][] = [];
for (let i = 0; i < names.length; i++) {
  const query = queries.subarray(i * dimensions, (i + 1) * dimensions);
  const start = performance.now();
  const [matches = []] = await store.findNearest(query, nearest);
  times.push(performance.now() - start);
  found.push([...matches]);
}
const vectors = openStoredVectors(join(folder, 'vectors', 'rows.f32'));
const truth = exactNeighbours(vectors, vectors.count, queries, nearest);
vectors.close();
const recalls = truth.map((rows, i) => recallOf(rows, found[i] ?? []));
store.close();
process.stdout.write(`${JSON.stringify({ openMs, openMegabytes, times, recalls })}\n`);

async function chooseQueries({ names: readNames, ...rest }: ConceptStore, count: number): Promise<string[]> {
  const random = createRandom(3);
  const ids = Array.from({ length: count }, () => Math.floor(random() * rest.manifest.nameCount));
  const own = (await readNames(ids)).map(({ name }) => name);
  const written = writeQueries((await readRealNames()) ?? own, own, () => false, count, 2);
  const same = await rest.findByNormalizedName(written.map((query) => query.toLowerCase()));
  return written.filter((_, i) => same[i]?.length === 0);
}

async function encode(texts: readonly string[]): Promise<Float32Array> {
  const encoder = await openOnnxEncoder({ modelFolder, precision: 'fp32', executionProvider: 'cpu' });
  const job = encoder.createJob(texts);
  while (await job.runNextBatch());
  await encoder.release();
  return job.vectors;
}
