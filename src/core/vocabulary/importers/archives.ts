import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Entry } from 'yauzl';
import { VocabularyFileError } from './importer.ts';
import { tooLargeError, type SourceContext, type StoredFile } from './sampleFile.ts';
import { isTooLarge } from './sourceLimits.ts';

const unixTypeMask = 0o170000;
const unixRegular = 0o100000;

/** The files in a .zip, to be read where they are. @throws {VocabularyFileError} */
export async function listZip(archive: string, { limits }: SourceContext): Promise<StoredFile[]> {
  const { size } = await stat(archive);
  return withZip(archive, async (zip) => {
    const files: StoredFile[] = [];
    let unpackedBytes = 0;
    for await (const entry of zip.eachEntry()) {
      checkCount(archive, zip.entryCount, limits.maximumFiles);
      if (!isContent(entry.fileName) || !isRegular(entry)) {
        continue;
      }
      if (entry.isEncrypted()) {
        throw new VocabularyFileError(
          archive,
          'it is encrypted. Unpack it with its password and import the folder.',
        );
      }
      // The library sees to it that no more comes than is stated.
      unpackedBytes += entry.uncompressedSize;
      if (isTooLarge(size, unpackedBytes, limits)) {
        throw tooLargeError(archive);
      }
      files.push({
        path: entry.fileName,
        storedBytes: entry.compressedSize,
        read: () => readZipEntry(archive, entry),
      });
    }
    return files;
  });
}

type Zip = Awaited<ReturnType<(typeof import('yauzl'))['openPromise']>>;

async function withZip<T>(archive: string, use: (zip: Zip) => Promise<T>): Promise<T> {
  const { openPromise } = await import('yauzl');
  try {
    const zip = await openPromise(archive, { lazyEntries: true, autoClose: false, strictFileNames: true });
    try {
      return await use(zip);
    } finally {
      zip.close();
    }
  } catch (error) {
    throw explainZipFailure(archive, error);
  }
}

async function* readZipEntry(archive: string, entry: Entry): AsyncGenerator<Uint8Array> {
  const { openPromise } = await import('yauzl');
  try {
    const zip = await openPromise(archive, { lazyEntries: true, autoClose: false });
    try {
      yield* await zip.openReadStreamPromise(entry);
    } finally {
      zip.close();
    }
  } catch (error) {
    throw explainZipFailure(`${basename(archive)}/${entry.fileName}`, error);
  }
}

/** The library knows no better word for what is wrong with an archive than "Error". */
function explainZipFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error.constructor !== Error || 'code' in error) {
    return error;
  }
  if (/^(?:absolute path|invalid relative path|invalid characters in fileName)/u.test(error.message)) {
    return outsideError(path, error);
  }
  return new VocabularyFileError(
    path,
    `the archive cannot be read (${error.message}). Download or copy it again, or unpack it yourself and ` +
      'import the folder.',
    { cause: error },
  );
}

/** The upper half holds a Unix mode, if the archive was made on Unix; zero says nothing. */
function isRegular(entry: Entry): boolean {
  const type = (entry.externalFileAttributes >>> 16) & unixTypeMask;
  return !entry.fileName.endsWith('/') && (type === 0 || type === unixRegular);
}

export function outsideError(archive: string, cause?: Error): VocabularyFileError {
  return new VocabularyFileError(
    archive,
    'it holds a file that would lie outside the folder it is unpacked to, and is not opened. ' +
      'Get the archive from its publisher again.',
    { cause },
  );
}

export function checkCount(source: string, count: number, maximum: number): void {
  if (count > maximum) {
    throw new VocabularyFileError(
      source,
      `it holds over ${maximum} files. Name the folder, or make an archive, of the vocabulary alone.`,
    );
  }
}

/** Not hidden, and not what macOS adds to archives. */
export function isContent(path: string): boolean {
  return !path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}
