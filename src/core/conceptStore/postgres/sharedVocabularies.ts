import { setTimeout } from 'node:timers/promises';
import { SharedVocabularyError } from '../storeErrors.ts';
import { storeManifestSchema, type StoreManifest } from '../storeManifest.ts';
import { withConnection, type Database, type SharedStoreOptions } from './connect.ts';
import { dropTables, hasSchema, releaseTables } from './schema.ts';

/** A vocabulary of a shared store as it is now. */
export interface SharedVocabulary {
  readonly manifest: StoreManifest;
  /** Whose tables hold it. */
  readonly release: number;
}

/** What is in the database, by id; nothing where nobody has added anything. */
export async function listSharedVocabularies(database: Database): Promise<SharedVocabulary[]> {
  if (!(await hasSchema(database))) {
    return [];
  }
  const rows = await database.query<{ vocabulary: string; release: number; manifest: unknown }>(
    'SELECT vocabulary, release, manifest FROM termlens.vocabularies ORDER BY vocabulary COLLATE "C"',
  );
  return rows.map(({ vocabulary, release, manifest }) => {
    const { success, data } = storeManifestSchema.safeParse(manifest);
    if (!success || data.id !== vocabulary) {
      throw new SharedVocabularyError(database.address.label, vocabulary, 'its manifest cannot be read');
    }
    return { manifest: data, release };
  });
}

/**
 * Removes a vocabulary, unless somebody builds it: then it waits.
 * @returns whether there was one.
 */
export function removeSharedVocabulary(
  options: SharedStoreOptions,
  id: string,
  signal?: AbortSignal,
): Promise<boolean> {
  return withConnection(
    options,
    async (database) =>
      (await hasSchema(database)) &&
      underLock(database, id, signal, async () => {
        const removed = await database.query(
          'DELETE FROM termlens.vocabularies WHERE vocabulary = $1 RETURNING release',
          [id],
        );
        await dropOtherReleases(database, id);
        return removed.length > 0;
      }),
    signal,
  );
}

/**
 * Drops every release of a vocabulary but the one in force: what killed builds left, and what was in force before.
 * The caller holds the vocabulary's lock.
 */
export async function dropOtherReleases(database: Database, id: string): Promise<void> {
  const others = await database.query<{ release: number }>(
    `SELECT release FROM termlens.releases r WHERE vocabulary = $1
     AND NOT EXISTS (SELECT FROM termlens.vocabularies v WHERE v.release = r.release)`,
    [id],
  );
  for (const { release } of others) {
    await database.query(dropTables(releaseTables(release)));
    await database.query('DELETE FROM termlens.releases WHERE release = $1', [release]);
  }
}

const pollMs = 500;

/** One process at a time works on a vocabulary; the lock ends with the connection at the latest. */
export async function underLock<T>(
  database: Database,
  id: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const lock = "hashtextextended('termlens vocabulary ' || $1, 0)";
  for (;;) {
    signal?.throwIfAborted();
    const [row] = await database.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${lock}) AS taken`, [
      id,
    ]);
    if (row?.taken) {
      break;
    }
    await setTimeout(pollMs);
  }
  try {
    return await work();
  } finally {
    // Behind a pooler the connection goes on without us. A connection that is lost has lost its locks.
    await database.query(`SELECT pg_advisory_unlock(${lock})`, [id]).catch(() => undefined);
  }
}
