import { URI } from 'vscode-uri';
import type { NoteDocument } from '../noteDocument.ts';
import { NoteUnavailableError } from './noteUnavailable.ts';
import {
  createReviewedNote,
  type ChangeCause,
  type ReviewedNote,
  type ReviewedNoteOptions,
} from './reviewedNote.ts';

/** All open notes. */
export interface NoteRegistry {
  get(uri: string): ReviewedNote | undefined;
  /** @throws {NoteUnavailableError} when the note is not open. */
  require(uri: string): ReviewedNote;
  opened(noteDocument: NoteDocument): void;
  changed(noteDocument: NoteDocument): void;
  saved(uri: string): void;
  closed(uri: string): void;
  /** Annotation files may have changed on disk. */
  annotationFilesChanged(): void;
}

interface RegistryOptions extends Pick<ReviewedNoteOptions, 'rejectionFile' | 'onProblem'> {
  onStateChanged(uri: string, cause: ChangeCause): void;
  onError(error: unknown): void;
}

export function createNoteRegistry(options: RegistryOptions): NoteRegistry {
  const { rejectionFile, onStateChanged, onProblem, onError } = options;
  const notes = new Map<string, ReviewedNote>();

  const require = (uri: string): ReviewedNote => {
    const note = notes.get(uri);
    if (note === undefined) {
      throw new NoteUnavailableError('The note is not open in this editor.');
    }
    return note;
  };

  /** What is done because files changed, not because the user asked for it. */
  const inBackground = (uri: string, task: (note: ReviewedNote) => Promise<unknown>): void => {
    if (URI.parse(uri).scheme === 'file') {
      task(require(uri)).catch(onError);
    }
  };

  return {
    get: (uri) => notes.get(uri),
    require,
    opened(noteDocument) {
      const { uri } = noteDocument;
      const note = createReviewedNote(noteDocument, {
        rejectionFile,
        onProblem,
        onChanged: (cause) => {
          // Not of a note that was closed, or opened again, meanwhile.
          if (notes.get(uri) === note) {
            onStateChanged(uri, cause);
          }
        },
      });
      notes.set(uri, note);
      inBackground(uri, () => note.load());
    },
    changed: (noteDocument) => {
      require(noteDocument.uri).changed(noteDocument);
    },
    saved(uri) {
      inBackground(uri, (note) => note.saved());
    },
    closed(uri) {
      notes.delete(uri);
    },
    annotationFilesChanged() {
      for (const uri of notes.keys()) {
        inBackground(uri, (note) => note.reload());
      }
    },
  };
}
