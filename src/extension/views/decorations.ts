import {
  DecorationRangeBehavior,
  Disposable,
  OverviewRulerLane,
  ThemeColor,
  window,
  type TextEditor,
  type TextEditorDecorationType,
} from 'vscode';
import type { NoteStates } from '../noteStates.ts';
import { toEditorRange } from '../ranges.ts';
import { marksOf } from './decorationModel.ts';

const underline = { borderStyle: 'solid', borderWidth: '0 0 1px 0' };
const dots = { borderStyle: 'dotted', borderWidth: '0 0 2px 0' };

/** Marks annotations and suggestions in the visible editors. What a mark means is said by the server's hover. */
export function createDecorations(noteStates: NoteStates): Disposable {
  const types = {
    annotations: createType(
      new ThemeColor('termlens.annotationBackground'),
      new ThemeColor('termlens.annotationBorder'),
      underline,
    ),
    lighterAnnotations: createType(
      new ThemeColor('termlens.lighterAnnotationBackground'),
      new ThemeColor('termlens.lighterAnnotationBorder'),
      underline,
    ),
    suggestions: createType(
      new ThemeColor('termlens.suggestionBackground'),
      new ThemeColor('termlens.suggestionBorder'),
      dots,
    ),
    lighterSuggestions: createType(
      new ThemeColor('termlens.lighterSuggestionBackground'),
      new ThemeColor('termlens.lighterSuggestionBorder'),
      dots,
    ),
  };
  const decorate = (editor: TextEditor): void => {
    const { document } = editor;
    const marks = marksOf(noteStates.get(document.uri.toString()), document.version);
    if (marks !== undefined) {
      editor.setDecorations(types.annotations, marks.annotations.map(toEditorRange));
      editor.setDecorations(types.lighterAnnotations, marks.lighterAnnotations.map(toEditorRange));
      editor.setDecorations(types.suggestions, marks.suggestions.map(toEditorRange));
      editor.setDecorations(types.lighterSuggestions, marks.lighterSuggestions.map(toEditorRange));
    }
  };
  const decorateAll = (editors: readonly TextEditor[]): void => {
    editors.forEach(decorate);
  };
  decorateAll(window.visibleTextEditors);
  return Disposable.from(
    ...Object.values(types),
    window.onDidChangeVisibleTextEditors(decorateAll),
    noteStates.onDidChange((uri) => {
      decorateAll(window.visibleTextEditors.filter(({ document }) => document.uri.toString() === uri));
    }),
  );
}

function createType(
  backgroundColor: ThemeColor,
  borderColor: ThemeColor,
  border: { readonly borderStyle: string; readonly borderWidth: string },
): TextEditorDecorationType {
  return window.createTextEditorDecorationType({
    backgroundColor,
    borderColor,
    ...border,
    overviewRulerColor: borderColor,
    overviewRulerLane: OverviewRulerLane.Right,
    rangeBehavior: DecorationRangeBehavior.ClosedClosed,
  });
}
