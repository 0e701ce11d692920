import { createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ImportError } from './catalogueErrors.ts';

/** What is said of an entry with a name that leads elsewhere. */
export const outside = 'a file that would be put outside the folder it is unpacked to';

/** Writes an archive's entries below a folder, and nothing anywhere else. */
export interface EntryWriter {
  /** For each entry that is not an ordinary file or folder: links lead elsewhere. */
  refuse(name: string, kind: string): never;
  /** More than anybody can mean to unpack. */
  tooLarge(): never;
  /**
   * @param bytes what the archive says; that no more comes is for the library that reads it to see to.
   * @param open called when its bytes are wanted, and not before: nobody would hear of a failure.
   */
  write(name: string, bytes: number, open: () => Promise<Readable>): Promise<void>;
}

export interface EntryLimits {
  /** Unpacked, all together. */
  readonly maximumBytes: number;
  readonly maximumEntries: number;
}

/**
 * Limits for an archive that is to hold an encoder. Weights hardly shrink, so what becomes a hundred times as
 * large was made to fill disks; so was what does not fit on this one.
 */
export async function limitsFor(archive: string, freeBytes: number): Promise<EntryLimits> {
  const { size } = await stat(archive);
  const smallestLimit = 20_000_000;
  return { maximumBytes: Math.min(freeBytes, Math.max(100 * size, smallestLimit)), maximumEntries: 1_000 };
}

export function createEntryWriter(
  archive: string,
  folder: string,
  limits: EntryLimits,
  { signal, onBytes }: { signal: AbortSignal | undefined; onBytes: (total: number) => void },
): EntryWriter {
  let entries = 0;
  let total = 0;
  const tooLargeError = (): ImportError =>
    new ImportError(
      archive,
      `unpacked, it would be over ${Math.floor(limits.maximumBytes / 1e6)} MB, which is more than this disk has free ` +
        'or than an encoder of its size can be. Unpack it yourself and import the folder.',
    );
  const refuse = (name: string, kind: string): never => {
    throw new ImportError(
      archive,
      `it holds ${kind}, ${JSON.stringify(name.slice(0, 200))}, and was not unpacked. Make an archive of plain files.`,
    );
  };
  return {
    refuse,
    tooLarge() {
      throw tooLargeError();
    },
    async write(name, bytes, open) {
      entries += 1;
      if (entries > limits.maximumEntries) {
        throw new ImportError(
          archive,
          `it holds over ${limits.maximumEntries} files. Import the model's folder.`,
        );
      }
      if (total + bytes > limits.maximumBytes) {
        throw tooLargeError();
      }
      const file = join(folder, ...safeParts(name, refuse));
      await mkdir(dirname(file), { recursive: true });
      const count = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          total += chunk.length;
          onBytes(total);
          done(null, chunk);
        },
      });
      // Twice the same name is not a model, and must not replace what has been looked at.
      await pipeline(await open(), count, createWriteStream(file, { flags: 'wx' }), {
        ...(signal && { signal }),
      });
    },
  };
}

/** By the rules of both POSIX and Windows, whichever this machine follows. */
function safeParts(name: string, refuse: EntryWriter['refuse']): string[] {
  const parts = name.split('/').filter((part, i) => part !== '.' || i > 0);
  if (
    name.includes('\\') ||
    name.includes('\0') ||
    /^(?:\/|[a-z]:)/iu.test(name) ||
    parts.some((part) => part === '' || part === '..' || part === '.')
  ) {
    return refuse(name, outside);
  }
  return parts;
}
