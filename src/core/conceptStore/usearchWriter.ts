import { mkdir, open, writeFile, type FileHandle } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Index } from 'usearch';
import { sha256OfFile, stateOf, usearchFiles, type UsearchManifest } from './usearchFiles.ts';
import { StoreFileError } from './storeErrors.ts';
import { createGraph, loadUsearch } from './usearchPackage.ts';
import type { VectorWriter, VectorWriterOptions } from './vectorIndex.ts';
import { formatRowsHead, sha256OfHead } from './vectorRows.ts';

/** Vectors are taken in on this thread for so long, then others get their turn. */
const msPerTurn = 25;

/** As many are read back at a time, of the rows that the graph is made of. */
const rowsPerBlock = 1024;

/**
 * Writes an index of usearch. Rejects where the package cannot be loaded. The graph is made when all rows are there:
 * beside an encoder that has a thread on each core, either waits for the other.
 */
export async function createUsearchWriter(options: VectorWriterOptions): Promise<VectorWriter> {
  const { folder, nameIds, dimensions, signal } = options;
  const files = usearchFiles(folder);
  const graph = createGraph(await loadUsearch(), { dimensions, names: nameIds.length });
  await mkdir(folder, { recursive: true });
  const head = formatRowsHead(nameIds, dimensions);
  const rows = await open(files.rows, 'wx+');
  try {
    await writeWhole(rows, head);
  } catch (error) {
    await rows.close();
    throw error;
  }
  let added = 0;
  const insert = createInserter(graph, dimensions, signal);
  return {
    async add(vectors) {
      signal?.throwIfAborted();
      await writeWhole(rows, new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
      added += vectors.length / dimensions;
    },
    async finish(onProgress) {
      if (added !== nameIds.length) {
        throw new Error(`${nameIds.length} vectors were promised, ${added} came`);
      }
      for (let first = 0; first < added; first += rowsPerBlock) {
        const block = new Float32Array(Math.min(rowsPerBlock, added - first) * dimensions);
        await readWhole(rows, block, head.length + first * dimensions * Float32Array.BYTES_PER_ELEMENT);
        await insert(block);
        onProgress?.(graph.size(), added);
      }
      signal?.throwIfAborted();
      saveGraph(graph, files.graph);
      const manifest: UsearchManifest = {
        ...(await describeGraph(files.graph)),
        rowsHeadSha256: sha256OfHead(head),
      };
      await writeFile(files.manifest, `${JSON.stringify(manifest, null, 2)}\n`);
    },
    close: () => rows.close(),
  };
}

/** @throws {StoreFileError} on a full disk, of which usearch says no more than that it failed. */
function saveGraph(graph: Index, file: string): void {
  try {
    graph.save(file);
  } catch (cause) {
    throw new StoreFileError(file, cause);
  }
}

async function describeGraph(file: string): Promise<Omit<UsearchManifest, 'rowsHeadSha256'>> {
  const graph = await open(file, 'r+');
  try {
    // A power cut must not leave a file that is as large and as old as the one that was written, and another.
    await graph.sync();
    const graphSha256 = await sha256OfFile(file);
    const state = await graph.stat({ bigint: true });
    return { graphBytes: Number(state.size), graphSha256, graphState: stateOf(state) };
  } finally {
    await graph.close();
  }
}

/** Adds rows to the graph, as many at a time as the machine manages within `msPerTurn`. */
function createInserter(
  graph: Index,
  dimensions: number,
  signal: AbortSignal | undefined,
): (vectors: Float32Array) => Promise<void> {
  const threads = availableParallelism();
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
      rowsPerTurn = tooLong ? Math.max(1, rowsPerTurn >> 1) : Math.min(rowsPerBlock, rowsPerTurn + 16);
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

/** Fills `vectors` with what stands at `position`. */
async function readWhole(file: FileHandle, vectors: Float32Array, position: number): Promise<void> {
  const bytes = new Uint8Array(vectors.buffer);
  for (let read = 0; read < bytes.length;) {
    const { bytesRead } = await file.read(bytes, read, bytes.length - read, position + read);
    if (bytesRead === 0) {
      throw new Error('the file of vectors became shorter while the index was made');
    }
    read += bytesRead;
  }
}
