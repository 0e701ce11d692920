import { commands, window } from 'vscode';
import { redoDecisionRequest, undoDecisionRequest } from '../../protocol/reviewMessages.ts';
import { requireNote } from '../activeNote.ts';
import { putCursorAt, type ReviewOptions } from './reviewSuggestions.ts';

/**
 * Undoes the last decision in the note, or makes it again, and puts the cursor where it was made. Annotations are not
 * in the note's text, so the editor's own stack does not know them; its keys come here while no text was edited since
 * (`termlens.canUndoDecision`), so that to the user there is one stack.
 */
export async function undoDecision(
  { server, noteStates }: ReviewOptions,
  direction: 'undo' | 'redo',
): Promise<void> {
  const editor = await requireNote();
  if (editor === undefined) {
    return;
  }
  const { document } = editor;
  const state = noteStates.get(document.uri.toString());
  const isNext = direction === 'undo' ? state?.canUndo : state?.canRedo;
  if (state?.version !== document.version || isNext !== true) {
    // The key was faster than the context key: what the user typed a moment ago is what they mean.
    await commands.executeCommand(direction);
    return;
  }
  const request = direction === 'undo' ? undoDecisionRequest : redoDecisionRequest;
  const place = await server.request(request, { uri: document.uri.toString() });
  if (place === null) {
    void window.showInformationMessage(`There is no decision to ${direction} in this note.`);
    return;
  }
  putCursorAt(editor, place);
}
