import type { LettersQuery, ListsOf } from '../conceptStore.ts';
import {
  createListCache,
  createTrigramIndex,
  toBuffer,
  trigramCodes,
  type TrigramMatch,
  type TrigramOverlap,
} from '../trigramIndex.ts';
import type { Database } from './connect.ts';
import type { ReleaseTables } from './schema.ts';

/** Names by their letters, as `TrigramIndex` has them. */
export interface SharedLetters {
  /** One more than the highest id. */
  readonly nameCount: number;
  search(normalizedNames: readonly string[], count: number): Promise<ListsOf<TrigramMatch>>;
  compare(queries: readonly LettersQuery[]): Promise<ListsOf<TrigramOverlap>>;
}

/** A few hundred lists of a vocabulary of a million names. */
const cachedListBytes = 64_000_000;

/**
 * The lists are read from the database and added up here, by the same code and with the same answers as in a local
 * store. pg_trgm would count every trigram alike, and "infarction" in "myocardial infarction" no more than "of the".
 */
export async function createSharedLetters(
  database: Database,
  { trigrams, trigramLengths }: ReleaseTables,
): Promise<SharedLetters> {
  const [row] = await database.query<{ lengths: Buffer }>(`SELECT lengths FROM ${trigramLengths}`);
  const lengths = new Float32Array(toBuffer(row?.lengths));
  const known = createListCache(cachedListBytes);

  /** The lists of all trigrams of `names`, in one question for those that are not here. */
  const readLists = async (names: readonly string[]): Promise<ReadonlyMap<number, Uint32Array>> => {
    const codes = [...new Set(names.flatMap(trigramCodes))];
    // Held here as well as in the cache, which may drop any of them while the others come.
    const lists = new Map(
      codes.flatMap((code) => {
        const list = known.get(code);
        return list ? [[code, list] as const] : [];
      }),
    );
    const missing = codes.filter((code) => !lists.has(code));
    if (missing.length > 0) {
      const rows = await database.query<{ code: number; name_ids: Buffer }>(
        `SELECT code, name_ids FROM ${trigrams} WHERE code = ANY($1::integer[])`,
        [missing],
      );
      const read = new Map(rows.map(({ code, name_ids }) => [code, new Uint32Array(toBuffer(name_ids))]));
      for (const code of missing) {
        const list = read.get(code) ?? new Uint32Array();
        lists.set(code, list);
        known.set(code, list);
      }
    }
    return lists;
  };
  // The lists of the search that is under way; it computes without a pause once they are here.
  const current = { lists: new Map() as ReadonlyMap<number, Uint32Array> };
  const index = createTrigramIndex(lengths, (code) => current.lists.get(code) ?? new Uint32Array());
  return {
    nameCount: lengths.length,
    async search(normalizedNames, count) {
      current.lists = await readLists(normalizedNames);
      return normalizedNames.map((name) => index.search(name, count));
    },
    async compare(queries) {
      current.lists = await readLists(queries.map(({ normalizedName }) => normalizedName));
      return queries.map(({ normalizedName, names }) => index.compare(normalizedName, names));
    },
  };
}
