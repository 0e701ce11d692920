import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  AnnotationFileError,
  readAnnotationFile,
  writeAnnotationFile,
} from '../../core/annotation/annotationFile.ts';
import {
  ConflictMarkersError,
  hasConflictMarkers,
  splitConflicts,
} from '../../core/annotation/merge/conflictMarkers.ts';
import type { AnnotationVersions } from '../../core/annotation/merge/mergeAnnotations.ts';
import { mergeForNote, type NoteText } from '../../core/annotation/merge/mergeForNote.ts';
import type { MergeOutcome } from '../../protocol/adjudicationMessages.ts';
import { isThere, readNoteText, StoredNoteError } from '../workspace/storedNote.ts';

/**
 * Merges the versions that git left in the annotation file of a note, or those of another file into it. The file is
 * written whole, and only if nobody changed it meanwhile.
 * @throws {AnnotationFileError} when a file cannot be read, merged or written. @throws {StoredNoteError} when the note is
 * in conflict itself.
 */
export async function mergeAnnotationFile(notePath: string, other?: string): Promise<MergeOutcome> {
  const file = await readAnnotationFile(notePath);
  const versions = await readVersions(file.path, file.text ?? '', other);
  if (versions === undefined) {
    return { kind: 'nothing', file: file.path };
  }
  const { text, conflicts } = mergeForNote(versions, await readNote(notePath));
  await writeAnnotationFile(file, text);
  return { kind: 'merged', file: file.path, differences: conflicts.length };
}

/** Whether git left two versions in the annotation file of the note. */
export async function isInConflict(notePath: string): Promise<boolean> {
  return hasConflictMarkers((await readAnnotationFile(notePath)).text ?? '');
}

async function readVersions(
  path: string,
  text: string,
  other: string | undefined,
): Promise<AnnotationVersions | undefined> {
  try {
    const conflicted = splitConflicts(text, path);
    if (conflicted !== undefined || other === undefined) {
      return conflicted;
    }
  } catch (error) {
    throw error instanceof ConflictMarkersError
      ? new AnnotationFileError(path, error.reason, { cause: error })
      : error;
  }
  const theirs = await readOther(other);
  if (hasConflictMarkers(theirs)) {
    throw new AnnotationFileError(other, 'git left two versions in this file. Merge these first.');
  }
  return { ours: text, theirs, labels: { ours: basename(path), theirs: basename(other) } };
}

async function readOther(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
  } catch (error) {
    const reason = error instanceof TypeError ? 'it is no UTF-8 text' : (error as NodeJS.ErrnoException).code;
    throw new AnnotationFileError(path, `the file cannot be read (${reason ?? 'unknown error'}).`, {
      cause: error,
    });
  }
}

/** Nothing where annotations lie alone. */
async function readNote(notePath: string): Promise<NoteText | undefined> {
  if (!(await isThere(notePath))) {
    return undefined;
  }
  const note = await readNoteText(notePath);
  if (hasConflictMarkers(note.text)) {
    throw new StoredNoteError(
      `${notePath}: git left two versions in the note itself. Decide between them and save it, then merge its annotations.`,
    );
  }
  return note;
}
