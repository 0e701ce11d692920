import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeUrl, DownloadFolderError, HttpStatusError } from '../../download/downloadErrors.ts';
import { downloadFile, type DownloadOptions } from '../../download/downloadFile.ts';
import { requireFreeSpace, type FreeSpace } from '../../download/freeSpace.ts';
import { createNetworkFetch, type NetworkOptions } from '../../download/network.ts';
import { takeFileLock } from '../../fileLock.ts';
import type { ReleaseDetails } from '../importers/importer.ts';
import type { VocabularyProgress } from '../vocabularyProgress.ts';
import {
  downloadPlace,
  readDownloadRecord,
  writeDownloadRecord,
  type DownloadPlace,
  type DownloadRecord,
} from './downloadRecord.ts';
import type { KnownVocabulary } from './catalogue.ts';
import type { VocabularyAddress } from './resolveVocabulary.ts';
import { fileNameOf, requestOf, type VocabularyRequest } from './vocabularyRequest.ts';

export interface FetchVocabularyOptions {
  readonly dataFolder: string;
  readonly network: NetworkOptions;
  /** Of the vocabulary here. */
  readonly id: string;
  /** Checksum of the source of the store that is installed under this id, and is not to be made again. */
  readonly installedSha256?: string | undefined;
  /** How the file will be read; what was read in another way is fetched again. */
  readonly reading?: string;
  /** SHA-256 that its publisher states, in hexadecimal. */
  readonly sha256?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: VocabularyProgress) => void) | undefined;
}

/** What tests replace. */
export interface FetchVocabularyDependencies extends Pick<DownloadOptions, 'idleTimeoutMs' | 'sleep'> {
  readonly freeSpace?: FreeSpace;
}

/** A vocabulary's file on this machine. Nobody else fetches or takes away this vocabulary's until it is closed. */
export interface FetchedVocabulary {
  /** Nothing where the server still has what is installed. */
  readonly path: string | undefined;
  /** What is known of it, whatever the file says of itself. */
  readonly description: ReleaseDetails;
  /** What holds where the file says nothing. */
  readonly otherwise: ReleaseDetails;
  /** Its store is there: the file goes, and what the server said of it is kept, to ask whether there is a newer one. */
  installed(sourceSha256: string): Promise<void>;
  /** A file that is not installed stays, so that the next attempt need not fetch it. */
  close(): Promise<void>;
}

/**
 * Fetches a vocabulary into `downloads/vocabularies/<id>/`. It goes on where an earlier attempt broke off if the
 * server still has that version; what is there already, installed or as a file, is not fetched again.
 * Rejects with the signal's reason when aborted; what has arrived is kept for the next time.
 * @throws {DownloadError} of the kind that says what to do.
 */
export async function fetchVocabulary(
  address: VocabularyAddress,
  options: FetchVocabularyOptions,
  dependencies: FetchVocabularyDependencies = {},
): Promise<FetchedVocabulary> {
  const { dataFolder, id, signal } = options;
  const place = downloadPlace(dataFolder, id);
  const release = await takeFileLock(place.lock, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new DownloadFolderError(place.lock, error);
  });
  try {
    const { record, unchanged } = await fetchFirst(address, place, options, dependencies);
    return {
      path: unchanged ? undefined : join(place.folder, record.fileName),
      description: {
        source: describeUrl(record.url),
        ...(address.known && { title: address.known.title, licence: licenceOf(address.known) }),
      },
      otherwise: releaseOf(address, record),
      async installed(sourceSha256) {
        await writeDownloadRecord(place, {
          ...record,
          installed: { sourceSha256, reading: options.reading ?? '' },
        });
        await rm(place.folder, { recursive: true, force: true });
      },
      close: release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

interface Fetched {
  readonly record: DownloadRecord;
  readonly unchanged: boolean;
}

/** From the first address at which the server has a file. */
async function fetchFirst(
  { urls, known }: VocabularyAddress,
  place: DownloadPlace,
  options: FetchVocabularyOptions,
  dependencies: FetchVocabularyDependencies,
): Promise<Fetched> {
  for (const [i, url] of urls.entries()) {
    try {
      return await fetchOne(requestOf(url), known?.bytes ?? 0, place, options, dependencies);
    } catch (error) {
      const missing = error instanceof HttpStatusError && [404, 410].includes(error.status);
      if (!missing || i === urls.length - 1) {
        throw error;
      }
    }
  }
  throw new RangeError('A vocabulary without an address cannot be fetched.');
}

async function fetchOne(
  { url, headers }: VocabularyRequest,
  neededBytes: number,
  place: DownloadPlace,
  options: FetchVocabularyOptions,
  { idleTimeoutMs, sleep, freeSpace }: FetchVocabularyDependencies,
): Promise<Fetched> {
  const { network, installedSha256, reading = '', sha256, signal, onProgress } = options;
  const found = await readDownloadRecord(place);
  const before = found?.url === url ? found : undefined;
  const { installed } = before ?? {};
  const isInstalled = installed?.sourceSha256 === installedSha256 && installed?.reading === reading;
  const fileName = fileNameOf(url);
  const destination = join(place.folder, fileName);
  const isWhole = before !== undefined && sha256 === undefined && (await exists(destination));
  if (!isInstalled && !isWhole && !network.offline) {
    await requireFreeSpace(options.dataFolder, neededBytes, freeSpace);
  }
  let record: DownloadRecord = { url, fileName, answer: before?.answer ?? {} };
  const { unchanged } = await downloadFile(
    {
      url,
      headers,
      destination,
      ...(before && (isInstalled || isWhole ? { unless: before.answer } : { begun: before.answer })),
      ...(sha256 !== undefined && { hash: { algorithm: 'sha256', hex: sha256 } }),
    },
    {
      fetch: createNetworkFetch(network),
      ...(signal && { signal }),
      ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
      ...(sleep && { sleep }),
      async onAnswer(answer) {
        record = { url, fileName, answer };
        // What lay there is of another version now; its record must not be taken for one of the new file.
        await rm(destination, { force: true });
        await writeDownloadRecord(place, record);
      },
      onProgress: ({ doneBytes, totalBytes, bytesPerSecond, secondsLeft }) =>
        onProgress?.({
          phase: 'downloading',
          done: doneBytes,
          ...(totalBytes !== undefined && { total: totalBytes }),
          perSecond: bytesPerSecond,
          ...(secondsLeft !== undefined && { secondsLeft }),
        }),
    },
  );
  return { record: unchanged && before ? before : record, unchanged: unchanged && isInstalled };
}

/** As a store's manifest and the lists have it. */
export function licenceOf({ licence, licenceAddress }: KnownVocabulary): string {
  return `${licence} (${licenceAddress})`;
}

/** The year that its publisher names the release by, or else the day of the file. */
function releaseOf({ known }: VocabularyAddress, { url, answer }: DownloadRecord): ReleaseDetails {
  const year = known?.yearBegins === undefined ? undefined : /20\d\d/u.exec(fileNameOf(url))?.[0];
  const date = new Date(answer.lastModified ?? '');
  const version = year ?? (Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10));
  return version === undefined ? {} : { version };
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
