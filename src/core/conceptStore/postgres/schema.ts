import {
  MissingExtensionError,
  SharedStoreError,
  StoreAccessError,
  StoreEncodingError,
  StoreVersionError,
} from '../storeErrors.ts';
import type { Database } from './connect.ts';

/** Raised whenever the tables change their meaning. */
export const schemaVersion = 1;

/**
 * `vocabularies` says which release of each is in force; the tables of a release (`releaseTables`) are its own, so
 * that a new one is built beside it and takes its place in one row, and an old one is dropped whole.
 */
const createSchema = `
  CREATE SCHEMA IF NOT EXISTS termlens;
  CREATE TABLE IF NOT EXISTS termlens.version (version integer NOT NULL);
  INSERT INTO termlens.version SELECT ${schemaVersion} WHERE NOT EXISTS (SELECT FROM termlens.version);
  CREATE TABLE IF NOT EXISTS termlens.releases (release integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vocabulary text NOT NULL, begun timestamptz NOT NULL DEFAULT now());
  CREATE TABLE IF NOT EXISTS termlens.vocabularies (vocabulary text PRIMARY KEY,
    release integer NOT NULL REFERENCES termlens.releases, manifest jsonb NOT NULL);`;

/** Two that create the schema at once would trip over each other. */
const schemaLock = "hashtextextended('termlens schema', 0)";

/**
 * Whether the database holds vocabularies in the tables of this version.
 * @throws {StoreVersionError} @throws {SharedStoreError}
 */
export async function hasSchema(database: Database): Promise<boolean> {
  const [found] = await database.query<{ there: boolean }>(
    "SELECT to_regclass('termlens.version') IS NOT NULL AS there",
  );
  if (!found?.there) {
    return false;
  }
  const [row] = await database.query<{ version: number }>('SELECT version FROM termlens.version');
  if (row?.version !== schemaVersion) {
    throw new StoreVersionError(database.address.label, row?.version ?? 0, schemaVersion);
  }
  return true;
}

/**
 * Creates what is missing: the extension, the schema, its tables.
 * @throws {MissingExtensionError} @throws {StoreEncodingError} @throws {StoreVersionError} @throws {SharedStoreError}
 */
export async function ensureSchema(database: Database): Promise<void> {
  await checkEncoding(database);
  await ensureExtension(database);
  if (await hasSchema(database)) {
    return;
  }
  // Before the transaction: within one that had to wait, what was created meanwhile may still be unknown.
  await database.query(`SELECT pg_advisory_lock(${schemaLock})`);
  try {
    // Several statements sent as one are one transaction.
    await database.query(createSchema);
  } finally {
    await database.query(`SELECT pg_advisory_unlock(${schemaLock})`).catch(() => undefined);
  }
}

/** @throws {StoreEncodingError} where not every name could be kept. */
async function checkEncoding(database: Database): Promise<void> {
  const [row] = await database.query<{ encoding: string }>(
    "SELECT current_setting('server_encoding') AS encoding",
  );
  if (row && row.encoding !== 'UTF8') {
    throw new StoreEncodingError(database.address.label, row.encoding);
  }
}

/** @throws {MissingExtensionError} when there is no pgvector with half-precision vectors. */
async function ensureExtension(database: Database): Promise<void> {
  const hasHalfvec = async (): Promise<boolean> => {
    const [row] = await database.query<{ there: boolean }>(
      "SELECT to_regtype('halfvec') IS NOT NULL AS there",
    );
    return row?.there ?? false;
  };
  if (await hasHalfvec()) {
    return;
  }
  const { label } = database.address;
  // Else it would lie in the schema of a user called "termlens", where nobody else finds it.
  await database
    .query('CREATE EXTENSION IF NOT EXISTS vector SCHEMA public')
    .catch(async (error: unknown) => {
      // Somebody else created it meanwhile, which PostgreSQL reports as a failure.
      if (await hasHalfvec()) {
        return;
      }
      if (error instanceof StoreAccessError) {
        throw new MissingExtensionError(
          label,
          'pgvector is missing, and this user may not create it.',
          error,
        );
      }
      throw error instanceof SharedStoreError
        ? error
        : new MissingExtensionError(label, 'the server does not have pgvector.', error);
    });
  if (!(await hasHalfvec())) {
    throw new MissingExtensionError(label, 'its pgvector is too old, or out of reach of the search path.');
  }
}

