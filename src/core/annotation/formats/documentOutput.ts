import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type AnnotationFormat, AnnotationFormatError, type OutputPart } from './annotationFormat.ts';

/** Something lies already where a document should be written. */
export class OutputExistsError extends AnnotationFormatError {
  override readonly name = 'OutputExistsError';
  readonly path: string;

  constructor(path: string) {
    super(path, 'it is there already. Give --force to overwrite it, or another --output.');
    this.path = path;
  }
}

/** Where documents are written to. */
export interface DocumentOutput {
  /** @param documentId names the files of a format with files for each document. */
  write(documentId: string, parts: readonly OutputPart[]): Promise<void>;
  /** Puts what was written in its place; only then a file for all documents is there. */
  finish(parts: readonly OutputPart[]): Promise<readonly string[]>;
  /** Leaves nothing that is not whole; after `finish` nothing happens. */
  discard(): Promise<void>;
}

export interface OutputOptions {
  /** Overwrite what is there. */
  readonly force: boolean;
}

/** A file for a format that holds all documents in one, else a folder. */
export async function createOutput(
  path: string,
  format: AnnotationFormat,
  { force }: OutputOptions,
): Promise<DocumentOutput> {
  return format.layout === 'collection' ? createFileOutput(path, force) : createFolderOutput(path, force);
}

async function createFileOutput(path: string, force: boolean): Promise<DocumentOutput> {
  await refuseExisting(path, force);
  const temporary = temporaryPath(path);
  let handle: FileHandle | undefined = await explain(path, () => open(temporary, 'wx'));
  const append = async (parts: readonly OutputPart[]): Promise<void> => {
    for (const { text } of parts) {
      await explain(path, async () => handle?.appendFile(text));
    }
  };
  return {
    write: (_, parts) => append(parts),
    async finish(parts) {
      await append(parts);
      await handle?.close();
      handle = undefined;
      await explain(path, () => rename(temporary, path));
      return [path];
    },
    async discard() {
      if (handle !== undefined) {
        await handle.close();
        handle = undefined;
        await rm(temporary, { force: true });
      }
    },
  };
}

async function createFolderOutput(folder: string, force: boolean): Promise<DocumentOutput> {
  const status = await statOf(folder);
  if (status?.isFile() === true) {
    throw new AnnotationFormatError(folder, 'this is a file; a folder is needed, for a file each document.');
  }
  const written: string[] = [];
  const nameOf = createFileNames();
  return {
    async write(documentId, parts) {
      const name = nameOf(documentId);
      const files = parts.map(({ ending, text }) => ({ path: join(folder, `${name}${ending}`), text }));
      for (const { path } of files) {
        await refuseExisting(path, force);
      }
      await explain(folder, () => mkdir(folder, { recursive: true }));
      for (const { path, text } of files) {
        await writeWhole(path, text);
        written.push(path);
      }
    },
    finish: () => Promise.resolve(written),
    discard: () => Promise.resolve(),
  };
}

async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = temporaryPath(path);
  try {
    await explain(path, async () => {
      const handle = await open(temporary, 'wx');
      try {
        await handle.writeFile(text);
      } finally {
        await handle.close();
      }
      await rename(temporary, path);
    });
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A document's id as the name of a file: no folders, and no names that a system reserves. */
export function toFileName(documentId: string): string {
  return (
    documentId
      .replaceAll(/[^\p{L}\p{M}\p{N} ._-]/gu, '_')
      .replace(/^[. ]+|[. ]+$/gu, '_')
      .slice(0, 120) || 'document'
  );
}

/** The same for all documents of a folder, none of them twice. */
export function createFileNames(): (documentId: string) => string {
  const used = new Set<string>();
  return (documentId) => {
    const name = toFileName(documentId);
    let free = name;
    for (let i = 2; used.has(free.toLowerCase()); i++) {
      free = `${name}-${i}`;
    }
    used.add(free.toLowerCase());
    return free;
  };
}

function temporaryPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.part`);
}

async function refuseExisting(path: string, force: boolean): Promise<void> {
  const status = await statOf(path);
  if (status?.isDirectory() === true) {
    throw new AnnotationFormatError(path, 'this is a folder; name a file, which all documents go into.');
  }
  if (status !== undefined && !force) {
    throw new OutputExistsError(path);
  }
}

async function statOf(path: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw unwritable(path, error);
  }
}

async function explain<T>(path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, cause: unknown): AnnotationFormatError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AnnotationFormatError(path, `it cannot be written (${reason}).`, { cause });
}
