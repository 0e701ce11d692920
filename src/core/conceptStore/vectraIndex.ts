import { join } from 'node:path';
import { LocalIndex, type IndexCodec } from 'vectra';
import { createDotProducts } from './dotProducts.ts';
import { nearestRows } from './nearestRows.ts';
import { ConceptStoreError } from './storeErrors.ts';
import type { VectorIndex, VectorWriter, VectorWriterOptions } from './vectorIndex.ts';
import { dotProduct } from './vectorRows.ts';

/** What a `LocalIndex` hands to its codec. */
type IndexData = ReturnType<IndexCodec['deserializeIndex']>;

const magic = 'TLV1';
const headerBytes = 12;

/**
 * Vectra's index file as packed numbers instead of JSON: `TLV1`, item count and dimensions as little-endian
 * uint32, the names' ids as uint32, then the vectors as float32, row by row. Ten times smaller and faster
 * to load than JSON, whose codec moreover fails above some 26,000 items.
 */
const packedCodec: IndexCodec = {
  extension: '.tlv',
  serializeIndex({ items }) {
    const dimensions = items[0]?.vector.length ?? 0;
    const buffer = Buffer.alloc(headerBytes + items.length * 4 * (1 + dimensions));
    buffer.write(magic, 'latin1');
    buffer.writeUInt32LE(items.length, 4);
    buffer.writeUInt32LE(dimensions, 8);
    items.forEach((item, i) => buffer.writeUInt32LE(Number(item.id), headerBytes + i * 4));
    const vectors = new Float32Array(items.length * dimensions);
    items.forEach((item, i) => {
      vectors.set(item.vector, i * dimensions);
    });
    buffer.set(new Uint8Array(vectors.buffer), headerBytes + items.length * 4);
    return buffer;
  },
  deserializeIndex(buffer): IndexData {
    const count = buffer.length >= headerBytes ? buffer.readUInt32LE(4) : 0;
    const dimensions = buffer.length >= headerBytes ? buffer.readUInt32LE(8) : 0;
    if (
      buffer.toString('latin1', 0, magic.length) !== magic ||
      buffer.length !== headerBytes + count * 4 * (1 + dimensions)
    ) {
      throw new Error('not a whole vector file');
    }
    // Copied, because a Float32Array must begin at a multiple of four within its memory.
    const vectors = new Float32Array(buffer.buffer.slice(buffer.byteOffset + headerBytes + count * 4));
    const items = Array.from({ length: count }, (_, i) => ({
      id: String(buffer.readUInt32LE(headerBytes + i * 4)),
      metadata: {},
      norm: 1,
      // Vectra only reads elements and length, which typed arrays share with the arrays it declares.
      vector: vectors.subarray(i * dimensions, (i + 1) * dimensions) as unknown as number[],
    }));
    return { version: 1, metadata_config: {}, items };
  },
  serializeCatalog: unsupported,
  deserializeCatalog: unsupported,
  serializeMetadata: unsupported,
  deserializeMetadata: unsupported,
};

/** Concepts and names live in SQLite; vectra keeps vectors alone. */
function unsupported(): never {
  throw new Error('vectra keeps no documents or metadata here');
}

/** Writes an index of vectra, whose vectors are all in memory until it is finished. */
export function createVectraWriter({
  folder,
  nameIds,
  dimensions,
  signal,
}: VectorWriterOptions): Promise<VectorWriter> {
  const matrix = new Float32Array(nameIds.length * dimensions);
  let filled = 0;
  return Promise.resolve({
    add(vectors: Float32Array) {
      signal?.throwIfAborted();
      matrix.set(vectors, filled);
      filled += vectors.length;
      return Promise.resolve();
    },
    async finish() {
      if (filled !== matrix.length) {
        throw new Error(`${nameIds.length} vectors were promised, ${filled / dimensions} came`);
      }
      const index = new LocalIndex(folder, undefined, undefined, packedCodec);
      await index.createIndex({ version: 1 });
      await index.batchInsertItems(
        nameIds.map((nameId, row) => ({
          id: String(nameId),
          metadata: {},
          vector: matrix.subarray(row * dimensions, (row + 1) * dimensions) as unknown as number[],
        })),
      );
    },
    close: () => Promise.resolve(),
  });
}

/**
 * Opens an index. Vectra keeps and loads the vectors; they are searched here, several queries in one pass,
 * since its own `queryItems` takes several times as long (`bench/README.md`).
 * @throws {ConceptStoreError} when the index is missing, damaged or of other `dimensions`.
 */
export async function openVectraIndex(folder: string, dimensions: number): Promise<VectorIndex> {
  const index = new LocalIndex(folder, undefined, undefined, packedCodec);
  const items = await index.listItems().catch((cause: unknown) => {
    throw new ConceptStoreError(join(folder, index.indexName), 'the vector index is missing or damaged.', {
      cause,
    });
  });
  if (items.some(({ vector }) => vector.length !== dimensions)) {
    throw new ConceptStoreError(
      join(folder, index.indexName),
      `the vectors do not have ${dimensions} dimensions.`,
    );
  }
  const nameIds = Uint32Array.from(items, ({ id }) => Number(id));
  const matrix = createDotProducts(items.length, dimensions);
  items.forEach(({ vector }, row) => {
    matrix.set(row, vector as unknown as Float32Array);
  });
  const rowOf = new Map(Array.from(nameIds, (nameId, row) => [nameId, row]));
  return {
    compare: (query, wanted) =>
      Float32Array.from(wanted, (nameId) => {
        const row = rowOf.get(nameId);
        return row === undefined ? NaN : dotProduct(query, matrix.row(row), 0);
      }),
    search: (queries, count, accepts) =>
      Promise.resolve(
        nearestRows(
          matrix,
          queries,
          dimensions,
          count,
          accepts && ((row) => accepts(nameIds[row] ?? -1)),
        ).map((nearest) => nearest.map(({ row, similarity }) => ({ nameId: nameIds[row] ?? 0, similarity }))),
      ),
    read(nameId) {
      const row = rowOf.get(nameId);
      return row === undefined ? undefined : matrix.row(row).slice();
    },
    close: () => undefined,
  };
}
