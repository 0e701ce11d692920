import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ConceptStoreError } from './storeErrors.ts';

/*
 * A file of vectors that is read row by row: `TLR1`, row count and dimensions as little-endian uint32, the
 * names' ids as uint32, each once, then the vectors as float32.
 */
const magic = 'TLR1';
const headerBytes = 12;
const numberBytes = 4;

/** 3 MB at 384 dimensions. Hovers over one text ask for the same rows again, and for a row from several phrases. */
const rowsInMemory = 2048;

/** Exact vectors on disk, of which few are in memory. */
export interface VectorRows {
  readonly count: number;
  nameId(row: number): number;
  /** The row of a name's vector; nothing when it has none. */
  rowOf(nameId: number): number | undefined;
  /**
   * Dot product of a row's vector with `query`, shape `[dimensions]`.
   * @throws {ConceptStoreError} when the file became shorter since it was opened.
   */
  similarity(query: Float32Array, row: number): number;
  /** A copy of a row's vector. */
  read(row: number): Float32Array;
  close(): void;
}

/** The part of the file that comes before the vectors. */
export function formatRowsHead(nameIds: readonly number[], dimensions: number): Buffer {
  const head = Buffer.alloc(headerBytes + nameIds.length * numberBytes);
  head.write(magic, 'latin1');
  head.writeUInt32LE(nameIds.length, 4);
  head.writeUInt32LE(dimensions, 8);
  nameIds.forEach((nameId, row) => head.writeUInt32LE(nameId, headerBytes + row * numberBytes));
  return head;
}

export function sha256OfHead(head: Buffer): string {
  return createHash('sha256').update(head).digest('hex');
}

/** @throws {ConceptStoreError} when the file is missing, damaged, of other `dimensions` or has another head. */
export function openVectorRows(file: string, dimensions: number, headSha256: string): VectorRows {
  const descriptor = openFile(file);
  try {
    const head = readHead(file, descriptor, dimensions);
    if (sha256OfHead(head) !== headSha256) {
      throw new ConceptStoreError(file, 'the vectors belong to another index.');
    }
    return createVectorRows(file, descriptor, head, dimensions);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function openFile(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (cause) {
    throw new ConceptStoreError(file, 'the vectors are missing.', { cause });
  }
}

function readHead(file: string, descriptor: number, dimensions: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  const whole = readSync(descriptor, header, 0, headerBytes, 0) === headerBytes;
  if (!whole || header.toString('latin1', 0, magic.length) !== magic) {
    throw new ConceptStoreError(file, 'this is no file of vectors.');
  }
  if (header.readUInt32LE(8) !== dimensions) {
    throw new ConceptStoreError(file, `the vectors do not have ${dimensions} dimensions.`);
  }
  const count = header.readUInt32LE(4);
  if (fstatSync(descriptor).size !== headerBytes + count * numberBytes * (1 + dimensions)) {
    throw new ConceptStoreError(file, 'the file of vectors is not whole.');
  }
  const head = Buffer.alloc(headerBytes + count * numberBytes);
  readSync(descriptor, head, 0, head.length, 0);
  return head;
}

function createVectorRows(file: string, descriptor: number, head: Buffer, dimensions: number): VectorRows {
  const { nameIds, rowOf } = readNameIds(head);
  // Row `r` has its place at `r % slots`, where it stays until another row takes it.
  const slots = Math.min(nameIds.length, rowsInMemory);
  const rowInSlot = new Int32Array(slots).fill(-1);
  const vectors = new Float32Array(slots * dimensions);
  const rowBytes = dimensions * numberBytes;
  const load = (row: number): number => {
    const slot = row % slots;
    if (rowInSlot[slot] !== row) {
      rowInSlot[slot] = -1;
      const place = new Uint8Array(vectors.buffer, slot * rowBytes, rowBytes);
      if (readSync(descriptor, place, 0, rowBytes, head.length + row * rowBytes) !== rowBytes) {
        throw new ConceptStoreError(file, 'the file of vectors became shorter.');
      }
      rowInSlot[slot] = row;
    }
    return slot * dimensions;
  };
  return {
    count: nameIds.length,
    nameId: (row) => nameIds[row] as number,
    rowOf(nameId) {
      const row = rowOf[nameId] ?? -1;
      return row < 0 ? undefined : row;
    },
    similarity: (query, row) => dotProduct(query, vectors, load(row)),
    read(row) {
      const start = load(row);
      return vectors.slice(start, start + dimensions);
    },
    close: () => {
      closeSync(descriptor);
    },
  };
}

/** Loops, since a store of a million names is to open at once; like the vectors' the numbers' bytes are as in memory. */
function readNameIds(head: Buffer): { readonly nameIds: Uint32Array; readonly rowOf: Int32Array } {
  const nameIds = new Uint32Array(new Uint8Array(head.subarray(headerBytes)).buffer);
  let most = -1;
  for (const nameId of nameIds) {
    most = nameId > most ? nameId : most;
  }
  const rowOf = new Int32Array(most + 1).fill(-1);
  for (let row = 0; row < nameIds.length; row++) {
    rowOf[nameIds[row] as number] = row;
  }
  return { nameIds, rowOf };
}

/** Of `query` with the row of `matrix` that begins at `start`. */
export function dotProduct(query: Float32Array, matrix: Float32Array, start: number): number {
  let sum = 0;
  for (let i = 0; i < query.length; i++) {
    sum += (query[i] as number) * (matrix[start + i] as number);
  }
  return sum;
}
