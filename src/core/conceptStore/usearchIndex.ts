import { closeSync, fstatSync, openSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import type { BatchMatches, Index, Matches } from 'usearch';
import { ConceptStoreError } from './storeErrors.ts';
import {
  sha256OfFile,
  stateOf,
  usearchFiles,
  usearchManifestSchema,
  type UsearchManifest,
} from './usearchFiles.ts';
import { createGraph, loadUsearch } from './usearchPackage.ts';
import type { VectorIndex, VectorMatch } from './vectorIndex.ts';
import { openVectorRows, type VectorRows } from './vectorRows.ts';

/**
 * So many times as many names as are asked for come from the graph; the exact vectors say which are nearest. With
 * none to spare 96.7 % of the true 24 nearest are found, with half as many again 99.4 %, and no more with twice.
 */
const surplus = 1.5;
/** For eight queries two threads take 0.6 ms where one takes 1.0 ms; they are started for each search. */
const threads = 2;
/** When too few pass a filter, so many times as many are asked for. */
const moreRows = 8;
/** To follow the graph to a larger share of all rows takes longer than to compare those that pass. */
const mostFromGraph = 0.1;

/**
 * Opens an index of usearch: the graph is mapped into memory and finds the names nearest by coarse vectors,
 * which are then ranked by the exact ones.
 * @throws {ConceptStoreError} when it is missing, damaged or of other `dimensions`, or cannot be used here.
 */
export async function openUsearchIndex(folder: string, dimensions: number): Promise<VectorIndex> {
  const files = usearchFiles(folder);
  const manifest = await readManifest(files.manifest);
  const rows = openVectorRows(files.rows, dimensions, manifest.rowsHeadSha256);
  try {
    return createUsearchIndex(
      await openGraph(files.graph, manifest, rows.count, dimensions),
      rows,
      dimensions,
    );
  } catch (error) {
    rows.close();
    throw error;
  }
}

async function readManifest(file: string): Promise<UsearchManifest> {
  try {
    return usearchManifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new ConceptStoreError(file, 'the vector index is missing or damaged.', { cause });
  }
}

async function openGraph(
  file: string,
  manifest: UsearchManifest,
  rowCount: number,
  dimensions: number,
): Promise<Index> {
  const usearch = await loadUsearch().catch((cause: unknown) => {
    throw new ConceptStoreError(file, 'the vector engine usearch does not run on this machine.', { cause });
  });
  const checked = await checkGraph(file, manifest);
  try {
    const graph = createGraph(usearch, { dimensions, names: rowCount });
    // A file that cannot be opened must not come so far: on its way out usearch closes descriptor 0, the standard
    // input (memory_mapped_file_t::close in 2.26).
    graph.view(file);
    if (statSync(file).ino !== fstatSync(checked).ino) {
      throw new ConceptStoreError(file, 'the vector index was replaced while it was opened.');
    }
    if (graph.size() !== rowCount || graph.dimensions() !== dimensions) {
      throw new ConceptStoreError(file, 'the vector index is of other vectors.');
    }
    return graph;
  } catch (cause) {
    throw cause instanceof ConceptStoreError
      ? cause
      : new ConceptStoreError(file, 'the vector index cannot be read.', { cause });
  } finally {
    closeSync(checked);
  }
}

/** The open file, once it is known to be what was written. */
async function checkGraph(file: string, manifest: UsearchManifest): Promise<number> {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const state = fstatSync(descriptor, { bigint: true });
    if (stateOf(state) === manifest.graphState) {
      return descriptor; // a graph of a million names takes seconds to read
    }
    if (Number(state.size) !== manifest.graphBytes || (await sha256OfFile(file)) !== manifest.graphSha256) {
      throw new Error('not what was written');
    }
    return descriptor;
  } catch (cause) {
    if (descriptor !== undefined) {
      closeSync(descriptor);
    }
    throw new ConceptStoreError(file, 'the vector index is missing or damaged.', { cause });
  }
}

function createUsearchIndex(graph: Index, rows: VectorRows, dimensions: number): VectorIndex {
  const findRows = createRowFinder(graph, rows, dimensions);
  const rank = (query: Float32Array, found: readonly number[], count: number): VectorMatch[] =>
    found
      .map((row) => ({ nameId: rows.nameId(row), similarity: rows.similarity(query, row) }))
      .filter(({ similarity }) => !Number.isNaN(similarity))
      .sort((a, b) => b.similarity - a.similarity || a.nameId - b.nameId)
      .slice(0, count);
  let closed = false;
  const assertOpen = (): void => {
    // The descriptor may be another file's by now, and the memory another's.
    if (closed) {
      throw new Error('The vector index is closed.');
    }
  };
  return {
    compare(query, nameIds) {
      assertOpen();
      return Float32Array.from(nameIds, (nameId) => {
        const row = rows.rowOf(nameId);
        return row === undefined ? NaN : rows.similarity(query, row);
      });
    },
    read(nameId) {
      assertOpen();
      const row = rows.rowOf(nameId);
      return row === undefined ? undefined : rows.read(row);
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to be a rejection
    async search(queries, count, accepts) {
      assertOpen();
      const accepted = (found: readonly number[]): readonly number[] =>
        accepts ? found.filter((row) => accepts(rows.nameId(row))) : found;
      const wanted = Math.ceil(count * surplus);
      return findRows(queries, wanted).map((found, i) => {
        const query = queries.subarray(i * dimensions, (i + 1) * dimensions);
        let enough = accepted(found);
        // usearch's package has no filter: more and more come from the graph, at last every row is compared.
        for (let asked = wanted; enough.length < wanted && asked < rows.count;) {
          asked = asked * moreRows < rows.count * mostFromGraph ? asked * moreRows : rows.count;
          enough = accepted(findRows(query, asked)[0] ?? []);
        }
        return rank(query, enough, count);
      });
    },
    close() {
      if (!closed) {
        closed = true;
        rows.close();
        unmap(graph);
      }
    },
  };
}

/** The rows near each query, in no order; all of them when `count` is no less. */
function createRowFinder(
  graph: Index,
  rows: VectorRows,
  dimensions: number,
): (queries: Float32Array, count: number) => number[][] {
  return (queries, count) => {
    const queryCount = queries.length / dimensions;
    if (count >= rows.count) {
      return Array.from({ length: queryCount }, () => Array.from({ length: rows.count }, (_, row) => row));
    }
    const found = searchGraph(graph, queries, count, Math.min(queryCount, threads));
    return Array.from({ length: queryCount }, (_, i) =>
      Array.from('get' in found ? found.get(i).keys : found.keys, Number),
    );
  };
}

/** The package's types promise `Matches` for any flat array; of several queries it is `BatchMatches`. */
function searchGraph(
  graph: Index,
  queries: Float32Array,
  count: number,
  threadCount: number,
): Matches | BatchMatches {
  return graph.search(queries, count, threadCount);
}

/**
 * The package has no way to let go of a mapped file but garbage collection, and on Windows the file could not be
 * replaced until then. Reading another index lets go of it first; this one is empty, which is an error then.
 */
function unmap(graph: Index): void {
  try {
    graph.load(devNull);
  } catch (error) {
    if (!(error instanceof TypeError)) {
      throw error;
    }
  }
}
