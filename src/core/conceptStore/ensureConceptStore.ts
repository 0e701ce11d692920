import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { takeFileLock } from '../fileLock.ts';
import { steppedAside } from '../replaceFolder.ts';
import type { VocabularySource } from '../vocabulary/vocabularySource.ts';
import { buildConceptStore, type BuildOptions } from './buildConceptStore.ts';
import type { ConceptStore } from './conceptStore.ts';
import type { StoreManifest } from './storeManifest.ts';
import { openConceptStore, readStoreManifest } from './openConceptStore.ts';
import { ConceptStoreError, StoreFileError, StoreFolderError } from './storeErrors.ts';
import { draftPrefix, storeFormatVersion, storeLayout } from './storeLayout.ts';

/**
 * Opens the store of a vocabulary, building it first when there is none, or when it was made from another
 * source, by another encoder or by another version of TermLens, or is damaged. However many processes ask
 * at once, one builds and the others wait for it.
 * Rejects with the reason of `options.signal` when that is aborted.
 * @throws {StoreFolderError} when the data folder cannot be written.
 */
export async function ensureConceptStore(
  source: VocabularySource,
  options: BuildOptions,
): Promise<ConceptStore> {
  const { folder } = storeLayout(options.dataFolder, source.description.id);
  const current = await openCurrent(source, folder, options);
  if (current) {
    return current;
  }
  const builtMeanwhile = await whileLocked(source, options, async () => {
    const opened = await openCurrent(source, folder, options);
    if (!opened) {
      await buildConceptStore(source, options);
    }
    return opened;
  });
  return builtMeanwhile ?? openConceptStore(folder, options.encoder.fingerprint);
}

/**
 * Builds the store of a vocabulary again, every vector of it, although it may be as it should be.
 * Rejects with the reason of `options.signal` when that is aborted; the store is then as it was.
 * @throws {StoreFolderError} when the data folder cannot be written.
 */
export async function rebuildConceptStore(source: VocabularySource, options: BuildOptions): Promise<void> {
  await whileLocked(source, options, () => buildConceptStore(source, { ...options, reuseVectors: false }));
}

/** Waits until nobody else builds the vocabulary, and lets nobody while `work` is under way. */
async function whileLocked<T>(
  source: VocabularySource,
  { dataFolder, signal }: BuildOptions,
  work: () => Promise<T>,
): Promise<T> {
  const { vocabularies, folder, lock } = storeLayout(dataFolder, source.description.id);
  const release = await takeFileLock(lock, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new StoreFolderError(vocabularies, error);
  });
  try {
    await recoverInterruptedReplacement(vocabularies, source.description.id, folder);
    return await work().catch((error: unknown) => {
      throw isFileSystemError(error) ? new StoreFolderError(vocabularies, error) : error;
    });
  } finally {
    await release();
  }
}

/** Whether the store of `source` has to be built or built again for an encoder, and what its manifest says. */
export async function inspectConceptStore(
  source: VocabularySource,
  dataFolder: string,
  encoderFingerprint: string,
): Promise<{ readonly current: boolean; readonly manifest: StoreManifest | undefined }> {
  const { folder } = storeLayout(dataFolder, source.description.id);
  const manifest = await readStoreManifest(folder).catch((error: unknown) => {
    if (error instanceof ConceptStoreError) {
      return undefined; // damaged, so it is built again
    }
    throw error;
  });
  return { current: manifest !== undefined && fits(manifest, source, encoderFingerprint), manifest };
}

function fits(manifest: StoreManifest, source: VocabularySource, encoderFingerprint: string): boolean {
  return (
    manifest.formatVersion === storeFormatVersion &&
    manifest.sourceSha256 === source.sourceSha256 &&
    manifest.encoderFingerprint === encoderFingerprint
  );
}

/** The store, if it is whole and says what `source` and the encoder say. */
async function openCurrent(
  source: VocabularySource,
  folder: string,
  { encoder }: BuildOptions,
): Promise<ConceptStore | undefined> {
  try {
    const manifest = await readStoreManifest(folder);
    const current = manifest !== undefined && fits(manifest, source, encoder.fingerprint);
    return current ? await openConceptStore(folder, encoder.fingerprint) : undefined;
  } catch (error) {
    if (error instanceof ConceptStoreError) {
      // Made from the vocabulary's source alone, so a damaged one is simply built again.
      return undefined;
    }
    throw error;
  }
}

/**
 * A process killed between the two renames of a replacement left the old store aside; and any killed build
 * left its draft. Nobody else is building now, so the old one is put back and drafts are removed.
 */
async function recoverInterruptedReplacement(
  vocabularies: string,
  id: string,
  folder: string,
): Promise<void> {
  const entries = await readdir(vocabularies);
  const leftovers = entries.filter((entry) => entry.startsWith(draftPrefix(id)));
  let missing = !entries.includes(id);
  for (const entry of leftovers) {
    if (entry.endsWith(steppedAside) && missing) {
      await rename(join(vocabularies, entry), folder);
      missing = false;
    } else {
      await rm(join(vocabularies, entry), { recursive: true, force: true });
    }
  }
}

/** SQLITE_READONLY, SQLITE_IOERR, SQLITE_FULL and SQLITE_CANTOPEN. */
const sqliteFileErrors = [8, 10, 13, 14];

function isFileSystemError(error: unknown): boolean {
  return (
    error instanceof StoreFileError ||
    ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error) ?? '') ||
    (error instanceof Error && 'errcode' in error && sqliteFileErrors.includes(Number(error.errcode) & 0xff))
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
