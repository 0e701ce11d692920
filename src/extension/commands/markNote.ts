import { Uri, window, workspace } from 'vscode';
import { markNotesRequest } from '../../protocol/viewMessages.ts';
import { requireNote } from '../activeNote.ts';
import { readRowUri } from '../commandArguments.ts';
import type { Server } from '../serverConnection.ts';

/** Marks the note of a row or of an editor, or the active one, as done or as not done. */
export async function markNote(server: Server, argument: unknown, isDone: boolean): Promise<void> {
  const row = readRowUri(argument);
  const uri =
    argument instanceof Uri
      ? argument
      : row === undefined
        ? (await requireNote())?.document.uri
        : Uri.parse(row, true);
  if (uri === undefined) {
    return;
  }
  if (uri.scheme !== 'file') {
    void window.showInformationMessage('Save the note first: what is done is kept in its workspace folder.');
    return;
  }
  if (!workspace.isTrusted) {
    void window.showWarningMessage(
      'This workspace is not trusted, so nothing is written to its “.termlens” folder. Trust it to mark notes as done.',
    );
    return;
  }
  // What is done is what lies on disk.
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (isDone && open?.isDirty === true && !(await open.save())) {
    void window.showWarningMessage('The note could not be saved, so it is not marked as done.');
    return;
  }
  await server.request(markNotesRequest, { uris: [uri.toString()], isDone });
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  window.setStatusBarMessage(`${name} is marked as ${isDone ? 'done' : 'not done'}.`, 5_000);
}
