import type { DatabaseSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type { Concept, Curie } from '../vocabulary/concept.ts';
import { createConceptReader } from './conceptRows.ts';
import type { StoreManifest } from './storeManifest.ts';
import { openTrigramIndex, type TrigramMatch, type TrigramOverlap } from './trigramIndex.ts';
import type { VectorMatch } from './vectorIndex.ts';

/** A name of a concept, as candidate generation needs it. */
export interface StoredName {
  readonly nameId: number;
  readonly conceptId: number;
  readonly name: string;
  /** As `normalizeName` gives it. */
  readonly normalized: string;
  /** As `nameKey` gives it; empty for an abbreviation. */
  readonly key: string;
  readonly preferred: boolean;
  readonly abbreviation: boolean;
}

/** List `i` belongs to query `i`. */
export type ListsOf<T> = readonly (readonly T[])[];

/**
 * One vocabulary: its concepts and names, its full-text index and its vectors. Whatever a request asks at once comes
 * in one call, since a store may be a database on the other end of a wire.
 */
export interface ConceptStore {
  readonly manifest: StoreManifest;
  /** Where it lies: a folder, or a database's address. */
  readonly folder: string;
  /** Names whose normalized form is one of `normalizedNames`, in order of the vocabulary. */
  findByNormalizedName(normalizedNames: readonly string[]): Promise<ListsOf<StoredName>>;
  /** Names that are the same up to inflection, spelling and word order (`nameKey`), in order of the vocabulary. */
  findByNameKey(keys: readonly string[]): Promise<ListsOf<StoredName>>;
  /** At most `count` names that say the same with words of the same meaning (`morphemeKey`), preferred ones first. */
  findByMorphemeKey(keys: readonly string[], count: number): Promise<ListsOf<StoredName>>;
  /** As `TrigramIndex.search`: names by their letters; abbreviations are left out. */
  findByLetters(normalizedNames: readonly string[], count: number): Promise<ListsOf<TrigramMatch>>;
  /** As `TrigramIndex.compare`. */
  compareLetters(queries: readonly LettersQuery[]): Promise<ListsOf<TrigramOverlap>>;
  /** Names with a word that begins like each word of `normalizedName`; shortest first. */
  findByWordPrefixes(normalizedName: string, count: number): Promise<readonly StoredName[]>;
  /**
   * As `VectorIndex.search`: one list for each of `vectors`, shape `[queries, dimensions]`.
   * @param semanticTypes only names of concepts of one of these types; empty for all.
   */
  findNearest(
    vectors: Float32Array,
    count: number,
    semanticTypes?: readonly string[],
  ): Promise<ListsOf<VectorMatch>>;
  /** The vectors of names that are spelled exactly so, each of shape `[dimensions]`. */
  findVectors(names: readonly string[]): Promise<readonly (Float32Array | undefined)[]>;
  /** As `VectorIndex.compare`. */
  compareVectors(queries: readonly VectorQuery[]): Promise<readonly Float32Array[]>;
  /** Those of the names that there are. */
  names(nameIds: readonly number[]): Promise<readonly StoredName[]>;
  concepts(conceptIds: readonly number[]): Promise<readonly (Concept | undefined)[]>;
  conceptsByCurie(curies: readonly Curie[]): Promise<readonly (Concept | undefined)[]>;
  close(): void;
}

export interface LettersQuery {
  readonly normalizedName: string;
  readonly names: readonly StoredName[];
}

export interface VectorQuery {
  /** Shape `[dimensions]`, unit length. */
  readonly vector: Float32Array;
  readonly nameIds: readonly number[];
}

/** Neighbouring hovers meet the same names; about 5 MB. */
const cachedNames = 20_000;

/** What a store answers without its vectors. */
export type StoreQueries = Omit<
  ConceptStore,
  'manifest' | 'folder' | 'findNearest' | 'findVectors' | 'compareVectors' | 'close'
>;

/** The queries of an open store over its SQLite file; vectors and closing are added by `openConceptStore`. */
export function createStoreQueries(database: DatabaseSync): StoreQueries {
  const nameColumns =
    'n.name_id, n.concept_id, n.name, n.normalized, n.name_key, n.preferred, n.abbreviation';
  const byNormalizedName = database.prepare(
    `SELECT ${nameColumns} FROM names n WHERE n.normalized = ? ORDER BY n.name_id`,
  );
  const byNameKey = database.prepare(
    `SELECT ${nameColumns} FROM names n WHERE n.name_key = ? ORDER BY n.name_id`,
  );
  const byMorphemeKey = database.prepare(
    `SELECT ${nameColumns} FROM names n WHERE n.morpheme_key = ? ORDER BY n.preferred DESC, n.name_id LIMIT ?`,
  );
  const byPrefix = database.prepare(
    `SELECT ${nameColumns} FROM names_text t JOIN names n ON n.name_id = t.rowid
     WHERE names_text MATCH ? ORDER BY length(n.name), n.name_id LIMIT ?`,
  );
  // In one statement, which takes half the time of one for each.
  const byNameIds = database.prepare(
    `SELECT ${nameColumns} FROM json_each(?) j JOIN names n ON n.name_id = j.value`,
  );
  // Arrays are made in half the time of objects.
  [byNormalizedName, byNameKey, byMorphemeKey, byPrefix, byNameIds].forEach((statement) => {
    statement.setReturnArrays(true);
  });
  const knownNames = new LRUCache<number, StoredName>({ max: cachedNames });
  const readNames = (nameIds: readonly number[]): StoredName[] => {
    const known = nameIds.map((nameId) => knownNames.get(nameId));
    const missing = nameIds.filter((_, i) => known[i] === undefined);
    const read = missing.length === 0 ? [] : byNameIds.all(JSON.stringify(missing)).map(readName);
    for (const name of read) {
      knownNames.set(name.nameId, name);
    }
    return [...known.filter((name) => name !== undefined), ...read];
  };
  const conceptById = database.prepare('SELECT * FROM concepts WHERE concept_id = ?');
  // Also by an identifier that it had once; its own goes before another's former one.
  const conceptByCurie = database.prepare(
    `SELECT c.* FROM concepts c WHERE c.curie = ?1 UNION ALL
     SELECT c.* FROM alternative_ids a JOIN concepts c USING (concept_id) WHERE a.curie = ?1 LIMIT 1`,
  );
  const readConcept = createConceptReader(database);
  const readOptional = (row: Record<string, unknown> | undefined): Concept | undefined =>
    row && readConcept(row);

  const trigrams = openTrigramIndex(database);

  /* eslint-disable @typescript-eslint/require-await -- what SQLite throws is to be a rejection */
  return {
    findByNormalizedName: async (normalizedNames) =>
      normalizedNames.map((normalized) => byNormalizedName.all(normalized).map(readName)),
    findByNameKey: async (keys) => keys.map((key) => (key === '' ? [] : byNameKey.all(key).map(readName))),
    findByMorphemeKey: async (keys, count) =>
      keys.map((key) => (key === '' ? [] : byMorphemeKey.all(key, count).map(readName))),
    findByLetters: async (normalizedNames, count) =>
      normalizedNames.map((normalized) => trigrams.search(normalized, count)),
    compareLetters: async (queries) =>
      queries.map(({ normalizedName, names }) => trigrams.compare(normalizedName, names)),
    async findByWordPrefixes(normalizedName, count) {
      // Quoted, so that a word of the query language ("or", "near") is a word like any other.
      const terms = normalizedName.split(' ').filter(Boolean);
      return terms.length === 0
        ? []
        : byPrefix.all(terms.map((t) => `"${t}"*`).join(' '), count).map(readName);
    },
    names: async (nameIds) => readNames(nameIds),
    concepts: async (conceptIds) => conceptIds.map((conceptId) => readOptional(conceptById.get(conceptId))),
    conceptsByCurie: async (curies) => curies.map((curie) => readOptional(conceptByCurie.get(curie))),
  };
  /* eslint-enable @typescript-eslint/require-await */
}

/** A row of `nameColumns`; the types promise an object, which a statement that returns arrays does not give. */
function readName(row: unknown): StoredName {
  const [nameId, conceptId, name, normalized, key, preferred, abbreviation] = row as [
    number,
    number,
    string,
    string,
    string,
    number,
    number,
  ];
  return {
    nameId,
    conceptId,
    name,
    normalized,
    key,
    preferred: preferred === 1,
    abbreviation: abbreviation === 1,
  };
}
