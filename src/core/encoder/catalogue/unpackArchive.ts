import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { freeSpace as measureFreeSpace, type FreeSpace } from '../../download/freeSpace.ts';
import { createEntryWriter, limitsFor, outside, type EntryWriter } from './archiveEntries.ts';
import { CatalogueError, ImportError } from './catalogueErrors.ts';

export interface UnpackOptions {
  /** Exists and is empty. */
  readonly folder: string;
  readonly signal?: AbortSignal | undefined;
  readonly freeSpace?: FreeSpace | undefined;
  /** So many bytes of all files have been unpacked by now. */
  readonly onBytes: (total: number) => void;
}

/**
 * Unpacks a .zip, .tar or .tar.gz of an encoder.
 * @throws {ImportError} when it is damaged, or holds what no encoder's archive holds: links, devices, files that
 *   would land outside, or more than it can be meant to hold.
 */
export async function unpackArchive(archive: string, options: UnpackOptions): Promise<void> {
  const { folder, signal, freeSpace = measureFreeSpace, onBytes } = options;
  const limits = await limitsFor(archive, await freeSpace(folder));
  const writer = createEntryWriter(archive, folder, limits, { signal, onBytes });
  try {
    await ((await isZip(archive)) ? unpackZip(archive, writer) : unpackTar(archive, writer, signal));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof CatalogueError) {
      throw error;
    }
    // Both libraries look for the worst by themselves, and know no better word for it than "error".
    const { message } = error as Error;
    if (/decompression ratio/u.test(message)) {
      writer.tooLarge();
    }
    const [, name] =
      /^(?:absolute path|invalid relative path|invalid characters in fileName): (.*)$/su.exec(message) ?? [];
    if (name !== undefined) {
      writer.refuse(name, outside);
    }
    throw new ImportError(
      archive,
      `it cannot be unpacked (${message}). It must be a .zip, .tar or .tar.gz file; copy it again, or ` +
        'unpack it yourself and import the folder.',
      { cause: error },
    );
  }
}

/** By its first bytes: endings get lost when files are carried around. */
async function isZip(archive: string): Promise<boolean> {
  const file = await open(archive, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && ['PK\u0003\u0004', 'PK\u0005\u0006'].includes(buffer.toString('latin1'));
  } finally {
    await file.close();
  }
}

const unixTypeMask = 0o170000;
const unixRegular = 0o100000;
const unixFolder = 0o040000;

async function unpackZip(archive: string, writer: EntryWriter): Promise<void> {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(archive, { lazyEntries: true, autoClose: false, strictFileNames: true });
  try {
    for await (const entry of zip.eachEntry()) {
      // The upper half holds a Unix mode, if the archive was made on Unix; zero says nothing.
      const type = (entry.externalFileAttributes >>> 16) & unixTypeMask;
      if (type !== 0 && type !== unixRegular && type !== unixFolder) {
        writer.refuse(entry.fileName, 'a link or device');
      }
      if (entry.fileName.endsWith('/')) {
        continue;
      }
      if (entry.isEncrypted()) {
        throw new ImportError(archive, 'it is encrypted. Unpack it yourself and import the folder.');
      }
      await writer.write(entry.fileName, entry.uncompressedSize, () => zip.openReadStreamPromise(entry));
    }
  } finally {
    zip.close();
  }
}

async function unpackTar(
  archive: string,
  writer: EntryWriter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { Parser } = await import('tar');
  const source = createReadStream(archive);
  await new Promise<void>((resolve, reject) => {
    // One after the other, whether or not the parser waits for each.
    let written = Promise.resolve();
    const fail = (cause: unknown): void => {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      source.destroy();
      parser.abort(error);
      reject(error);
    };
    const parser = new Parser({
      onReadEntry(entry) {
        if (entry.type === 'Directory') {
          entry.resume();
          return;
        }
        if (!['File', 'OldFile', 'ContiguousFile'].includes(entry.type)) {
          entry.resume();
          written = written.then(() => writer.refuse(entry.path, 'a link or device'));
          written.catch(fail);
          return;
        }
        const content = (): Promise<Readable> => Promise.resolve(Readable.from(entry));
        written = written.then(() => writer.write(entry.path, entry.size, content));
        written.catch(fail);
      },
    });
    parser.on('error', fail);
    parser.on('warn', (code: string, message: string) => {
      // Others tell of attributes that are not taken over.
      if (/^TAR_(?:BAD_ARCHIVE|ENTRY_INVALID|ENTRY_ERROR|ABORT)$/u.test(code)) {
        fail(new Error(message));
      }
    });
    parser.on('ignoredEntry', (entry: { path: string; type: string }) => {
      written = written.then(() => writer.refuse(entry.path, 'something that is no file'));
      written.catch(fail);
    });
    parser.on('end', () => {
      written.then(resolve, reject);
    });
    signal?.addEventListener('abort', () => fail(signal.reason), { once: true });
    source.on('error', fail);
    source.pipe(parser);
  });
}
