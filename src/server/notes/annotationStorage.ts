import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  AnnotationFileError,
  readAnnotationFile,
  readAnnotationFileAt,
  writeAnnotationFile,
  type AnnotationFile,
} from '../../core/annotation/annotationFile.ts';

/** Where annotations of a note are kept. */
export interface AnnotationStorage {
  /** @throws {AnnotationFileError} when they cannot be read. */
  read(): Promise<AnnotationFile>;
  /** Writes `text` if nobody else wrote since `file` was read; see `writeAnnotationFile`. */
  write(file: AnnotationFile, text: string): Promise<AnnotationFile>;
}

/** In the note's `.ann` file, beside it. */
export function besideNote(notePath: string): AnnotationStorage {
  return { read: () => readAnnotationFile(notePath), write: writeAnnotationFile };
}

/** In a file elsewhere, whose folder is made when there is something to keep. */
export function inFile(path: string): AnnotationStorage {
  return {
    read: () => readAnnotationFileAt(path),
    async write(file, text) {
      if (file.text === undefined && text !== '') {
        await makeFolder(path);
      }
      return await writeAnnotationFile(file, text);
    },
  };
}

/** For as long as the note is open. */
export function inMemory(): AnnotationStorage {
  let kept = '';
  const path = 'memory';
  return {
    read: () => Promise.resolve({ path, text: kept }),
    write(_file, text) {
      kept = text;
      return Promise.resolve({ path, text });
    },
  };
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new AnnotationFileError(
      path,
      `its folder cannot be made (${code}). Make the workspace folder writable.`,
      { cause: error },
    );
  }
}
