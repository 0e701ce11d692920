import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { precisions } from '../encoder/encoder.ts';
import { normalizeName } from '../vocabulary/normalizeName.ts';
import { createStoreQueries, type ConceptStore, type StoreManifest } from './conceptStore.ts';
import { ConceptStoreError, EncoderMismatchError } from './storeErrors.ts';
import { databaseFile, manifestFile, storeFormatVersion, vectorFolder } from './storeLayout.ts';
import { openVectorIndex, vectorEngines } from './vectorEngines.ts';

const manifestSchema = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  licence: z.string(),
  source: z.string(),
  conceptCount: z.number(),
  nameCount: z.number(),
  sourceSha256: z.string(),
  encoderFingerprint: z.string(),
  encoder: z.object({ model: z.string(), precision: z.enum(precisions) }).optional(),
  dimensions: z.number(),
  vectorEngine: z.enum(vectorEngines),
  formatVersion: z.number(),
}) satisfies z.ZodType<StoreManifest>;

/** The manifest of the store in `folder`, or nothing when there is no store. */
export async function readStoreManifest(folder: string): Promise<StoreManifest | undefined> {
  const file = join(folder, manifestFile);
  if (!existsSync(file)) {
    return undefined;
  }
  try {
    return manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')));
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
  const index = await openVectorIndex(vectorEngine, join(folder, vectorFolder), dimensions);
  let database: DatabaseSync;
  try {
    database = openDatabase(join(folder, databaseFile), manifest);
  } catch (error) {
    index.close();
    throw error;
  }
  const queries = createStoreQueries(database);
  return {
    manifest,
    folder,
    ...queries,
    findNearest: (vectors, count) => index.search(vectors, count),
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
