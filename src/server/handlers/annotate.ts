import type { WorkDoneProgressReporter } from 'vscode-languageserver';
import { findMentionsInWindow, type NoteMention } from '../../core/linking/findInText.ts';
import { splitIntoWindows } from '../../core/mentionDetection/lineWindows.ts';
import { contextOf } from '../documentContexts.ts';
import type { Engine } from '../engine.ts';
import { requireNote, type NoteRegistry } from '../notes/noteRegistry.ts';
import type { PendingSuggestion } from '../notes/suggestionSet.ts';

/** Lines searched at a time: enough names for full batches, few enough for a lively progress bar. */
const linesAtOnce = 16;

/**
 * Finds the mentions of a whole open note and keeps them as its suggestions; whoever edits it meanwhile is not
 * in the way.
 * @throws {NoteUnavailableError} when the note is not open.
 */
export async function annotateNote(
  { engine, notes }: { engine: Engine; notes: NoteRegistry },
  uri: string,
  signal: AbortSignal,
  progress: Pick<WorkDoneProgressReporter, 'report'>,
): Promise<readonly PendingSuggestion[]> {
  const { document } = requireNote(notes, uri).noteDocument;
  using opened = await engine.lease();
  const { linker } = opened;
  const searchedText = document.getText();
  const situation = { signal, document: contextOf(document) };
  const windows = [...splitIntoWindows(searchedText)];
  const mentions: NoteMention[] = [];
  for (let first = 0; first < windows.length; first += linesAtOnce) {
    progress.report(Math.round((100 * first) / windows.length), `${first} of ${windows.length} lines`);
    const found = await Promise.all(
      windows
        .slice(first, first + linesAtOnce)
        .map((window) => findMentionsInWindow(linker, searchedText, window, engine.linkOptions, situation)),
    );
    mentions.push(...found.flat());
  }
  return notes.setSuggestions(uri, mentions, searchedText);
}
