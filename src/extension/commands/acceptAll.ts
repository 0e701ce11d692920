import { window } from 'vscode';
import { acceptSuggestionsRequest } from '../../protocol/messages.ts';
import { requireNote } from '../activeNote.ts';
import type { NoteStates } from '../noteStates.ts';
import type { Server } from '../serverConnection.ts';
import { formatCount } from '../views/conceptText.ts';
import { parseScore, suggestionsFrom } from './scoreThreshold.ts';

export const defaultAcceptScore = 0.9;

/** Accepts the suggestions of the note in the active editor that score well enough. */
export async function acceptAllOfNote(server: Server, noteStates: NoteStates): Promise<void> {
  const editor = await requireNote();
  if (editor !== undefined) {
    await acceptAllAbove(server, noteStates, editor.document.uri.toString());
  }
}

/** Asks for a score and accepts every suggestion of the note whose first concept has it. */
export async function acceptAllAbove(server: Server, noteStates: NoteStates, uri: string): Promise<void> {
  const text = await window.showInputBox({
    title: 'Accept All Above',
    prompt: 'Accepts each suggestion with its first concept where that scores at least this, from 0 to 1.',
    value: defaultAcceptScore.toString(),
    validateInput: (value) => (parseScore(value) === undefined ? 'A number from 0 to 1.' : undefined),
  });
  const minScore = text === undefined ? undefined : parseScore(text);
  if (minScore === undefined) {
    return;
  }
  // Asked for only now: the note may have changed while the input box was open.
  const suggestions = noteStates.get(uri)?.suggestions ?? [];
  const accepted = suggestionsFrom(suggestions, minScore).map(({ id }) => ({ id }));
  const count = accepted.length === 0 ? 0 : await server.request(acceptSuggestionsRequest, { uri, accepted });
  void window.showInformationMessage(
    `${formatCount(count, 'suggestion')} accepted, ${String(suggestions.length - count)} left to review.`,
  );
}
