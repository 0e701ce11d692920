import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';

/** A name that shares runs of letters with a query. */
export interface TrigramMatch {
  readonly nameId: number;
  /** Cosine of the TF-IDF vectors over letter trigrams, in (0, 1]. */
  readonly similarity: number;
}

/**
 * Names by their letters, tolerant of typing errors: each name is the set of its letter trigrams (a space before
 * and after it), weighted by their rarity; queries find the names with the nearest set. It is the sparse half of
 * BioSyn (Sung et al., ACL 2020) and of scispaCy's linker.
 *
 * SQLite's own trigram tokenizer answers the same question by reading and ranking every name with any of the
 * trigrams, which takes 20 ms a query over 70,000 names; adding up weights from lists of ids takes less than one.
 */
export interface TrigramIndex {
  /** At most `count` names, nearest first, equal ones in order of `nameId`. */
  search(normalizedName: string, count: number): readonly TrigramMatch[];
  /** What the query and each of `names` have in common; zero for an abbreviation. */
  compare(
    normalizedName: string,
    names: readonly { nameId: number; normalized: string }[],
  ): readonly TrigramOverlap[];
}

/** Shares of squared weight, in [0, 1]; the geometric mean of the two is the similarity that `search` gives. */
export interface TrigramOverlap {
  /** How much of the query is in the name. */
  readonly ofQuery: number;
  /** How much of the name is in the query. */
  readonly ofName: number;
}

export const trigramTables = `
  CREATE TABLE trigrams (trigram TEXT PRIMARY KEY, name_ids BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE trigram_lengths (lengths BLOB NOT NULL);`;

/** Writes the index of `names` into the tables of `trigramTables`; `nameCount` is one more than the highest id. */
export function writeTrigramIndex(
  database: DatabaseSync,
  names: readonly { readonly nameId: number; readonly normalized: string }[],
  nameCount: number,
): void {
  const idsOf = new Map<string, number[]>();
  for (const { nameId, normalized } of names) {
    for (const trigram of trigramsOf(normalized)) {
      const ids = idsOf.get(trigram);
      if (ids) {
        ids.push(nameId);
      } else {
        idsOf.set(trigram, [nameId]);
      }
    }
  }
  const squares = new Float64Array(nameCount);
  const insert = database.prepare('INSERT INTO trigrams VALUES (?, ?)');
  for (const [trigram, ids] of idsOf) {
    insert.run(trigram, new Uint8Array(Uint32Array.from(ids).buffer));
    const square = squaredWeight(ids.length, nameCount);
    for (const id of ids) {
      squares[id] = (squares[id] ?? 0) + square;
    }
  }
  const lengths = Float32Array.from(squares, Math.sqrt);
  database.prepare('INSERT INTO trigram_lengths VALUES (?)').run(new Uint8Array(lengths.buffer));
}

const cachedListBytes = 16_000_000;
/** About what an entry takes besides its numbers. */
const entryBytes = 200;

export function openTrigramIndex(database: DatabaseSync): TrigramIndex {
  const idsOf = database.prepare('SELECT name_ids FROM trigrams WHERE trigram = ?');
  const [row] = database.prepare('SELECT lengths FROM trigram_lengths').all();
  const lengths = new Float32Array(toBuffer(row?.['lengths']));
  const nameCount = lengths.length;
  // The spans of a hover share most of their trigrams.
  const lists = new LRUCache<string, Uint32Array>({
    maxSize: cachedListBytes,
    sizeCalculation: ({ byteLength }) => byteLength + entryBytes,
  });
  const listOf = (trigram: string): Uint32Array => {
    const list = lists.get(trigram) ?? new Uint32Array(toBuffer(idsOf.get(trigram)?.['name_ids']));
    lists.set(trigram, list);
    return list;
  };
  // Sums of one search; all zero between two searches.
  const sums = new Float64Array(nameCount);

  /** What the query's trigrams weigh; one that no name has makes the query longer and nothing else. */
  const weigh = (normalizedName: string): { squares: Map<string, number>; length: number } => {
    const squares = new Map<string, number>();
    let sum = 0;
    for (const trigram of trigramsOf(normalizedName)) {
      const square = squaredWeight(listOf(trigram).length, nameCount);
      squares.set(trigram, square);
      sum += square;
    }
    return { squares, length: Math.sqrt(sum) };
  };

  return {
    search(normalizedName, count) {
      const { squares, length } = weigh(normalizedName);
      const touched: number[] = [];
      for (const [trigram, square] of squares) {
        for (const id of listOf(trigram)) {
          const sum = sums[id] as number;
          if (sum === 0) {
            touched.push(id);
          }
          sums[id] = sum + square;
        }
      }
      const matches: TrigramMatch[] = [];
      let least = 0;
      for (const nameId of touched) {
        const similarity = (sums[nameId] as number) / (length * (lengths[nameId] as number));
        sums[nameId] = 0;
        if (matches.length < count || similarity >= least) {
          insertSorted(matches, { nameId, similarity }, count);
          least = matches.at(-1)?.similarity ?? 0;
        }
      }
      return matches;
    },
    compare(normalizedName, names) {
      const { squares, length } = weigh(normalizedName);
      return names.map(({ nameId, normalized }) => {
        let sum = 0;
        for (const trigram of trigramsOf(normalized)) {
          sum += squares.get(trigram) ?? 0;
        }
        // An abbreviation is in no list, and has no length.
        const ownLength = lengths[nameId] ?? 0;
        return ownLength === 0 || length === 0
          ? { ofQuery: 0, ofName: 0 }
          : { ofQuery: sum / length ** 2, ofName: sum / ownLength ** 2 };
      });
    },
  };
}

function trigramsOf(normalizedName: string): Set<string> {
  const padded = ` ${normalizedName} `;
  const trigrams = new Set<string>();
  for (let i = 0; i + 3 <= padded.length; i++) {
    trigrams.add(padded.slice(i, i + 3));
  }
  return trigrams;
}

/** The square of the inverse document frequency: what a shared trigram adds to a dot product. */
function squaredWeight(names: number, nameCount: number): number {
  return Math.log(1 + nameCount / Math.max(1, names)) ** 2;
}

function insertSorted(matches: TrigramMatch[], match: TrigramMatch, count: number): void {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = matches[middle] as TrigramMatch;
    const isBefore =
      other.similarity > match.similarity ||
      (other.similarity === match.similarity && other.nameId < match.nameId);
    if (isBefore) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  matches.splice(low, 0, match);
  matches.length = Math.min(matches.length, count);
}

/** A blob in memory of its own, since a typed array must begin at a multiple of its element's size. */
function toBuffer(blob: unknown): ArrayBuffer {
  return blob instanceof Uint8Array ? blob.slice().buffer : new ArrayBuffer(0);
}
