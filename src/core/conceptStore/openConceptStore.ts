import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { normalizeName } from '../vocabulary/normalizeName.ts';
import { createStoreQueries, type ConceptStore } from './conceptStore.ts';
import { createTypeFilter } from './typeFilter.ts';
import { ConceptStoreError, EncoderMismatchError } from './storeErrors.ts';
import { databaseFile, manifestFile, storeFormatVersion, vectorFolder } from './storeLayout.ts';
import { storeManifestSchema, type StoreManifest } from './storeManifest.ts';
import { openVectorIndex } from './vectorEngines.ts';

/** The manifest of the store in `folder`, or nothing when there is no store. */
export async function readStoreManifest(folder: string): Promise<StoreManifest | undefined> {
  const file = join(folder, manifestFile);
  if (!existsSync(file)) {
    return undefined;
  }
  try {
    return storeManifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new ConceptStoreError(file, 'the manifest is damaged.', { cause });
  }
}

/**
 * Opens a store for reading.
 * @throws {EncoderMismatchError} when its vectors are not `encoderFingerprint`'s.
 * @throws {ConceptStoreError} when it is damaged.
 */
export async function openConceptStore(folder: string, encoderFingerprint: string): Promise<ConceptStore> {
  const manifest = await readStoreManifest(folder);
  if (manifest?.formatVersion !== storeFormatVersion) {
    throw new ConceptStoreError(folder, 'there is no store of this version of TermLens here.');
  }
  if (manifest.encoderFingerprint !== encoderFingerprint) {
    throw new EncoderMismatchError(manifest.id, manifest.encoderFingerprint, encoderFingerprint);
  }
  const { vectorEngine, dimensions } = manifest;
  if (vectorEngine === 'pgvector') {
    throw new ConceptStoreError(folder, 'the manifest is of a store in a database.');
  }
  const index = await openVectorIndex(vectorEngine, join(folder, vectorFolder), dimensions);
  let database: DatabaseSync;
  try {
    database = openDatabase(join(folder, databaseFile), manifest);
  } catch (error) {
    index.close();
    throw error;
  }
  const queries = createStoreQueries(database);
  const namesOfTypes = createTypeFilter(database, manifest.nameCount);
  return {
    manifest,
    folder,
    ...queries,
    findNearest: (vectors, count, semanticTypes = []) =>
      index.search(vectors, count, semanticTypes.length === 0 ? undefined : namesOfTypes(semanticTypes)),
    async findVectors(names) {
      const alike = await queries.findByNormalizedName(names.map(normalizeName));
      return names.map((name, i) => {
        const same = alike[i]?.find((other) => other.name === name);
        return same && index.read(same.nameId);
      });
    },
    // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to be a rejection
    compareVectors: async (compared) => compared.map(({ vector, nameIds }) => index.compare(vector, nameIds)),
    close: () => {
      database.close();
      index.close();
    },
  };
}

function openDatabase(file: string, manifest: StoreManifest): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const row = database.prepare('SELECT count(*) AS names FROM names').get();
    if (row?.['names'] !== manifest.nameCount) {
      throw new Error('names are missing');
    }
    return database;
  } catch (cause) {
    // An open file could not be replaced on Windows.
    database?.close();
    throw new ConceptStoreError(file, 'the database is missing or damaged.', { cause });
  }
}
