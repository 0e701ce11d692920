import {
  commands,
  Disposable,
  Hover,
  languages,
  MarkdownString,
  OverviewRulerLane,
  ThemeColor,
  window,
  type TextEditor,
} from 'vscode';
import { isNote } from '../noteSelector.ts';
import { toEditorRange } from '../ranges.ts';
import type { Differences } from './differences.ts';
import { formatDifferenceHover } from './differenceText.ts';
import { sidesAt } from './locatedDifference.ts';

const linkedCommands = ['termlens.keepDifference', 'termlens.keepAllVersions'];

/** Marks what is left to decide, shows both versions in hovers, and tells keybindings where the cursor is. */
export function createDifferenceView(differences: Differences): Disposable {
  const border = new ThemeColor('termlens.differenceBorder');
  const type = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor('termlens.differenceBackground'),
    borderColor: border,
    borderStyle: 'dashed',
    borderWidth: '1px',
    overviewRulerColor: border,
    overviewRulerLane: OverviewRulerLane.Full,
  });
  const decorate = (editor: TextEditor): void => {
    const found = differences.get(editor.document.uri.toString());
    const versions = found.flatMap(({ sides }) => sides.flatMap((side) => side.versions));
    editor.setDecorations(
      type,
      versions.flatMap(({ ranges }) => ranges.map(toEditorRange)),
    );
  };
  const tellKeys = (): void => {
    const editor = window.activeTextEditor;
    const found = editor === undefined ? [] : differences.get(editor.document.uri.toString());
    const isAt = found.some(
      (difference) => editor !== undefined && sidesAt(difference, editor.selection.active).length > 0,
    );
    void commands.executeCommand('setContext', 'termlens.hasDifferences', found.length > 0);
    void commands.executeCommand('setContext', 'termlens.atDifference', isAt);
  };
  tellKeys();
  window.visibleTextEditors.forEach(decorate);
  return Disposable.from(
    type,
    languages.registerHoverProvider([{ scheme: 'file' }, { scheme: 'untitled' }], {
      provideHover(document, position) {
        const uri = document.uri.toString();
        const found = isNote(document)
          ? differences.get(uri).filter((difference) => sidesAt(difference, position).length > 0)
          : [];
        const [first] = found;
        return (
          first &&
          new Hover(
            found.map((difference) => {
              const text = new MarkdownString(formatDifferenceHover(uri, difference));
              text.isTrusted = { enabledCommands: linkedCommands };
              return text;
            }),
            toEditorRange(first.range),
          )
        );
      },
    }),
    window.onDidChangeVisibleTextEditors((editors) => {
      editors.forEach(decorate);
    }),
    window.onDidChangeActiveTextEditor(tellKeys),
    window.onDidChangeTextEditorSelection(tellKeys),
    differences.onDidChange((uri) => {
      window.visibleTextEditors.filter(({ document }) => document.uri.toString() === uri).forEach(decorate);
      tellKeys();
    }),
  );
}
