import { URI } from 'vscode-uri';
import type { Annotation } from '../../core/annotation/annotation.ts';
import type { NewAnnotation } from '../../core/annotation/annotationSet.ts';
import type { NoteMention } from '../../core/linking/findInText.ts';
import { createNoteSearch, type NoteSearch } from '../../core/linking/noteSearch.ts';
import {
  createContextReader,
  type ContextReader,
} from '../../core/mentionDetection/context/mentionContext.ts';
import type { NoteDocument } from '../noteDocument.ts';
import { editsBetween } from './editsBetween.ts';
import { openAnnotatedNote, type AnnotatedNote } from './annotatedNote.ts';
import {
  createSuggestions,
  leaveOutTaken,
  moveSuggestions,
  readContexts,
  type PendingSuggestion,
} from './suggestionSet.ts';

/** The document is not open, or lies nowhere beside which an annotation file could be kept. */
export class NoteUnavailableError extends Error {
  override readonly name = 'NoteUnavailableError';
}

/** An open note with its annotations and suggestions, as far as they are there. */
export interface OpenNote {
  readonly noteDocument: NoteDocument;
  readonly annotations: readonly Annotation[];
  readonly suggestions: readonly PendingSuggestion[];
  readonly search: NoteSearch;
}

/** All open notes. Changes of one note are made one after another, in the order they were asked for. */
export interface NoteRegistry {
  get(uri: string): OpenNote | undefined;
  /** Resolves once the changes that were asked for so far are done, reading the annotation file among them. */
  settled(uri: string): Promise<void>;
  opened(noteDocument: NoteDocument): void;
  changed(noteDocument: NoteDocument): void;
  saved(uri: string): void;
  closed(uri: string): void;
  /** The annotation file at `path` may have changed on disk. */
  annotationFileChanged(): void;
  /** @throws {NoteUnavailableError} for a note that is not open or not saved yet. */
  add(uri: string, wanted: readonly NewAnnotation[]): Promise<readonly Annotation[]>;
  remove(uri: string, id: string): Promise<Annotation | undefined>;
  /** `mentions` lie in `searchedText`, which may have been edited since; those whose text was are left out. */
  setSuggestions(
    uri: string,
    mentions: readonly NoteMention[],
    searchedText: string,
  ): readonly PendingSuggestion[];
  /** They are not suggested again while the note is open, as long as their text stays. */
  dropSuggestions(uri: string, ids: readonly string[]): number;
}

interface RegistryListeners {
  onStateChanged(uri: string): void;
  /** Something the user should see: an unreadable file, lines that were left as they are. */
  onProblem(message: string): void;
  onError(error: unknown): void;
}

interface Entry {
  noteDocument: NoteDocument;
  /** Nothing for documents without a file, or while their annotation file cannot be read. */
  annotated: AnnotatedNote | undefined;
  suggestions: readonly PendingSuggestion[];
  /** Where they are now: each edit would bring them back. */
  rejected: readonly PendingSuggestion[];
  lastSuggestion: number;
  readonly context: ContextReader;
  readonly search: NoteSearch;
  /** The last change in line; the next one waits for it. */
  tail: Promise<unknown>;
}

