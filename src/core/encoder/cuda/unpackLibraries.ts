import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise as openZip, type Entry, type ZipFile } from 'yauzl';
import { CudaInstallError } from './cudaErrors.ts';

/** An entry that is wanted, and no more bytes than it may plausibly have unpacked. */
export interface WantedEntry {
  readonly path: string;
  readonly maximumBytes: number;
}

const largestEntryCount = 10_000;

/**
 * Takes the wanted entries out of a `.nupkg`, which is a zip file, into `folder` under their last names; nothing else
 * of it is unpacked or trusted. An entry that would leave the folder, is larger than stated or plausible, encrypted,
 * missing or there twice makes the whole package unusable.
 * @throws {CudaInstallError}
 */
export async function unpackLibraries(
  archive: string,
  folder: string,
  wanted: readonly WantedEntry[],
  signal?: AbortSignal,
): Promise<void> {
  try {
    const zip = await openZip(archive, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
    try {
      await unpack(zip, folder, wanted, signal);
    } finally {
      zip.close();
    }
  } catch (cause) {
    signal?.throwIfAborted();
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new CudaInstallError(`${folder}: the disk is full. Make room and try again.`, { cause });
    }
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new CudaInstallError(
      `${archive}: the package cannot be used (${problem}). Nothing was installed. Try again; when it stays so, ` +
        'the feed serves another package than expected.',
      { cause },
    );
  }
}

async function unpack(
  zip: ZipFile,
  folder: string,
  wanted: readonly WantedEntry[],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (zip.entryCount > largestEntryCount) {
    throw new Error(`it claims ${zip.entryCount} entries`);
  }
  const missing = new Map(wanted.map((entry) => [entry.path, entry]));
  // Entries with `..`, a drive or a backslash in their names are refused while they are listed.
  for await (const entry of zip.eachEntry()) {
    const known = wanted.find(({ path }) => path === entry.fileName);
    if (known !== undefined) {
      if (!missing.delete(known.path)) {
        throw new Error(`it has two entries ${known.path}`);
      }
      await unpackEntry(zip, entry, known, join(folder, basename(known.path)), signal);
    }
  }
  const [first] = missing.keys();
  if (first !== undefined) {
    throw new Error(`it has no entry ${first}`);
  }
}

async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  { path, maximumBytes }: WantedEntry,
  file: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (entry.uncompressedSize > maximumBytes) {
    throw new Error(
      `${path} would have ${entry.uncompressedSize} bytes, more than the ${maximumBytes} expected`,
    );
  }
  // Fails, too, when there is more or less in it than it states.
  const stream = await zip.openReadStreamPromise(entry);
  await pipeline(stream, createWriteStream(file, { flags: 'wx', mode: 0o644 }), {
    ...(signal && { signal }),
  });
}
