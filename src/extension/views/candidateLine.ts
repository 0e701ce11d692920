import { Disposable, ThemeColor, window, type TextEditor } from 'vscode';
import { distinctConcepts } from '../../protocol/distinctConcepts.ts';
import type { Suggestion } from '../../protocol/messages.ts';
import type { NoteStates } from '../noteStates.ts';
import { findTouching } from '../suggestionOrder.ts';
import { numberedCandidates } from './conceptText.ts';

/**
 * Shows, behind the line of the suggestion at the cursor, its candidates with the numbers by which keys accept them.
 * Screen readers read the same candidates in the hover, which moving to a suggestion opens.
 */
export function createCandidateLine(noteStates: NoteStates): Disposable {
  const type = window.createTextEditorDecorationType({
    after: { margin: '0 0 0 3ch', color: new ThemeColor('editorCodeLens.foreground') },
  });
  /** Clearing what is not there would cost a message to the window with every key. */
  const shown = new WeakSet<TextEditor>();
  const show = (editor: TextEditor | undefined): void => {
    if (editor === undefined) {
      return;
    }
    const { document, selection } = editor;
    const state = noteStates.get(document.uri.toString());
    const [suggestion] = findTouching(state?.suggestions ?? [], selection.active);
    if (suggestion) {
      shown.add(editor);
      editor.setDecorations(type, [lineOf(editor, suggestion)]);
    } else if (shown.delete(editor)) {
      editor.setDecorations(type, []);
    }
  };
  return Disposable.from(
    type,
    window.onDidChangeActiveTextEditor(show),
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      show(textEditor);
    }),
    noteStates.onDidChange((uri) => {
      show(window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri));
    }),
  );
}

function lineOf(
  { document }: TextEditor,
  { range, candidates }: Suggestion,
): {
  readonly range: ReturnType<typeof document.lineAt>['range'];
  readonly renderOptions: { readonly after: { readonly contentText: string } };
} {
  const line = document.lineAt(Math.min(range.end.line, document.lineCount - 1));
  const end = line.range.end;
  return {
    range: line.range.with(end, end),
    renderOptions: { after: { contentText: numberedCandidates(distinctConcepts(candidates)) } },
  };
}