export function createNoteRegistry(listeners: RegistryListeners): NoteRegistry {
  const entries = new Map<string, Entry>();

  const enqueue = <T>(entry: Entry, task: () => Promise<T>): Promise<T> => {
    const result = entry.tail.then(task);
    entry.tail = result.catch(() => undefined);
    return result;
  };

  const load = async (entry: Entry): Promise<AnnotatedNote> => {
    const uri = URI.parse(entry.noteDocument.uri);
    if (uri.scheme !== 'file') {
      throw new NoteUnavailableError('Save the note first: annotations are kept in a file beside it.');
    }
    const textAtOpening = entry.noteDocument.document.getText();
    const annotated = await openAnnotatedNote(uri.fsPath, textAtOpening);
    const textNow = entry.noteDocument.document.getText();
    if (textNow !== textAtOpening) {
      annotated.edit([{ start: 0, end: textAtOpening.length, text: textNow }], textNow);
    }
    entry.annotated = annotated;
    reportProblems(annotated);
    return annotated;
  };

  const reportProblems = ({ problems }: AnnotatedNote): void => {
    const [first] = problems;
    if (first) {
      const more = problems.length > 1 ? ` (and ${problems.length - 1} more lines)` : '';
      listeners.onProblem(
        `${first.file}, line ${first.line}: ${first.message}${more} The lines are kept as they are.`,
      );
    }
  };

  const entryOf = (uri: string): Entry => {
    const entry = entries.get(uri);
    if (entry === undefined) {
      throw new NoteUnavailableError('The note is not open in this editor.');
    }
    return entry;
  };

  /** Runs `task` on the note's annotations, once earlier changes are done, and tells about the outcome. */
  const withAnnotations = <T>(uri: string, task: (annotated: AnnotatedNote) => Promise<T>): Promise<T> => {
    const entry = entryOf(uri);
    return enqueue(entry, async () => {
      const result = await task(entry.annotated ?? (await load(entry)));
      listeners.onStateChanged(uri);
      return result;
    });
  };

  const inBackground = (uri: string, task: (annotated: AnnotatedNote) => Promise<unknown>): void => {
    if (URI.parse(uri).scheme === 'file') {
      withAnnotations(uri, task).catch(listeners.onError);
    }
  };

  return {
    get(uri) {
      const entry = entries.get(uri);
      return (
        entry && {
          noteDocument: entry.noteDocument,
          annotations: entry.annotated?.annotations ?? [],
          suggestions: entry.suggestions,
          search: entry.search,
        }
      );
    },
    async settled(uri) {
      await entries.get(uri)?.tail;
    },
    opened(noteDocument) {
      entries.set(noteDocument.uri, {
        noteDocument,
        annotated: undefined,
        suggestions: [],
        rejected: [],
        lastSuggestion: 0,
        context: createContextReader(),
        search: createNoteSearch(),
        tail: Promise.resolve(),
      });
      inBackground(noteDocument.uri, () => Promise.resolve());
    },
    changed(noteDocument) {
      const entry = entryOf(noteDocument.uri);
      const text = noteDocument.document.getText();
      entry.noteDocument = noteDocument;
      entry.annotated?.edit(noteDocument.lastEdits, text);
      const moved = moveSuggestions(entry.suggestions, noteDocument.lastEdits, text);
      entry.suggestions = readContexts(moved, text, entry.context);
      entry.rejected = moveSuggestions(entry.rejected, noteDocument.lastEdits, text);
      listeners.onStateChanged(noteDocument.uri);
    },
    saved(uri) {
      inBackground(uri, (annotated) => annotated.saved());
    },
    closed(uri) {
      entries.delete(uri);
    },
    annotationFileChanged() {
      for (const [uri, { annotated: known }] of entries) {
        if (known) {
          inBackground(uri, async (annotated) => {
            if (await annotated.reload()) {
              reportProblems(annotated);
            }
          });
        }
      }
    },
    add(uri, wanted) {
      const text = entryOf(uri).noteDocument.document.getText();
      return withAnnotations(uri, async (annotated) => {
        const added = await annotated.add(wanted, text);
        const entry = entryOf(uri);
        entry.suggestions = leaveOutTaken(entry.suggestions, added);
        if (annotated.waitsForSave) {
          listeners.onProblem(
            'The annotation is stored when the note is saved: its text is not in the file yet.',
          );
        }
        return added;
      });
    },
    remove: (uri, id) => withAnnotations(uri, (annotated) => annotated.remove(id)),
    setSuggestions(uri, mentions, searchedText) {
      const entry = entryOf(uri);
      const text = entry.noteDocument.document.getText();
      const moved = moveSuggestions(mentions, editsBetween(searchedText, text), text);
      entry.suggestions = createSuggestions(readContexts(moved, text, entry.context), {
        taken: entry.annotated?.annotations ?? [],
        rejected: entry.rejected,
        before: entry.suggestions,
        firstNumber: entry.lastSuggestion + 1,
      });
      entry.lastSuggestion += entry.suggestions.length;
      listeners.onStateChanged(uri);
      return entry.suggestions;
    },
    dropSuggestions(uri, ids) {
      const entry = entryOf(uri);
      const dropped = entry.suggestions.filter(({ id }) => ids.includes(id));
      entry.suggestions = entry.suggestions.filter(({ id }) => !ids.includes(id));
      entry.rejected = [...entry.rejected, ...dropped];
      listeners.onStateChanged(uri);
      return dropped.length;
    },
  };
}

/** The open note at `uri`. @throws {NoteUnavailableError} when it is not open. */
export function requireNote(notes: NoteRegistry, uri: string): OpenNote {
  const note = notes.get(uri);
  if (!note) {
    throw new NoteUnavailableError('The note is not open in this editor.');
  }
  return note;
}
