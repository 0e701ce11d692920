import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { takeFileLock } from '../fileLock.ts';
import { isVocabularyId, type VocabularySource } from '../vocabulary/vocabularySource.ts';
import { readConceptTables } from './conceptRows.ts';
import type { StoreManifest } from './storeManifest.ts';
import { readStoreManifest } from './openConceptStore.ts';
import { ConceptStoreError, StoreFolderError } from './storeErrors.ts';
import { databaseFile, draftPrefix, storeLayout } from './storeLayout.ts';

/** A vocabulary's folder, whole or not. */
export interface VocabularyFolder {
  readonly id: string;
  readonly folder: string;
  /** Missing where it is damaged. */
  readonly manifest: StoreManifest | undefined;
}

/** What the stores in the data folder say about themselves, by id; those whose manifest is damaged are left out. */
export async function listInstalledVocabularies(dataFolder: string): Promise<StoreManifest[]> {
  const folders = await listVocabularyFolders(dataFolder);
  return folders.map(({ manifest }) => manifest).filter((manifest) => manifest !== undefined);
}

/** Every vocabulary in the data folder, by id. */
export async function listVocabularyFolders(dataFolder: string): Promise<VocabularyFolder[]> {
  const { vocabularies } = storeLayout(dataFolder, '');
  const entries = await readdir(vocabularies, { withFileTypes: true }).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return [];
    }
    throw new StoreFolderError(vocabularies, error);
  });
  const ids = entries.filter((entry) => entry.isDirectory() && isVocabularyId(entry.name));
  const folders = await Promise.all(
    ids.map(async ({ name: id }) => {
      const folder = join(vocabularies, id);
      return { id, folder, manifest: await readStoreManifest(folder).catch(noneIfDamaged) };
    }),
  );
  return folders.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function noneIfDamaged(error: unknown): undefined {
  if (!(error instanceof ConceptStoreError)) {
    throw error;
  }
}

/** How much space a vocabulary takes; what another process removes meanwhile does not count. */
export async function measureVocabularyFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  ).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** An installed vocabulary as the source of its own store: what another encoder makes its vectors of. */
export function createInstalledSource(dataFolder: string, manifest: StoreManifest): VocabularySource {
  const { id, title, version, licence, source, sourceSha256 } = manifest;
  return {
    description: { id, title, version, licence, source },
    sourceSha256,
    readConcepts: () => readConceptTables(join(storeLayout(dataFolder, id).folder, databaseFile)),
  };
}

/**
 * Removes a vocabulary's store, unless somebody builds it: then it waits. Whoever has it open keeps what is open.
 * @returns whether there was one.
 */
export async function removeVocabulary(
  dataFolder: string,
  id: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const { vocabularies, folder, lock, encodedNames } = storeLayout(dataFolder, id);
  const release = await takeFileLock(lock, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new StoreFolderError(vocabularies, error);
  });
  try {
    // In one rename, so that nobody opens half of it.
    const aside = await mkdtemp(join(vocabularies, draftPrefix(id)));
    const removed = await rename(folder, join(aside, id)).then(
      () => true,
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          return false;
        }
        throw new StoreFolderError(vocabularies, error);
      },
    );
    await rm(aside, { recursive: true, force: true });
    await rm(encodedNames, { force: true });
    return removed;
  } finally {
    await release();
  }
}
