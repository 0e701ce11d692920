import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { writeFileWhole } from '../writeFileWhole.ts';
import { hasConflictMarkers } from './merge/conflictMarkers.ts';

/** The annotation file of a note and what was in it when it was read or written last. */
export interface AnnotationFile {
  readonly path: string;
  /** With its byte order mark, if it has one; none where there is no such file yet. */
  readonly text?: string;
}

/** An annotation file could not be read or written. The message says why and what to do. */
export class AnnotationFileError extends Error {
  override readonly name: string = 'AnnotationFileError';
  readonly file: string;

  constructor(file: string, reason: string, options?: ErrorOptions) {
    super(`${file}: ${reason}`, options);
    this.file = file;
  }
}

/** Another program wrote the annotation file since it was read: read it again, and repeat the change. */
export class AnnotationFileChangedError extends AnnotationFileError {
  override readonly name = 'AnnotationFileChangedError';

  constructor(file: string) {
    super(file, 'the file was changed by another program. Load it again, then repeat the last change.');
  }
}

/** git left two versions in the annotation file: merge them first, then repeat the change. */
export class AnnotationFileConflictError extends AnnotationFileError {
  override readonly name = 'AnnotationFileConflictError';

  constructor(file: string) {
    super(
      file,
      'git left two versions in the file, so nothing is written to it. Run “TermLens: Merge Annotations…”, then repeat the last change.',
    );
  }
}

const largestFileBytes = 50 * 1024 * 1024;

/** Where the annotations of a note lie: `note.txt` ↔ `note.ann` as in brat, `note.md` ↔ `note.md.ann`. */
export function annotationPath(notePath: string): string {
  return extname(notePath) === '.txt' ? `${notePath.slice(0, -'.txt'.length)}.ann` : `${notePath}.ann`;
}

/**
 * Reads the annotation file of a note; a note without one has no annotations.
 * @throws {AnnotationFileError} when it is no file, cannot be read, is larger than 50 MB or no UTF-8 text.
 */
export function readAnnotationFile(notePath: string): Promise<AnnotationFile> {
  return readAnnotationFileAt(annotationPath(notePath));
}

/** As `readAnnotationFile` does, the annotation file at `path`. */
export async function readAnnotationFileAt(path: string): Promise<AnnotationFile> {
  const text = await readText(path);
  return text === undefined ? { path } : { path, text };
}

/**
 * Writes `text` whole or not at all, and returns what to hand in the next time. Nothing is written
 * where the file has that text already, or where there is no file and no text. One call at a time for
 * one file: a change between the comparison and the writing would be lost.
 * @throws {AnnotationFileChangedError} when the file is not as it was in `file`.
 * @throws {AnnotationFileConflictError} when both have conflict markers; without them `text` is what was merged.
 * @throws {AnnotationFileError} when it cannot be written.
 */
export async function writeAnnotationFile(file: AnnotationFile, text: string): Promise<AnnotationFile> {
  const { path } = file;
  const current = await readText(path);
  if (current !== file.text) {
    throw new AnnotationFileChangedError(path);
  }
  if (text === (current ?? '')) {
    return file;
  }
  if (hasConflictMarkers(current ?? '') && hasConflictMarkers(text)) {
    throw new AnnotationFileConflictError(path);
  }
  const bytes = Buffer.from(text);
  try {
    await writeFileWhole(path, bytes);
  } catch (error) {
    throw new AnnotationFileError(path, reasonNotWritten(error), { cause: error });
  }
  // What the file holds now: half a surrogate pair, should an editor hand one in, is written as U+FFFD.
  return { path, text: bytes.toString() };
}

async function readText(path: string): Promise<string | undefined> {
  let bytes: Uint8Array;
  try {
    const status = await stat(path);
    if (!status.isFile()) {
      throw new AnnotationFileError(
        path,
        'annotations are kept here, but this is no file. Move or rename it.',
      );
    }
    if (status.size > largestFileBytes) {
      throw new AnnotationFileError(
        path,
        'the file is larger than 50 MB and is not read. Split the note, or move the file away.',
      );
    }
    bytes = await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error instanceof AnnotationFileError
      ? error
      : new AnnotationFileError(
          path,
          `the file cannot be read (${codeOf(error)}). Allow reading it, or move it away.`,
          { cause: error },
        );
  }
  return decode(path, bytes);
}

function decode(path: string, bytes: Uint8Array): string {
  const reason = 'the file is no UTF-8 text and is left alone. Save it as UTF-8, or move it away.';
  if (bytes.includes(0)) {
    throw new AnnotationFileError(path, reason);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new AnnotationFileError(path, reason, { cause: error });
  }
}

function reasonNotWritten(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `the annotations cannot be written (${code}): the file or its folder is read-only. Make both writable, or move the note to a folder of your own.`;
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return `the annotations cannot be written (${code}): the disk is full. Free some space and save again; the old file is still whole.`;
    case 'ENOENT':
    case 'ENOTDIR':
      return `the annotations cannot be written (${code}): the folder is not there. Save the note first.`;
    default:
      return `the annotations cannot be written (${code}). The old file is still whole; save again.`;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unknown error';
}
