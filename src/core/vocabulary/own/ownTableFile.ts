import { createReadStream } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { takeFileLock } from '../../fileLock.ts';
import { writeFileWhole } from '../../writeFileWhole.ts';
import type { ImportProblem } from '../importProblem.ts';
import { readLines } from '../importers/sourceLines.ts';
import { ownFolder, type OwnPlace } from './ownPlace.ts';
import { OwnTableError } from './ownTableErrors.ts';

/** Larger ones are no work of people. */
const largestFileBytes = 20 * 1024 * 1024;
/** How often a change is made again because another program wrote meanwhile. */
const maximumAttempts = 5;

/**
 * The lines of a table, those that are no text left empty beside a problem; nothing when there is no such file.
 * @throws {OwnTableError} when it cannot be read at all.
 */
export async function readOwnLines(
  file: string,
): Promise<{ readonly lines: readonly string[]; readonly problems: readonly ImportProblem[] } | undefined> {
  if (!(await isReadable(file))) {
    return undefined;
  }
  const lines: string[] = [];
  const problems: ImportProblem[] = [];
  try {
    for await (const batch of readLines({ path: file, read: () => createReadStream(file) })) {
      lines.push(...batch.lines);
      problems.push(...batch.problems);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  return { lines, problems };
}

/**
 * Changes a table, or makes it, one process at a time. What another program writes meanwhile is never lost: the
 * change is made again from what is there then.
 * @param change takes the text, empty where there is no file, and gives the new one.
 * @throws {OwnTableError} when it cannot be read or written, is no UTF-8, or keeps changing.
 */
export async function changeOwnTable(
  { id, file }: OwnPlace,
  dataFolder: string,
  change: (text: string) => string,
  signal?: AbortSignal,
): Promise<void> {
  const release = await takeFileLock(join(ownFolder(dataFolder), `${id}.lock`), signal).catch(
    (error: unknown) => {
      signal?.throwIfAborted();
      throw unwritable(file, error);
    },
  );
  try {
    for (let attempt = 0; attempt < maximumAttempts; attempt++) {
      const before = await readText(file);
      const after = change(before ?? '');
      if (after === (before ?? '')) {
        return;
      }
      if ((await readText(file)) === before) {
        await write(file, after);
        return;
      }
    }
    throw new OwnTableError(file, 'another program keeps changing the file. Repeat when it has ended.');
  } finally {
    await release();
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFileWhole(file, Buffer.from(text));
  } catch (error) {
    throw unwritable(file, error);
  }
}

async function readText(file: string): Promise<string | undefined> {
  if (!(await isReadable(file))) {
    return undefined;
  }
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, error);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new OwnTableError(
      file,
      'the file is no UTF-8 text and is left alone. Save it as UTF-8, and repeat.',
      {
        cause: error,
      },
    );
  }
}

/** Whether there is such a file. */
async function isReadable(file: string): Promise<boolean> {
  const status = await stat(file).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return undefined;
    }
    throw unreadable(file, error);
  });
  if (status && !status.isFile()) {
    throw new OwnTableError(file, 'a table is kept here, but this is no file. Move or rename it.');
  }
  if (status && status.size > largestFileBytes) {
    throw new OwnTableError(
      file,
      'the file is larger than 20 MB and is not read. Add it as a vocabulary: termlens vocabulary add.',
    );
  }
  return status !== undefined;
}

function unreadable(file: string, cause: unknown): OwnTableError {
  return new OwnTableError(
    file,
    `the file cannot be read (${codeOf(cause)}). Allow reading it, or move it away.`,
    {
      cause,
    },
  );
}

function unwritable(file: string, cause: unknown): OwnTableError {
  return new OwnTableError(
    file,
    `the table cannot be written (${codeOf(cause)}). Make the file and its folder writable, or free some space, and repeat.`,
    { cause },
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
}
