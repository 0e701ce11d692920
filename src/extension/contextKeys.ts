import { commands, Disposable, window, workspace } from 'vscode';
import { settingsSection } from '../protocol/settings.ts';
import { noteLanguages } from './noteSelector.ts';
import { findAnnotations } from './commands/itemAtCursor.ts';
import type { NoteStates } from './noteStates.ts';
import { findTouching } from './suggestionOrder.ts';

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
  const followCursor = (): void => {
    const editor = window.activeTextEditor;
    const state = editor && noteStates.get(editor.document.uri.toString());
    const found = editor && state ? findTouching(state.suggestions, editor.selection.active) : [];
    set('termlens.atSuggestion', found.length > 0);
    set('termlens.atAnnotation', editor !== undefined && findAnnotations(noteStates, editor).length > 0);
  };
  /** While the text is what it was at the last decision, the editor's keys undo that. */
  const followDecisions = (): void => {
    const document = window.activeTextEditor?.document;
    const state = document && noteStates.get(document.uri.toString());
    const isCurrent = state?.version === document?.version;
    set('termlens.canUndoDecision', isCurrent && state?.canUndo === true);
    set('termlens.canRedoDecision', isCurrent && state?.canRedo === true);
  };
  const followLanguages = (): void => {
    void commands.executeCommand('setContext', 'termlens.noteLanguages', noteLanguages());
  };
  const follow = (): void => {
    followNote();
    followCursor();
    followDecisions();
  };
  follow();
  followLanguages();
  return Disposable.from(
    window.onDidChangeActiveTextEditor(follow),
    window.onDidChangeTextEditorSelection(followCursor),
    noteStates.onDidChange(follow),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === window.activeTextEditor?.document) {
        followDecisions();
      }
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${settingsSection}.languages`)) {
        followLanguages();
      }
    }),
  );
}
