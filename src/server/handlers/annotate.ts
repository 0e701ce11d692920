import type { WorkDoneProgressReporter } from 'vscode-languageserver';
import { contextOf } from '../documentContexts.ts';
import type { Engine } from '../engine.ts';
import type { NoteRegistry } from '../notes/noteRegistry.ts';
import type { PendingSuggestion } from '../notes/suggestionSet.ts';

/** A document is too large to be annotated as a whole. */
export class NoteTooLargeError extends Error {
  override readonly name = 'NoteTooLargeError';
}

/** Some minutes of work. What is longer is no note, but a log or a dump. */
const mostCharacters = 1_000_000;

/**
 * Finds the mentions of a whole open note and keeps them as its suggestions; whoever edits it meanwhile is not
 * in the way.
 * @throws {NoteUnavailableError} when the note is not open.
 * @throws {NoteTooLargeError} of more than a million characters.
 */
export async function annotateNote(
  { engine, notes }: { engine: Engine; notes: NoteRegistry },
  uri: string,
  signal: AbortSignal,
  progress?: Pick<WorkDoneProgressReporter, 'report'>,
): Promise<readonly PendingSuggestion[]> {
  const note = notes.require(uri);
  const { noteDocument, search } = note;
  const searchedText = noteDocument.document.getText();
  if (searchedText.length > mostCharacters) {
    const [length, most] = [searchedText.length, mostCharacters].map((count) =>
      count.toLocaleString('en-US'),
    );
    throw new NoteTooLargeError(
      `This document has ${length} characters, and only documents up to ${most} are annotated as a whole. ` +
        'Split it, annotate the file with “termlens annotate”, or select a term and link that.',
    );
  }
  using opened = await engine.lease();
  const mentions = await search.find(searchedText, {
    linker: opened.linker,
    options: engine.linkOptions,
    document: contextOf(noteDocument.document),
    signal,
    onProgress: (done, total) => {
      progress?.report(Math.round((100 * done) / total), `${done} of ${total} sentences`);
    },
  });
  // What is annotated and rejected already is in files, which are read while the note is opened.
  await note.settled();
  return note.setFound(mentions, searchedText);
}
