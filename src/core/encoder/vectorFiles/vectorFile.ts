import { mkdtemp, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { endianness } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** A file format that is a header and then the vectors, row by row, as little-endian float32. */
export interface VectorFileFormat {
  /** As long for any number of rows, for the number is known and written again only at the end. */
  formatHeader(rows: number, dimensions: number): Buffer;
}

/** Writes vectors as they come. Under the file's own name there is nothing, or what was there, until `finish`. */
export interface VectorFileWriter {
  /** @param vectors shape `[rows, dimensions]`; one call at a time. */
  append(vectors: Float32Array): Promise<void>;
  /** Moves the whole file into place. */
  finish(): Promise<void>;
  /** Removes what was written; after `finish` it does nothing. */
  discard(): Promise<void>;
}

/** The file of vectors cannot be written where the user wants it. */
export class VectorFileError extends Error {
  override readonly name = 'VectorFileError';

  constructor(file: string, cause: unknown) {
    super(`${file}: ${explain(cause)}`, { cause });
  }
}

/**
 * Begins a file of vectors in a folder of its own beside its final place, so that one rename on the same disk
 * puts it there.
 * @throws {VectorFileError} here and from the writer's methods.
 */
export async function createVectorFile(
  file: string,
  format: VectorFileFormat,
  dimensions: number,
): Promise<VectorFileWriter> {
  const attempt = async <T>(step: () => Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (cause) {
      throw new VectorFileError(file, cause);
    }
  };
  const target = await attempt(() => findTarget(file));
  const draftFolder = await attempt(() => mkdtemp(join(dirname(target), `.${basename(target)}.draft-`)));
  const draft = join(draftFolder, basename(target));
  let handle: FileHandle | undefined;
  let rows = 0;

  const close = async (): Promise<void> => {
    const closing = handle;
    handle = undefined;
    await closing?.close();
  };
  const discard = async (): Promise<void> => {
    await close();
    await rm(draftFolder, { recursive: true, force: true });
  };
  const write = async (bytes: Uint8Array, position: number | null): Promise<void> => {
    if (handle === undefined) {
      throw new Error('the file is closed');
    }
    // A single write may take less than all of it, for example more than 2 GiB.
    for (let done = 0; done < bytes.length;) {
      const at = position === null ? null : position + done;
      done += (await handle.write(bytes, done, bytes.length - done, at)).bytesWritten;
    }
  };

  try {
    handle = await attempt(() => open(draft, 'wx'));
    await attempt(() => write(format.formatHeader(0, dimensions), null));
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    append: (vectors) =>
      attempt(async () => {
        await write(littleEndianBytes(vectors), null);
        rows += vectors.length / dimensions;
      }),
    finish: () =>
      attempt(async () => {
        await write(format.formatHeader(rows, dimensions), 0);
        await handle?.sync();
        await close();
        await rename(draft, target);
        await discard();
      }),
    discard: () => attempt(discard),
  };
}

/** The bytes of float32 numbers in the order that both formats want; a copy only where the machine's own differs. */
export function littleEndianBytes(values: Float32Array, machine = endianness()): Buffer {
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return machine === 'LE' ? bytes : Buffer.from(bytes).swap32();
}

/** Where the file really goes: a link is to keep pointing at it. Looked at now, not after hours of encoding. */
async function findTarget(file: string): Promise<string> {
  try {
    const target = await realpath(file);
    if ((await stat(target)).isDirectory()) {
      throw Object.assign(new Error('the file is a folder'), { code: 'EISDIR' });
    }
    return target;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return resolve(file);
    }
    throw error;
  }
}

function explain(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'its folder does not exist. Make the folder first, or choose another.';
    case 'EISDIR':
    case 'ENOTEMPTY':
      return 'there is a folder of this name. Choose another name.';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full. Make room, or choose another disk.';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `the file cannot be written there (${code}). Check the folder's permissions, or choose another.`;
    case undefined:
    default:
      return `the file cannot be written (${code ?? message}).`;
  }
}