/** Names of a release's tables and what they hold. */
export interface ReleaseTables {
  readonly concepts: string;
  readonly alternativeIds: string;
  readonly names: string;
  readonly vectors: string;
  readonly trigrams: string;
  readonly trigramLengths: string;
}

export function releaseTables(release: number, schema = 'termlens'): ReleaseTables {
  const table = (what: string): string => `${schema}.${what}_${release}`;
  return {
    concepts: table('concepts'),
    alternativeIds: table('alternative_ids'),
    names: table('names'),
    vectors: table('vectors'),
    trigrams: table('trigrams'),
    trigramLengths: table('trigram_lengths'),
  };
}

export function createTables(tables: ReleaseTables, dimensions: number): string {
  return `
    CREATE TABLE ${tables.concepts} (concept_id integer NOT NULL, curie text NOT NULL, preferred_name text NOT NULL,
      semantic_types text[] NOT NULL, definition text, parents text[] NOT NULL, cross_references text[] NOT NULL,
      alternative_ids text[] NOT NULL, obsolete boolean NOT NULL, replaced_by text[] NOT NULL);
    CREATE TABLE ${tables.alternativeIds} (curie text NOT NULL, concept_id integer NOT NULL);
    CREATE TABLE ${tables.names} (name_id integer NOT NULL, concept_id integer NOT NULL, name text NOT NULL,
      normalized text NOT NULL, name_key text NOT NULL, morpheme_key text NOT NULL, scope text NOT NULL,
      preferred boolean NOT NULL, abbreviation boolean NOT NULL);
    CREATE TABLE ${tables.vectors} (name_id integer NOT NULL, semantic_types text[] NOT NULL,
      embedding halfvec(${dimensions}) NOT NULL);
    CREATE TABLE ${tables.trigrams} (code integer NOT NULL, name_ids bytea NOT NULL);
    CREATE TABLE ${tables.trigramLengths} (lengths bytea NOT NULL);`;
}

/**
 * A text-search index takes no word of more than 2,046 bytes, and of a name no more than a megabyte, so it has the first
 * characters of a name alone; a character has at most 4 bytes.
 */
export const indexedCharacters = 500;

/** What the index of words holds of a column, and what is asked for them. */
export function indexedWords(column: string): string {
  return `array_to_tsvector(string_to_array(rtrim(left(${column}, ${indexedCharacters})), ' '))`;
}

/** Made when all rows are there. Hash indexes take names of any length; B-trees take none of more than 2.7 kB. */
export function createIndexes(tables: ReleaseTables): readonly string[] {
  return [
    `ALTER TABLE ${tables.concepts} ADD PRIMARY KEY (concept_id)`,
    `CREATE INDEX ON ${tables.concepts} USING hash (curie)`,
    `CREATE INDEX ON ${tables.alternativeIds} USING hash (curie)`,
    `ALTER TABLE ${tables.names} ADD PRIMARY KEY (name_id)`,
    `CREATE INDEX ON ${tables.names} (concept_id)`,
    `CREATE INDEX ON ${tables.names} USING hash (normalized)`,
    `CREATE INDEX ON ${tables.names} USING hash (name_key) WHERE name_key <> ''`,
    `CREATE INDEX ON ${tables.names} USING hash (morpheme_key) WHERE morpheme_key <> ''`,
    `CREATE INDEX ON ${tables.names} USING gin (${indexedWords('normalized')})`,
    `ALTER TABLE ${tables.vectors} ADD PRIMARY KEY (name_id)`,
    // Of a rare type all vectors are compared, which is quicker than a graph where hardly any pass.
    `CREATE INDEX ON ${tables.vectors} USING gin (semantic_types)`,
    `ALTER TABLE ${tables.trigrams} ADD PRIMARY KEY (code)`,
  ];
}

/** Unit vectors, so the inner product is the cosine. */
export function createGraph({ vectors }: ReleaseTables): string {
  return `CREATE INDEX ON ${vectors} USING hnsw (embedding halfvec_ip_ops) WITH (m = 16, ef_construction = 128)`;
}

export function dropTables(tables: ReleaseTables): string {
  return `DROP TABLE IF EXISTS ${Object.values(tables).join(', ')}`;
}
