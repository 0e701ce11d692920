import { readFile } from 'node:fs/promises';
import type { AnnotationFile } from '../../core/annotation/annotationFile.ts';
import { createAnnotationSet, type AnnotationSet } from '../../core/annotation/annotationSet.ts';
import type { AnnotationStorage } from './annotationStorage.ts';

/** What the two files of a note hold. */
export interface StoredAnnotations {
  readonly file: AnnotationFile;
  /** Without its byte order mark; the editor's text for a note without a file. */
  readonly noteText: string;
  readonly noteHasByteOrderMark: boolean;
}

export async function readStoredAnnotations(
  notePath: string | undefined,
  storage: AnnotationStorage,
  editorText: string,
): Promise<StoredAnnotations> {
  const file = await storage.read();
  const text = notePath === undefined ? undefined : await readNote(notePath);
  const noteHasByteOrderMark = text?.startsWith('\ufeff') ?? false;
  return { file, noteText: text?.slice(noteHasByteOrderMark ? 1 : 0) ?? editorText, noteHasByteOrderMark };
}

/** The annotations; those that moved in the note are looked for. */
export function parseStoredAnnotations({
  file,
  noteText,
  noteHasByteOrderMark,
}: StoredAnnotations): AnnotationSet {
  return createAnnotationSet(file.text ?? '', noteText, file.path, { noteHasByteOrderMark }).reanchor().set;
}

/** The note's text as its file holds it; nothing when it has no file yet, or one that is not UTF-8. */
async function readNote(path: string): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof TypeError || (error as NodeJS.ErrnoException).code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
