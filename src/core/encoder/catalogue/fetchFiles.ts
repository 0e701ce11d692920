import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { downloadFile, incompleteFile, type DownloadOptions } from '../../download/downloadFile.ts';
import { DownloadFolderError, HttpStatusError } from '../../download/downloadErrors.ts';
import { requireFreeSpace, type FreeSpace } from '../../download/freeSpace.ts';
import { expectedHash, isWhole, type HubCache } from './hubCache.ts';
import { explainRefusal, fileRequest, type HubFile, type HubSnapshot } from './hubRepository.ts';
import type { HubSettings } from './hubSettings.ts';
import type { ModelProgressReporter } from './modelProgress.ts';

export interface FetchContext {
  readonly snapshot: HubSnapshot;
  readonly settings: HubSettings;
  readonly cache: HubCache;
  /** Where a file may lie besides the cache, such as in the installed model. */
  readonly otherPlaces: (file: HubFile) => readonly string[];
  readonly progress: ModelProgressReporter;
  readonly freeSpace: FreeSpace | undefined;
  readonly download: Pick<DownloadOptions, 'fetch' | 'idleTimeoutMs' | 'sleep'> & {
    readonly signal: AbortSignal | undefined;
  };
}

/**
 * Sees to it that all files are on this machine, checked against what the hub says of them, and fetches only
 * those that are not. Answers where each lies.
 */
export async function fetchFiles(
  context: FetchContext,
  files: readonly HubFile[],
): Promise<ReadonlyMap<HubFile, string>> {
  const { cache, progress, download } = context;
  const { signal } = download;
  const found = new Map<HubFile, string>();
  for (const file of files) {
    progress.expect(file.bytes);
    for (const place of [...cache.places(file), ...context.otherPlaces(file)]) {
      if (!found.has(file) && (await isWhole(place, file, signal))) {
        found.set(file, place);
        progress.report(file.path, file.bytes, file.bytes);
      }
    }
  }
  const missing = files.filter((file) => !found.has(file));
  await requireRoom(context, missing);
  for (const file of missing) {
    await fetchFile(context, file);
    found.set(file, cache.blob(file));
  }
  return found;
}

async function requireRoom({ cache, freeSpace }: FetchContext, missing: readonly HubFile[]): Promise<void> {
  let needed = 0;
  for (const file of missing) {
    const have = await stat(incompleteFile(cache.blob(file))).then(
      ({ size }) => size,
      () => 0,
    );
    needed += Math.max(0, file.bytes - have);
  }
  if (needed > 0) {
    await makeFolder(cache.folder);
    await requireFreeSpace(cache.folder, needed, freeSpace);
  }
}

async function fetchFile(
  { snapshot, settings, cache, progress, download }: FetchContext,
  file: HubFile,
): Promise<void> {
  const { signal, ...options } = download;
  const destination = cache.blob(file);
  await makeFolder(dirname(destination));
  try {
    await downloadFile(
      { ...fileRequest(snapshot, file, settings), destination, bytes: file.bytes, hash: expectedHash(file) },
      {
        ...options,
        ...(signal && { signal }),
        onProgress: ({ doneBytes }) => progress.report(file.path, doneBytes, file.bytes),
      },
    );
  } catch (error) {
    if (error instanceof HttpStatusError && [401, 403].includes(error.status)) {
      throw explainRefusal(error.status, snapshot.repository, snapshot.commit, settings, { cause: error });
    }
    throw error;
  }
  progress.report(file.path, file.bytes, file.bytes);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new DownloadFolderError(folder, error);
  }
}
