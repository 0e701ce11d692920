import type { WorkDoneProgressReporter } from 'vscode-languageserver';
import { contextOf } from '../documentContexts.ts';
import type { Engine } from '../engine.ts';
import type { NoteRegistry } from '../notes/noteRegistry.ts';
import type { PendingSuggestion } from '../notes/suggestionSet.ts';

/**
 * Finds the mentions of a whole open note and keeps them as its suggestions; whoever edits it meanwhile is not
 * in the way.
 * @throws {NoteUnavailableError} when the note is not open.
 */
export async function annotateNote(
  { engine, notes }: { engine: Engine; notes: NoteRegistry },
  uri: string,
  signal: AbortSignal,
  progress?: Pick<WorkDoneProgressReporter, 'report'>,
): Promise<readonly PendingSuggestion[]> {
  const note = notes.require(uri);
  const { noteDocument, search } = note;
  using opened = await engine.lease();
  const searchedText = noteDocument.document.getText();
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
