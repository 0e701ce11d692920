import type { DatabaseSync } from 'node:sqlite';
import { squaredWeight, trigramCodes } from './trigramIndex.ts';

export interface GatheredTrigrams {
  /** Each trigram's code and the names that have it, in order; the list is the reader's own. */
  readonly lists: Iterable<readonly [code: number, nameIds: Uint32Array<ArrayBuffer>]>;
  /** Of each name's vector, by its id; zero for a name that is left out. */
  readonly lengths: Float32Array<ArrayBuffer>;
}

/** What an index of `names`, in order of their ids, consists of; `nameCount` is one more than the highest id. */
export function gatherTrigrams(
  names: Iterable<{ readonly nameId: number; readonly normalized: string }>,
  nameCount: number,
): GatheredTrigrams {
  const packed = new Map<number, PackedIds>();
  for (const { nameId, normalized } of names) {
    for (const code of new Set(trigramCodes(normalized))) {
      const ids = packed.get(code);
      if (ids) {
        addId(ids, nameId);
      } else {
        const first: PackedIds = { bytes: new Uint8Array(firstBytes), used: 0, count: 0, last: -1 };
        addId(first, nameId);
        packed.set(code, first);
      }
    }
  }
  const squares = new Float64Array(nameCount);
  for (const ids of packed.values()) {
    const square = squaredWeight(ids.count, nameCount);
    for (const id of unpackIds(ids)) {
      squares[id] = (squares[id] ?? 0) + square;
    }
  }
  return {
    lists: unpackLists(packed),
    lengths: Float32Array.from(squares, Math.sqrt),
  };
}

/** Writes the index of `names` into the tables of `trigramTables`. */
export function writeTrigramIndex(database: DatabaseSync, ...names: Parameters<typeof gatherTrigrams>): void {
  const { lists, lengths } = gatherTrigrams(...names);
  const insert = database.prepare('INSERT INTO trigrams VALUES (?, ?)');
  for (const [code, ids] of lists) {
    insert.run(code, new Uint8Array(ids.buffer));
  }
  database.prepare('INSERT INTO trigram_lengths VALUES (?)').run(new Uint8Array(lengths.buffer));
}

/**
 * Ascending ids as the steps between them, in seven bits a byte, least significant first (LEB128): all lists are in
 * memory until the last name is known, and an array takes eight bytes an id where this takes little more than one.
 */
interface PackedIds {
  bytes: Uint8Array;
  used: number;
  count: number;
  last: number;
}

const firstBytes = 8;
/** Of a step below 2 ** 32. */
const mostBytesAnId = 5;

function addId(ids: PackedIds, id: number): void {
  if (ids.used + mostBytesAnId > ids.bytes.length) {
    const larger = new Uint8Array(Math.ceil(ids.bytes.length * 1.5) + mostBytesAnId);
    larger.set(ids.bytes);
    ids.bytes = larger;
  }
  let step = id - ids.last;
  while (step > 127) {
    ids.bytes[ids.used++] = (step & 127) | 128;
    step >>>= 7;
  }
  ids.bytes[ids.used++] = step;
  ids.last = id;
  ids.count++;
}

function* unpackLists(
  packed: ReadonlyMap<number, PackedIds>,
): Generator<readonly [code: number, nameIds: Uint32Array<ArrayBuffer>]> {
  for (const [code, ids] of packed) {
    yield [code, unpackIds(ids)];
  }
}

function unpackIds({ bytes, count }: PackedIds): Uint32Array<ArrayBuffer> {
  const ids = new Uint32Array(count);
  let id = -1;
  let position = 0;
  for (let i = 0; i < count; i++) {
    let step = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = bytes[position++] ?? 0;
      step |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    id += step;
    ids[i] = id;
  }
  return ids;
}
