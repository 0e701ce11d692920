import { commands, Disposable, window, workspace } from 'vscode';
import { settingsSection } from '../protocol/settings.ts';
import { noteLanguages } from './noteSelector.ts';
import type { NoteStates } from './noteStates.ts';

/** Keeps the context keys that keybindings and menus of `package.json` ask about up to date. */
export function createContextKeys(noteStates: NoteStates): Disposable {
  const known = new Map<string, boolean>();
  const set = (key: string, value: boolean): void => {
    if (known.get(key) !== value) {
      known.set(key, value);
      void commands.executeCommand('setContext', key, value);
    }
  };
  const followNote = (): void => {
    const uri = window.activeTextEditor?.document.uri.toString();
    const state = uri === undefined ? undefined : noteStates.get(uri);
    set('termlens.hasSuggestions', (state?.suggestions.length ?? 0) > 0);
    set('termlens.hasAnnotations', (state?.annotations.length ?? 0) > 0);
  };
  const followLanguages = (): void => {
    void commands.executeCommand('setContext', 'termlens.noteLanguages', noteLanguages());
  };
  followNote();
  followLanguages();
  return Disposable.from(
    window.onDidChangeActiveTextEditor(followNote),
    noteStates.onDidChange(followNote),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${settingsSection}.languages`)) {
        followLanguages();
      }
    }),
  );
}
