import {
  DecorationRangeBehavior,
  Disposable,
  OverviewRulerLane,
  ThemeColor,
  window,
  type TextEditor,
} from 'vscode';
import type { NoteStates } from '../noteStates.ts';
import { toEditorRange } from '../ranges.ts';
import { marksOf } from './decorationModel.ts';

/** Marks annotations and suggestions in the visible editors. What a mark means is said by the server's hover. */
export function createDecorations(noteStates: NoteStates): Disposable {
  const annotationType = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('termlens.annotationBackground'),
    borderColor: new ThemeColor('termlens.annotationBorder'),
    borderStyle: 'solid',
    borderWidth: '0 0 1px 0',
    overviewRulerColor: new ThemeColor('termlens.annotationBorder'),
    overviewRulerLane: OverviewRulerLane.Right,
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
  });
  const suggestionType = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('termlens.suggestionBackground'),
    borderColor: new ThemeColor('termlens.suggestionBorder'),
    borderStyle: 'dotted',
    borderWidth: '0 0 2px 0',
    overviewRulerColor: new ThemeColor('termlens.suggestionBorder'),
    overviewRulerLane: OverviewRulerLane.Right,
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
  });
  const decorate = (editor: TextEditor): void => {
    const { document } = editor;
    const marks = marksOf(noteStates.get(document.uri.toString()), document.version);
    if (marks !== undefined) {
      editor.setDecorations(annotationType, marks.annotations.map(toEditorRange));
      editor.setDecorations(suggestionType, marks.suggestions.map(toEditorRange));
    }
  };
  const decorateAll = (editors: readonly TextEditor[]): void => {
    editors.forEach(decorate);
  };
  decorateAll(window.visibleTextEditors);
  return Disposable.from(
    annotationType,
    suggestionType,
    window.onDidChangeVisibleTextEditors(decorateAll),
    noteStates.onDidChange((uri) => {
      decorateAll(window.visibleTextEditors.filter(({ document }) => document.uri.toString() === uri));
    }),
  );
}
