import { window, type TextEditor } from 'vscode';
import { annotateRequest, type Suggestion } from '../../protocol/messages.ts';
import { requireNote } from '../activeNote.ts';
import type { NoteStates } from '../noteStates.ts';
import type { Server } from '../serverConnection.ts';
import { withServerProgress } from '../serverProgress.ts';
import { findNext } from '../suggestionOrder.ts';
import { formatCount } from '../views/conceptText.ts';
import { acceptAllAbove, defaultAcceptScore } from './acceptAll.ts';
import { beginReview } from './reviewSuggestions.ts';

export interface AnnotateOptions {
  readonly server: Server;
  readonly noteStates: NoteStates;
  /** Shows that something is under way while `work` is. */
  whileWorking<Result>(work: () => Promise<Result>): Promise<Result>;
}

const review = 'Review';
const acceptAll = `Accept All Above ${String(defaultAcceptScore)}…`;
const noteStart = { line: 0, character: -1 };

/** Looks for mentions in the whole note and offers to go through them. */
export async function annotateDocument(options: AnnotateOptions): Promise<void> {
  const editor = await requireNote();
  if (editor === undefined) {
    return;
  }
  const uri = editor.document.uri.toString();
  const suggestions = await options.whileWorking(() => findSuggestions(options.server, uri));
  // Not awaited: the command has done its work, and the message may stay as long as the user likes.
  void offerReview(options, editor, suggestions);
}

function findSuggestions(server: Server, uri: string): Promise<readonly Suggestion[]> {
  return withServerProgress(server, 'Annotating the note', (workDoneToken, cancellation) =>
    server.request(annotateRequest, { textDocument: { uri }, workDoneToken }, cancellation),
  );
}

async function offerReview(
  { server, noteStates }: AnnotateOptions,
  editor: TextEditor,
  suggestions: readonly Suggestion[],
): Promise<void> {
  if (suggestions.length === 0) {
    await window.showInformationMessage('No suggestions: TermLens found nothing new in this note.');
    return;
  }
  const uri = editor.document.uri.toString();
  const message = `${formatCount(suggestions.length, 'suggestion')} in this note.`;
  const chosen = await window.showInformationMessage(message, review, acceptAll);
  if (chosen === acceptAll) {
    await acceptAllAbove(server, noteStates, uri);
  } else if (chosen === review) {
    // The state, where it is there, knows of edits and decisions since the answer.
    const first = findNext(noteStates.get(uri)?.suggestions ?? suggestions, noteStart);
    if (first !== undefined) {
      await beginReview(editor, first);
    }
  }
}
