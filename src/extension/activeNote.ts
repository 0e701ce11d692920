import { commands, Uri, window, workspace, type TextEditor } from 'vscode';
import { settingsSection } from '../protocol/settings.ts';
import { isNote } from './noteSelector.ts';

/** The active editor where it shows a note that the server knows; otherwise tells the user why not. */
export async function requireNote(): Promise<TextEditor | undefined> {
  const editor = window.activeTextEditor;
  if (editor === undefined) {
    void window.showInformationMessage('Open a note first.');
    return undefined;
  }
  const { document } = editor;
  if (isNote(document)) {
    return editor;
  }
  if (document.uri.scheme !== 'file' && document.uri.scheme !== 'untitled') {
    void window.showInformationMessage('TermLens works on files on this machine and on unsaved notes only.');
    return undefined;
  }
  const openSettings = 'Open Settings';
  const chosen = await window.showInformationMessage(
    `TermLens does not look at documents of the language “${document.languageId}”. ` +
      'The setting “termlens.languages” lists those it does.',
    openSettings,
  );
  if (chosen === openSettings) {
    await commands.executeCommand('workbench.action.openSettings', `${settingsSection}.languages`);
  }
  return undefined;
}

/** The editor that shows the note with this uri; opened when none does. */
export async function showNote(uri: string): Promise<TextEditor> {
  const target = Uri.parse(uri, true);
  const visible = window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === target.toString(),
  );
  return visible ?? window.showTextDocument(await workspace.openTextDocument(target));
}
