import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { annotationPath } from '../../core/annotation/annotationFile.ts';
import {
  doneState,
  parseReviewed,
  type ReviewedNote,
  withoutReviewed,
  withReviewed,
} from '../../core/annotation/reviewed/reviewedTable.ts';
import { workspacePlace } from '../../core/vocabulary/own/ownPlace.ts';
import { changeOwnTable, readOwnLines } from '../../core/vocabulary/own/ownTableFile.ts';
import type { ReviewState } from '../../protocol/viewMessages.ts';
import { StoredNoteError } from './storedNote.ts';

/** Which notes of workspace folders somebody has gone through, kept in each folder's `.termlens/reviewed.tsv`. */
export interface ReviewedNotes {
  /** Of those of the notes that are done, or were and have changed since. */
  read(
    root: string,
    paths: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, ReviewState>>;
}

const rememberedNotes = 50_000;

export function reviewedFile(root: string): string {
  return join(root, '.termlens', 'reviewed.tsv');
}

export function createReviewedNotes(): ReviewedNotes {
  const known = new LRUCache<string, { readonly stamp: string; readonly sums: Checksums }>({
    max: rememberedNotes,
  });
  const checksumsOf = async (notePath: string): Promise<Checksums> => {
    const stamp = `${await stampOf(notePath)} ${await stampOf(annotationPath(notePath))}`;
    const remembered = known.get(notePath);
    if (remembered?.stamp === stamp) {
      return remembered.sums;
    }
    const sums = await readChecksums(notePath);
    known.set(notePath, { stamp, sums });
    return sums;
  };
  return {
    async read(root, paths, signal) {
      const table = await readTable(root);
      const states = new Map<string, ReviewState>();
      for (const path of table.size === 0 ? [] : paths) {
        signal.throwIfAborted();
        const reviewed = table.get(path);
        if (reviewed?.state === doneState) {
          const { note, annotations } = await checksumsOf(join(root, path));
          const isSame = note === reviewed.note && annotations === reviewed.annotations;
          states.set(path, isSame ? 'done' : 'changed');
        }
      }
      return states;
    },
  };
}

/**
 * Marks notes of a folder as done, as they are on disk now, or as not done.
 * @throws {StoredNoteError} when one is not there. @throws {ReviewedTableError} @throws {OwnTableError} when the table
 * cannot be changed.
 */
export async function markNotes(
  root: string,
  paths: readonly string[],
  isDone: boolean,
  dataFolder: string,
): Promise<void> {
  const file = reviewedFile(root);
  const notes: ReviewedNote[] = [];
  for (const path of isDone ? paths : []) {
    const sums = await readChecksums(join(root, path));
    if (sums.note === missing) {
      throw new StoredNoteError(`${join(root, path)}: there is no such note. Save it first.`);
    }
    notes.push({ path, state: doneState, ...sums });
  }
  const { id, title } = workspacePlace(root);
  await changeOwnTable({ id: `${id}-reviewed`, title, file }, dataFolder, (text) =>
    isDone ? withReviewed(text, file, notes) : withoutReviewed(text, file, paths),
  );
}

async function readTable(root: string): Promise<ReadonlyMap<string, ReviewedNote>> {
  const lines = (await readOwnLines(reviewedFile(root)))?.lines ?? [];
  return parseReviewed(lines.join('\n'));
}

type Checksums = Pick<ReviewedNote, 'note' | 'annotations'>;

const missing = '-';

async function readChecksums(notePath: string): Promise<Checksums> {
  return {
    note: await checksumOf(notePath),
    annotations: await checksumOf(annotationPath(notePath)),
  };
}

/** Enough to tell a changed file; line ends count, as annotations are placed by them. */
async function checksumOf(path: string): Promise<string> {
  const bytes = await readIfThere(path);
  return bytes === undefined ? missing : createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw new StoredNoteError(`${path}: the file cannot be read (${codeOf(error)}). Allow reading it.`, {
      cause: error,
    });
  }
}

async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    if (isMissing(error)) {
      return missing;
    }
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
