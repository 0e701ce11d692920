import { mkdir } from 'node:fs/promises';
import { takeFileLock } from '../../fileLock.ts';
import type { VocabularySource } from '../../vocabulary/vocabularySource.ts';
import type { BuildOptions } from '../buildConceptStore.ts';
import { openEncodedNames } from '../encodedNames.ts';
import { storeLayout } from '../storeLayout.ts';
import type { StoreManifest } from '../storeManifest.ts';
import { withConnection, type Database, type SharedStoreOptions } from './connect.ts';
import { openSharedStore } from './openSharedStore.ts';
import {
  createGraph,
  createIndexes,
  dropTables,
  ensureSchema,
  releaseTables,
  schemaVersion,
} from './schema.ts';
import {
  dropOtherReleases,
  listSharedVocabularies,
  underLock,
  type SharedVocabulary,
} from './sharedVocabularies.ts';
import { writeRelease } from './writeRelease.ts';

export interface PublishOptions extends BuildOptions {
  /** With fewer vectors every one is compared, which is quick and exact; a graph takes its time to build. */
  readonly graphFrom?: number;
}

export interface PublishedVocabulary {
  readonly manifest: StoreManifest;
  /** For messages. */
  readonly place: string;
  /** False when the same release, made by the same encoder, was there already. */
  readonly isNew: boolean;
}

/** As with local stores: up to here a query takes a few milliseconds without a graph. */
const namesComparedOneByOne = 10_000;

/**
 * Puts a vocabulary into the shared store, in place of the release that is there. That one serves until the new one is
 * whole, and those who have it open keep it until the release after. Names that it has, or that an interrupted build
 * on this machine had encoded, are not encoded again. However many processes ask at once, one builds and the others
 * wait. Rejects with the reason of `options.signal` when that is aborted.
 * @throws {SharedStoreError}
 */
export async function publishVocabulary(
  source: VocabularySource,
  shared: SharedStoreOptions,
  options: PublishOptions,
): Promise<PublishedVocabulary> {
  const { id } = source.description;
  const { vocabularies, encodedNames, lock } = storeLayout(options.dataFolder, `${id}.shared`);
  const { signal } = options;
  await mkdir(vocabularies, { recursive: true });
  return withConnection(
    shared,
    async (database) => {
      await ensureSchema(database);
      return underLock(database, id, signal, async () => {
        const before = (await listSharedVocabularies(database)).find(({ manifest }) => manifest.id === id);
        const place = database.address.label;
        if (before && fits(before.manifest, source, options)) {
          return { manifest: before.manifest, place, isNew: false };
        }
        // What is encoded is kept on this machine, where nobody else may write to it meanwhile.
        const release = await takeFileLock(lock, signal);
        try {
          await dropOtherReleases(database, id);
          const manifest = await build(database, source, { ...options, before, encodedNames });
          return { manifest, place, isNew: true };
        } finally {
          await release();
        }
      });
    },
    signal,
  );
}

function fits(manifest: StoreManifest, source: VocabularySource, { encoder }: BuildOptions): boolean {
  return manifest.sourceSha256 === source.sourceSha256 && manifest.encoderFingerprint === encoder.fingerprint;
}

interface ReleaseOptions extends PublishOptions {
  readonly before: SharedVocabulary | undefined;
  /** The file of what is encoded so far. */
  readonly encodedNames: string;
}

async function build(
  database: Database,
  source: VocabularySource,
  options: ReleaseOptions,
): Promise<StoreManifest> {
  const { encoder, before, signal, graphFrom = namesComparedOneByOne } = options;
  const encoded = openEncodedNames(options.encodedNames, encoder.fingerprint, encoder.dimensions);
  const release = await beginRelease(database, source.description.id);
  const tables = releaseTables(release);
  try {
    const isSameEncoder = before?.manifest.encoderFingerprint === encoder.fingerprint;
    const previous = isSameEncoder
      ? await openSharedStore(database, before, encoder.fingerprint).catch(() => undefined)
      : undefined;
    const counts = await writeRelease(database, source, tables, {
      encoder,
      encoded,
      findBefore: previous?.findVectors,
      signal,
      onProgress: options.onProgress,
    });
    const indexes = createIndexes(tables);
    for (const statement of counts.vectorCount > graphFrom ? [...indexes, createGraph(tables)] : indexes) {
      signal?.throwIfAborted();
      await database.query(statement);
    }
    // So that whoever opens it counts its rows in an index, and does not read gigabytes of vectors for it.
    for (const table of Object.values(tables) as string[]) {
      signal?.throwIfAborted();
      await database.query(`VACUUM (ANALYZE) ${table}`);
    }
    const manifest: StoreManifest = {
      ...source.description,
      conceptCount: counts.conceptCount,
      nameCount: counts.nameCount,
      sourceSha256: source.sourceSha256,
      encoderFingerprint: encoder.fingerprint,
      encoder: options.madeWith,
      dimensions: encoder.dimensions,
      vectorEngine: 'pgvector',
      formatVersion: schemaVersion,
    };
    signal?.throwIfAborted();
    // From here on it is the one that is opened.
    await database.query(
      `INSERT INTO termlens.vocabularies VALUES ($1, $2, $3)
       ON CONFLICT (vocabulary) DO UPDATE SET release = excluded.release, manifest = excluded.manifest`,
      [manifest.id, release, JSON.stringify(manifest)],
    );
    encoded.discard();
    return manifest;
  } catch (error) {
    // What cannot be dropped now, since the server is gone, the next build drops.
    await database.query(dropTables(tables)).catch(() => undefined);
    throw error;
  } finally {
    encoded.close();
  }
}

async function beginRelease(database: Database, id: string): Promise<number> {
  const [row] = await database.query<{ release: number }>(
    'INSERT INTO termlens.releases (vocabulary) VALUES ($1) RETURNING release',
    [id],
  );
  if (!row) {
    throw new Error('A row was inserted and is not there.');
  }
  return row.release;
}
