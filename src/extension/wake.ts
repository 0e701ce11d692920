import { Disposable, window, type TextEditor } from 'vscode';
import { isNote } from './noteSelector.ts';
import { createWakePolicy, type WakePolicyOptions } from './wakePolicy.ts';

const periodMs = 10_000;

/** Wakes the encoder when the user comes back to a note: to the window that shows one, or within it. */
export function createWake(options: Pick<WakePolicyOptions, 'isAsleep' | 'wake'>): Disposable {
  const { onInterest } = createWakePolicy({ ...options, periodMs, now: () => performance.now() });
  const onEditor = (editor: TextEditor | undefined): void => {
    if (editor !== undefined && isNote(editor.document)) {
      onInterest();
    }
  };
  return Disposable.from(
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) {
        onEditor(window.visibleTextEditors.find(({ document }) => isNote(document)));
      }
    }),
    window.onDidChangeActiveTextEditor(onEditor),
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      onEditor(textEditor);
    }),
    window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
      onEditor(textEditor);
    }),
  );
}
