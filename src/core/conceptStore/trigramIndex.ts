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
 * trigrams, which takes 20 ms a query over 70,000 names; adding up weights from lists of ids takes a fraction of one.
 */
export interface TrigramIndex {
  /**
   * At most `count` names, nearest first, equal ones in order of `nameId`. Names that share none but the query's
   * commonest trigrams, whose similarity is small, may be missing from a large index.
   */
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
  CREATE TABLE trigrams (code INTEGER PRIMARY KEY, name_ids BLOB NOT NULL);
  CREATE TABLE trigram_lengths (lengths BLOB NOT NULL);`;

const cachedListBytes = 16_000_000;
/** About what an entry takes besides its numbers. */
const entryBytes = 200;

/** A trigram of a query. */
interface WeighedTrigram {
  readonly code: number;
  /** What it adds to a dot product. */
  readonly square: number;
  /** The names that have it, in order. */
  readonly nameIds: Uint32Array;
}

/**
 * The share of a query's squared length whose trigrams, the commonest ones, are not searched for: names with no
 * other trigram in common have at most the square root of it for a similarity, and reading their lists would take
 * most of the time.
 */
const shareNotSearched = 0.3;
/** A list this short costs next to nothing. */
const shortList = 256;
/** So many times the names that are asked for are looked at with all of their trigrams. */
const shortlistFactor = 4;

/** Lists of names by trigram; the spans of a hover share most of their trigrams. */
export function createListCache(maxBytes = cachedListBytes): LRUCache<number, Uint32Array> {
  return new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ byteLength }) => byteLength + entryBytes });
}

export function openTrigramIndex(database: DatabaseSync): TrigramIndex {
  const idsOf = database.prepare('SELECT name_ids FROM trigrams WHERE code = ?');
  const [row] = database.prepare('SELECT lengths FROM trigram_lengths').all();
  const lists = createListCache();
  const listOf = (code: number): Uint32Array => {
    const known = lists.get(code);
    if (known) {
      return known;
    }
    const list = new Uint32Array(toBuffer(idsOf.get(code)?.['name_ids']));
    lists.set(code, list);
    return list;
  };
  return createTrigramIndex(new Float32Array(toBuffer(row?.['lengths'])), listOf);
}

/**
 * @param lengths as `gatherTrigrams` gives them.
 * @param listOf the names that have a trigram, in order.
 */
export function createTrigramIndex(
  lengths: Float32Array,
  listOf: (code: number) => Uint32Array,
): TrigramIndex {
  const nameCount = lengths.length;
  // Sums of one search; all zero between two searches.
  const sums = new Float32Array(nameCount);
  // Names with a sum, in no order.
  const touched = new Uint32Array(nameCount);

  /** The query's trigrams, rarest first; one that no name has makes the query longer and nothing else. */
  const weigh = (normalizedName: string): WeighedTrigram[] =>
    [...new Set(trigramCodes(normalizedName))]
      .map((code) => {
        const nameIds = listOf(code);
        return { code, nameIds, square: squaredWeight(nameIds.length, nameCount) };
      })
      .sort((a, b) => b.square - a.square);

  /** The names with the nearest set as far as `searched` tells; their similarity is not yet divided by the query's length. */
  const findShortlist = (searched: readonly WeighedTrigram[], count: number): TrigramMatch[] => {
    let touchedCount = 0;
    for (const { nameIds, square } of searched) {
      for (const nameId of nameIds) {
        const sum = sums[nameId] as number;
        if (sum === 0) {
          touched[touchedCount++] = nameId;
        }
        sums[nameId] = sum + square;
      }
    }
    const matches: TrigramMatch[] = [];
    let least = 0;
    for (let i = 0; i < touchedCount; i++) {
      const nameId = touched[i] as number;
      const similarity = (sums[nameId] as number) / (lengths[nameId] as number);
      sums[nameId] = 0;
      if (matches.length < count || similarity >= least) {
        insertSorted(matches, { nameId, similarity }, count);
        least = matches.at(-1)?.similarity ?? 0;
      }
    }
    return matches;
  };

  return {
    search(normalizedName, count) {
      const trigrams = weigh(normalizedName);
      const squaredLength = sumOfSquares(trigrams);
      let left = squaredLength;
      const { searched = [], others = [] } = Object.groupBy(trigrams, ({ square, nameIds }) => {
        const isSearched = nameIds.length <= shortList || left > shareNotSearched * squaredLength;
        left -= square;
        return isSearched ? 'searched' : 'others';
      });
      const ofAllOthers = sumOfSquares(others);
      const matches: TrigramMatch[] = [];
      for (const { nameId, similarity } of findShortlist(searched, count * shortlistFactor)) {
        const length = lengths[nameId] as number;
        const queryLength = Math.sqrt(squaredLength);
        const least = matches.length < count ? 0 : (matches.at(-1)?.similarity ?? 0);
        // What it has in common if it has every other trigram, as long as that is not known.
        let shared = similarity * length + ofAllOthers;
        for (const { nameIds, square } of others) {
          if (shared / (queryLength * length) < least) {
            break;
          }
          shared -= includesSorted(nameIds, nameId) ? 0 : square;
        }
        insertSorted(matches, { nameId, similarity: shared / (queryLength * length) }, count);
      }
      return matches;
    },
    compare(normalizedName, names) {
      const trigrams = weigh(normalizedName);
      const squaredLength = sumOfSquares(trigrams);
      const positions = new Map(trigrams.map(({ code }, i) => [code, i]));
      // Which name a trigram was last seen in: a name that has it twice has it once.
      const seenIn = new Int32Array(trigrams.length).fill(-1);
      return names.map(({ nameId, normalized }, name) => {
        let shared = 0;
        for (const code of trigramCodes(normalized)) {
          const position = positions.get(code);
          if (position !== undefined && seenIn[position] !== name) {
            seenIn[position] = name;
            shared += trigrams[position]?.square ?? 0;
          }
        }
        // An abbreviation is in no list, and has no length.
        const ownLength = lengths[nameId] ?? 0;
        return ownLength === 0 || squaredLength === 0
          ? { ofQuery: 0, ofName: 0 }
          : { ofQuery: shared / squaredLength, ofName: shared / ownLength ** 2 };
      });
    },
  };
}

/**
 * The runs of three letters of a name with a space before and after it, each as a number: the low ten bits of each
 * letter, so that only letters beyond U+03FF may be taken for one another.
 */
export function trigramCodes(normalizedName: string): number[] {
  const padded = ` ${normalizedName} `;
  const codes: number[] = [];
  let code = ((padded.charCodeAt(0) & 0x3ff) << 10) | (padded.charCodeAt(1) & 0x3ff);
  for (let i = 2; i < padded.length; i++) {
    code = ((code & 0xfffff) << 10) | (padded.charCodeAt(i) & 0x3ff);
    codes.push(code);
  }
  return codes;
}

function sumOfSquares(trigrams: readonly WeighedTrigram[]): number {
  return trigrams.reduce((sum, { square }) => sum + square, 0);
}

function includesSorted(sorted: Uint32Array, value: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return sorted[low] === value;
}

/** The square of the inverse document frequency: what a shared trigram adds to a dot product. */
export function squaredWeight(names: number, nameCount: number): number {
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
export function toBuffer(blob: unknown): ArrayBuffer {
  return blob instanceof Uint8Array ? new Uint8Array(blob).buffer : new ArrayBuffer(0);
}
