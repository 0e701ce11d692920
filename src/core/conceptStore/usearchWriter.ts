import { mkdir, open, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Index } from 'usearch';
import { sha256OfFile, usearchFiles, type UsearchManifest } from './usearchFiles.ts';
import { createGraph, loadUsearch } from './usearchPackage.ts';
import type { VectorWriter, VectorWriterOptions } from './vectorIndex.ts';
import { formatRowsHead, sha256OfHead } from './vectorRows.ts';

/** Vectors are taken in on this thread for so long, then others get their turn. */
const msPerTurn = 25;

/** Writes an index of usearch. Rejects where the package cannot be loaded. */
export async function createUsearchWriter(options: VectorWriterOptions): Promise<VectorWriter> {
  const { folder, nameIds, dimensions, signal } = options;
  const files = usearchFiles(folder);
  const graph = createGraph(await loadUsearch(), dimensions);
  await mkdir(folder, { recursive: true });
  const head = formatRowsHead(nameIds, dimensions);
  const rows = await open(files.rows, 'wx');
  try {
    await writeWhole(rows, head);
  } catch (error) {
    await rows.close();
    throw error;
  }
  const insert = createInserter(graph, dimensions, signal);
  return {
    async add(vectors) {
      await writeWhole(rows, new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
      await insert(vectors);
    },
    async finish() {
      if (graph.size() !== nameIds.length) {
        throw new Error(`${nameIds.length} vectors were promised, ${graph.size()} came`);
      }
      signal?.throwIfAborted();
      graph.save(files.graph);
      const manifest: UsearchManifest = {
        graphBytes: (await stat(files.graph)).size,
        graphSha256: await sha256OfFile(files.graph),
        rowsHeadSha256: sha256OfHead(head),
      };
      await writeFile(files.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
    },
    close: () => rows.close(),
  };
}

/** Adds rows to the graph, as many at a time as the machine manages within `msPerTurn`. */
function createInserter(
  graph: Index,
  dimensions: number,
  signal: AbortSignal | undefined,
): (vectors: Float32Array) => Promise<void> {
  // The encoder has the others meanwhile; of two cores, one alone is quicker than both with it.
  const threads = Math.max(1, availableParallelism() >> 1);
  let rowsPerTurn = 16;
  return async (vectors) => {
    const rowCount = vectors.length / dimensions;
    for (let first = 0; first < rowCount;) {
      signal?.throwIfAborted();
      const end = Math.min(rowCount, first + rowsPerTurn);
      const firstKey = graph.size();
      const keys = BigUint64Array.from({ length: end - first }, (_, i) => BigInt(firstKey + i));
      const start = performance.now();
      graph.add(keys, vectors.subarray(first * dimensions, end * dimensions), threads);
      const tooLong = performance.now() - start > msPerTurn;
      rowsPerTurn = tooLong ? Math.max(1, rowsPerTurn >> 1) : Math.min(4096, rowsPerTurn + 16);
      first = end;
      await nextTurn();
    }
  };
}

async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await file.write(bytes, written)).bytesWritten;
  }
}
