import { readFile, stat } from 'node:fs/promises';
import { annotationPath, readAnnotationFile } from '../../core/annotation/annotationFile.ts';
import { createAnnotationSet, type AnnotationSet } from '../../core/annotation/annotationSet.ts';

/** Larger texts are logs and dumps, which nobody annotates as one note. */
const largestNoteBytes = 50 * 1024 * 1024;

/** A note of a folder cannot be read or made. */
export class StoredNoteError extends Error {
  override readonly name = 'StoredNoteError';
}

/** The annotations of a note as they lie on disk, placed in its text as that lies there. */
export async function readStoredNote(notePath: string): Promise<AnnotationSet> {
  const { text, hasByteOrderMark } = await readNoteText(notePath);
  const file = await readAnnotationFile(notePath);
  const options = { noteHasByteOrderMark: hasByteOrderMark };
  return createAnnotationSet(file.text ?? '', text, file.path, options).reanchor().set;
}

/** A note's text without a byte order mark. @throws {StoredNoteError} when it cannot be read or is no UTF-8 text. */
export async function readNoteText(
  notePath: string,
): Promise<{ readonly text: string; readonly hasByteOrderMark: boolean }> {
  const text = decode(notePath, await readNote(notePath));
  const hasByteOrderMark = text.startsWith('\ufeff');
  return { text: hasByteOrderMark ? text.slice(1) : text, hasByteOrderMark };
}

/** Whether there is anything at `path`. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return false;
    }
    throw error;
  }
}

/** Changes whenever the note or its annotations do. Empty where one of them is not there. */
export async function readStamp(notePath: string): Promise<string> {
  try {
    const files = await Promise.all([stat(notePath), stat(annotationPath(notePath))]);
    return files.map(({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`).join(' ');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return '';
    }
    throw error;
  }
}

async function readNote(notePath: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(notePath);
    if (size > largestNoteBytes) {
      throw new StoredNoteError(`${notePath}: the note is larger than 50 MB and is not read. Split it.`);
    }
    return await readFile(notePath);
  } catch (error) {
    if (error instanceof StoredNoteError) {
      throw error;
    }
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new StoredNoteError(
      code === 'ENOENT'
        ? `${notePath}: there are annotations and no note. Put the note beside them.`
        : `${notePath}: the note cannot be read (${code}). Allow reading it.`,
      { cause: error },
    );
  }
}

function decode(notePath: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new StoredNoteError(`${notePath}: the note is no UTF-8 text. Save it as UTF-8.`, { cause: error });
  }
}
