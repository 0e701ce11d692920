import { Selection, TextEditorRevealType, Uri, ViewColumn, window, workspace } from 'vscode';
import type { Range } from 'vscode-languageclient/node';
import { readDecision } from '../commandArguments.ts';
import type { NoteStates } from '../noteStates.ts';
import { toEditorRange } from '../ranges.ts';
import type { AnnotationTree } from '../views/annotations/annotationTree.ts';
import { listItems } from '../views/annotations/noteItems.ts';

/** Puts the cursor on the annotation or suggestion of a row. Nothing is selected, so that no stray key replaces it. */
export async function revealAnnotation(noteStates: NoteStates, argument: unknown): Promise<void> {
  const target = readDecision(argument);
  const state = target && noteStates.get(target.uri);
  const item = state && listItems(state).find(({ id }) => id === target.id);
  if (state === undefined || item === undefined) {
    void window.showInformationMessage('This annotation is gone already.');
    return;
  }
  await revealSpan(state.uri, item.range);
}

/** Shows a span of a note with the cursor at its beginning: where the note is visible, else in `column`. */
export async function revealSpan(uri: string, span: Range, column = ViewColumn.Active): Promise<void> {
  const target = Uri.parse(uri, true);
  const visible = window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === target.toString(),
  );
  const editor = await window.showTextDocument(
    visible?.document ?? (await workspace.openTextDocument(target)),
    { viewColumn: visible?.viewColumn ?? column },
  );
  const range = toEditorRange(span);
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Asks for words and filters the view while they are typed. */
export function filterAnnotations(tree: AnnotationTree): void {
  const input = window.createInputBox();
  input.title = 'Filter Annotations';
  input.placeholder = 'Words of the text, concept, identifier, group or context, such as “negated”';
  input.value = tree.filter;
  input.onDidChangeValue((value) => {
    tree.setFilter(value);
  });
  input.onDidAccept(() => {
    input.hide();
  });
  input.onDidHide(() => {
    input.dispose();
  });
  input.show();
}
