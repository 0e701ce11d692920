import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Answer } from './answer.ts';
import { ConnectionError, DamagedDownloadError, DownloadFolderError } from './downloadErrors.ts';
import { fetchPart, sizeOf, UnchangedFileError, UnusablePartError, type PartRequest } from './fetchPart.ts';
import { hashFile, type ExpectedHash } from './hashFile.ts';
import type { Fetch } from './network.ts';
import { sleepUntilAborted, type Sleep } from './patientFetch.ts';
import { delayBeforeRetry, isTransient } from './retry.ts';
import { createTransferRate, type DownloadProgress } from './transferRate.ts';

export type { DownloadProgress } from './transferRate.ts';

export interface FileToDownload {
  readonly url: string;
  /** Absolute path. What lies there is replaced, once the new file is whole. */
  readonly destination: string;
  readonly bytes?: number;
  /** With it, a download goes on where an earlier one, also of another process, broke off. */
  readonly hash?: ExpectedHash;
  /** What the server said of the file that an earlier download began; it goes on if that is still the file. */
  readonly begun?: Answer;
  /** What the server said of a version that is not to be fetched again. */
  readonly unless?: Answer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface DownloadResult {
  /** The server still has the version that was not to be fetched again: nothing was. */
  readonly unchanged: boolean;
}

export interface DownloadOptions {
  readonly fetch: Fetch;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** What the server says of the file whose first bytes are about to be written. */
  readonly onAnswer?: (answer: Answer) => Promise<void> | void;
  /** How long nothing may arrive. Default half a minute. */
  readonly idleTimeoutMs?: number;
  /** How often in a row a request may fail without bringing a single byte. Default 5. */
  readonly maximumAttempts?: number;
  /** Waits between attempts. */
  readonly sleep?: Sleep;
}

/** What has arrived lies here until it is whole. */
export function incompleteFile(destination: string): string {
  return `${destination}.incomplete`;
}

/**
 * Fetches a file, goes on after dropped connections, and puts it in its place in one rename once its length
 * and hash are right; until then its bytes are in {@link incompleteFile}, which also a cancelled or killed
 * download leaves behind to be resumed. Two downloads to one destination at a time are the caller's to avoid.
 * @throws {DownloadError} of the kind that says what to do; rejects with the signal's reason when aborted.
 */
export async function downloadFile(file: FileToDownload, options: DownloadOptions): Promise<DownloadResult> {
  try {
    await fetchIntoPlace(file, options);
    return { unchanged: false };
  } catch (error) {
    if (error instanceof UnchangedFileError) {
      return { unchanged: true };
    }
    throw error;
  }
}

async function fetchIntoPlace(file: FileToDownload, options: DownloadOptions): Promise<void> {
  const { signal } = options;
  const part = incompleteFile(file.destination);
  signal?.throwIfAborted();
  await onDisk(part, () => mkdir(dirname(part), { recursive: true }));
  if (!file.hash && file.begun?.validator === undefined) {
    // Nothing would tell whether it is the beginning of the same file.
    await discard(part);
  }
  const answer = await fetchWhole(file, part, options);
  if (await findDamage(file.hash ?? answer.digest, part, signal)) {
    await discard(part);
    const second = await fetchWhole(file, part, options);
    const damage = await findDamage(file.hash ?? second.digest, part, signal);
    if (damage) {
      await discard(part);
      throw new DamagedDownloadError(file.url, damage.expected, damage.found);
    }
  }
  signal?.throwIfAborted();
  await onDisk(file.destination, () => rename(part, file.destination));
}

/** Goes on until all bytes have arrived, or until it is not worth to go on. */
async function fetchWhole(file: FileToDownload, part: string, options: DownloadOptions): Promise<Answer> {
  const { signal, maximumAttempts = 5, sleep = sleepUntilAborted } = options;
  const rate = createTransferRate();
  let answer = file.begun ?? {};
  let failures = 0;
  for (;;) {
    const size = await sizeOf(part);
    if (file.bytes !== undefined && size >= file.bytes) {
      if (size === file.bytes && size > 0) {
        return answer;
      }
      await discard(part);
    }
    const { validator } = answer;
    const request: PartRequest = {
      url: file.url,
      headers: { ...file.headers, ...conditionalHeaders(file.unless) },
      part,
      bytes: file.bytes,
      resume: file.hash ? 'unconditionally' : validator === undefined ? 'never' : { validator },
      fetch: options.fetch,
      idleTimeoutMs: options.idleTimeoutMs ?? 30_000,
      signal,
      onBytes(fresh, done, total) {
        failures = fresh > 0 ? 0 : failures;
        rate.add(fresh);
        options.onProgress?.(rate.progress(done, total));
      },
    };
    try {
      const { whole } = await fetchPart(request, async (current) => {
        // A part of the file may be sent without the checksum that came with its beginning.
        const sameFile = current.validator !== undefined && current.validator === answer.validator;
        answer = sameFile ? { ...current, digest: current.digest ?? answer.digest } : current;
        await options.onAnswer?.(answer);
      });
      if (whole) {
        return answer;
      }
      throw new ConnectionError(file.url, 'the connection ended before the file did');
    } catch (error) {
      failures += 1;
      if (error instanceof UnusablePartError && size > 0) {
        await discard(part);
      } else if (!isTransient(error) || failures >= maximumAttempts) {
        throw error;
      } else {
        await sleep(delayBeforeRetry(error, failures), signal);
      }
    }
  }
}

function conditionalHeaders({ etag, lastModified }: Answer = {}): Record<string, string> {
  if (etag !== undefined) {
    return { 'if-none-match': etag };
  }
  return lastModified === undefined ? {} : { 'if-modified-since': lastModified };
}

async function findDamage(
  hash: ExpectedHash | undefined,
  part: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly expected: string; readonly found: string } | undefined> {
  if (!hash) {
    return undefined;
  }
  const expected = hash.hex.toLowerCase();
  const found = await hashFile(part, hash, signal);
  return found === expected ? undefined : { expected, found };
}

async function discard(part: string): Promise<void> {
  await onDisk(part, () => rm(part, { force: true }));
}

async function onDisk(path: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new DownloadFolderError(path, error);
  }
}
