import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import type { Precision } from '../encoder/encoder.ts';
import type { Concept, Curie, VocabularyDescription } from '../vocabulary/concept.ts';
import { openTrigramIndex, type TrigramIndex } from './trigramIndex.ts';
import type { VectorEngine } from './vectorEngines.ts';
import type { VectorMatch } from './vectorIndex.ts';

export interface MadeWith {
  /** As in the settings: an id of a bundled or installed model, or a folder. */
  readonly model: string;
  readonly precision: Precision;
}

/** What a store says about itself; `manifest.json` in its folder. */
export interface StoreManifest extends VocabularyDescription {
  readonly conceptCount: number;
  readonly nameCount: number;
  /** Of the vocabulary's source file; a store of another source is rebuilt. */
  readonly sourceSha256: string;
  readonly encoderFingerprint: string;
  /** With what the vectors were made, so that it can serve until another encoder has made its own. */
  readonly encoder?: MadeWith | undefined;
  readonly dimensions: number;
  readonly vectorEngine: VectorEngine;
  /** Layout of the folder; a store of another layout is rebuilt. */
  readonly formatVersion: number;
}

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

/** One vocabulary on disk: its concepts and names, its full-text index and its vectors. */
export interface ConceptStore {
  readonly manifest: StoreManifest;
  readonly folder: string;
  /** Names whose normalized form is `normalizedName`, in order of the vocabulary. */
  findByNormalizedName(normalizedName: string): readonly StoredName[];
  /** Names that are the same up to inflection, spelling and word order (`nameKey`), in order of the vocabulary. */
  findByNameKey(key: string): readonly StoredName[];
  /** Names by their letters; abbreviations are left out. */
  readonly trigrams: TrigramIndex;
  /** Names with a word that begins like each word of `normalizedName`; shortest first. */
  findByWordPrefixes(normalizedName: string, count: number): readonly StoredName[];
  /** As `VectorIndex.search`: one list for each of `vectors`, shape `[queries, dimensions]`. */
  findNearest(vectors: Float32Array, count: number): Promise<readonly (readonly VectorMatch[])[]>;
  /** As `VectorIndex.compare`. */
  compareVectors(vector: Float32Array, nameIds: readonly number[]): Float32Array;
  name(nameId: number): StoredName | undefined;
  /** Those of the names that there are. */
  names(nameIds: readonly number[]): readonly StoredName[];
  concept(conceptId: number): Concept | undefined;
  conceptByCurie(curie: Curie): Concept | undefined;
  close(): void;
}

/** Neighbouring hovers meet the same names; about 5 MB. */
const cachedNames = 20_000;

/** The queries of an open store over its SQLite file; vectors and closing are added by `openConceptStore`. */
export function createStoreQueries(
  database: DatabaseSync,
): Omit<ConceptStore, 'manifest' | 'folder' | 'findNearest' | 'compareVectors' | 'close'> {
  const nameColumns =
    'n.name_id, n.concept_id, n.name, n.normalized, n.name_key, n.preferred, n.abbreviation';
  const byNormalizedName = database.prepare(
    `SELECT ${nameColumns} FROM names n WHERE n.normalized = ? ORDER BY n.name_id`,
  );
  const byNameKey = database.prepare(
    `SELECT ${nameColumns} FROM names n WHERE n.name_key = ? ORDER BY n.name_id`,
  );
  const byPrefix = database.prepare(
    `SELECT ${nameColumns} FROM names_text t JOIN names n ON n.name_id = t.rowid
     WHERE names_text MATCH ? ORDER BY length(n.name), n.name_id LIMIT ?`,
  );
  // In one statement, which takes half the time of one for each.
  const byNameIds = database.prepare(
    `SELECT ${nameColumns} FROM json_each(?) j JOIN names n ON n.name_id = j.value`,
  );
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
  const conceptByCurie = database.prepare('SELECT * FROM concepts WHERE curie = ?');
  const namesOfConcept = database.prepare(
    'SELECT name, scope, preferred, abbreviation FROM names WHERE concept_id = ? ORDER BY name_id',
  );

  const readConcept = (row: ReturnType<StatementSync['get']>): Concept | undefined => {
    if (row === undefined) {
      return undefined;
    }
    const names = namesOfConcept.all(Number(row['concept_id']));
    return {
      curie: String(row['curie']),
      preferredName: String(row['preferred_name']),
      semanticTypes: String(row['semantic_types']).split('|').filter(Boolean),
      synonyms: names
        .filter((name) => name['preferred'] === 0)
        .map((name) => ({
          name: String(name['name']),
          scope: String(name['scope']) as Concept['synonyms'][number]['scope'],
          abbreviation: name['abbreviation'] === 1,
        })),
      ...(row['definition'] === null ? {} : { definition: String(row['definition']) }),
    };
  };

  return {
    findByNormalizedName: (normalizedName) => byNormalizedName.all(normalizedName).map(readName),
    findByNameKey: (key) => (key === '' ? [] : byNameKey.all(key).map(readName)),
    trigrams: openTrigramIndex(database),
    findByWordPrefixes(normalizedName, count) {
      // Quoted, so that a word of the query language ("or", "near") is a word like any other.
      const terms = normalizedName.split(' ').filter(Boolean);
      return terms.length === 0
        ? []
        : byPrefix.all(terms.map((t) => `"${t}"*`).join(' '), count).map(readName);
    },
    name: (nameId) => readNames([nameId])[0],
    names: readNames,
    concept: (conceptId) => readConcept(conceptById.get(conceptId)),
    conceptByCurie: (curie) => readConcept(conceptByCurie.get(curie)),
  };
}

function readName(row: Record<string, unknown>): StoredName {
  return {
    nameId: Number(row['name_id']),
    conceptId: Number(row['concept_id']),
    name: String(row['name']),
    normalized: String(row['normalized']),
    key: String(row['name_key']),
    preferred: row['preferred'] === 1,
    abbreviation: row['abbreviation'] === 1,
  };
}
