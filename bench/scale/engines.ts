import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadUsearch, type Usearch } from '../../src/core/conceptStore/usearchPackage.ts';
import {
  createVectorWriter,
  openVectorIndex,
  type VectorEngine,
} from '../../src/core/conceptStore/vectorEngines.ts';
import { pgvector } from './pgvectorEngine.ts';
import type { VectorStream } from './vectorStream.ts';

/** An index as the table compares them; key `i` is row `i`. */
export interface MeasuredEngine {
  build(folder: string, stream: VectorStream, rowCount: number): Promise<void>;
  open(folder: string, dimensions: number): Promise<OpenedEngine>;
  /** Of an engine that keeps its index in another process, whose memory is not measured: what the index takes there. */
  countBytes?(): Promise<number>;
}

export interface OpenedEngine {
  /** The nearest first; with what similarity, exact or nearly. */
  search(
    query: Float32Array,
    count: number,
  ): Promise<readonly { readonly row: number; readonly similarity: number }[]>;
  /** Takes away what lies outside of the folder. */
  close?(): Promise<void>;
}

const rowsPerBlock = 4_096;

/** An engine as TermLens has it, with exact ranking of what it finds. */
function createOwnEngine(engine: VectorEngine): MeasuredEngine {
  return {
    async build(folder, stream, rowCount) {
      const nameIds = Array.from({ length: rowCount }, (_, row) => row);
      const { dimensions } = stream;
      const writer = await createVectorWriter(engine, { folder, nameIds, dimensions });
      try {
        for (let first = 0; first < rowCount; first += rowsPerBlock) {
          await writer.add(stream.read(first, Math.min(rowsPerBlock, rowCount - first)));
        }
        await writer.finish();
      } finally {
        await writer.close();
      }
    },
    async open(folder, dimensions) {
      const index = await openVectorIndex(engine, folder, dimensions);
      return {
        async search(query, count) {
          const [found = []] = await index.search(query, count);
          return found.map(({ nameId, similarity }) => ({ row: nameId, similarity }));
        },
      };
    },
  };
}

/** The graph alone, over vectors in half precision, whose own order counts. */
const usearchF16: MeasuredEngine = {
  async build(folder, stream, rowCount) {
    const graph = createHalfGraph(await loadUsearch(), stream.dimensions);
    for (let first = 0; first < rowCount; first += rowsPerBlock) {
      const count = Math.min(rowsPerBlock, rowCount - first);
      const keys = BigUint64Array.from({ length: count }, (_, i) => BigInt(first + i));
      graph.add(keys, stream.read(first, count), availableParallelism());
    }
    graph.save(join(folder, 'index.usearch'));
  },
  async open(folder, dimensions) {
    const graph = createHalfGraph(await loadUsearch(), dimensions);
    graph.view(join(folder, 'index.usearch'));
    return {
      search(query, count) {
        const { keys, distances } = graph.search(query, count, 1);
        const found = Array.from(keys, (key, i) => ({
          row: Number(key),
          similarity: 1 - (distances[i] ?? 2),
        }));
        return Promise.resolve(found);
      },
    };
  },
};

function createHalfGraph(
  { Index, MetricKind, ScalarKind }: Usearch,
  dimensions: number,
): InstanceType<Usearch['Index']> {
  return new Index({
    dimensions,
    metric: MetricKind.IP,
    quantization: ScalarKind.F16,
    connectivity: 20,
    expansion_add: 128,
    expansion_search: 64,
    multi: false,
  });
}

export const measuredEngines: Readonly<Record<string, MeasuredEngine>> = {
  vectra: createOwnEngine('vectra'),
  'usearch-i8': createOwnEngine('usearch'),
  'usearch-f16': usearchF16,
  pgvector,
};
