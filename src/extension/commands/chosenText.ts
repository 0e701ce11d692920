import { window } from 'vscode';
import { showNote } from '../activeNote.ts';
import { readLinkTarget } from '../commandArguments.ts';
import type { NoteStates } from '../noteStates.ts';
import { toEditorRange } from '../ranges.ts';
import { spanToLink } from './linkSelection.ts';

/** The text that a command is about, in one line: the given span, the selection or the word at the cursor. */
export async function chosenText(noteStates: NoteStates, argument: unknown): Promise<string> {
  const given = readLinkTarget(argument);
  const editor = given === undefined ? window.activeTextEditor : await showNote(given.uri);
  if (editor === undefined) {
    return '';
  }
  const range = given === undefined ? spanToLink(editor, noteStates) : toEditorRange(given.range);
  return editor.document.getText(range).replace(/\s+/gu, ' ').trim();
}
