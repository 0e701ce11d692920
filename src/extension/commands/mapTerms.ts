import { basename } from 'node:path';
import { commands, Uri, window, type QuickPickItem, type TextEditor } from 'vscode';
import {
  exportMappingsRequest,
  mapTermsRequest,
  termColumnsRequest,
  type ExportMappingsOutcome,
  type MapTermsOutcome,
  type TermColumn,
  type TermPlace,
} from '../../protocol/mappingMessages.ts';
import { requireNote } from '../activeNote.ts';
import type { NoteStates } from '../noteStates.ts';
import { toProtocolRange } from '../ranges.ts';
import type { Server } from '../serverConnection.ts';
import { withServerProgress } from '../serverProgress.ts';
import { findNext } from '../suggestionOrder.ts';
import { formatCount } from '../views/conceptText.ts';
import { beginReview } from './reviewSuggestions.ts';

export interface MapTermsOptions {
  readonly server: Server;
  readonly noteStates: NoteStates;
  whileWorking<Result>(work: () => Promise<Result>): Promise<Result>;
}

const noteStart = { line: 0, character: -1 };

/**
 * Proposes a concept for each term of the selection, of a column or of a list; they are reviewed as the suggestions of
 * a note are, and kept beside the table as a note's annotations are.
 */
export async function mapTerms({ server, noteStates, whileWorking }: MapTermsOptions): Promise<void> {
  const editor = await requireSavedTerms();
  const place = editor && (await choosePlace(server, editor));
  if (editor === undefined || place === undefined) {
    return;
  }
  const { uri, fileName } = describe(editor);
  const outcome = await whileWorking(() =>
    withServerProgress(server, 'Mapping terms', (workDoneToken, cancellation) =>
      server.request(mapTermsRequest, { uri, fileName, place, workDoneToken }, cancellation),
    ),
  );
  // Not awaited: the command has done its work, and the message may stay as long as the user likes.
  void offerReview(noteStates, editor, outcome);
}

/** Writes what was decided in the document as SSSOM TSV beside it. */
export async function exportMappings(server: Server): Promise<void> {
  const editor = await requireSavedTerms();
  if (editor === undefined) {
    return;
  }
  const { uri } = describe(editor);
  const output = `${editor.document.uri.fsPath}.sssom.tsv`;
  const outcome = await server.request(exportMappingsRequest, { uri, output, overwrite: false });
  const written = outcome.kind === 'exists' ? await writeOver(server, uri, output) : outcome;
  if (written !== undefined) {
    await tell(written, output);
  }
}

/** The active editor; told before the work of a review, which would have no place. */
async function requireSavedTerms(): Promise<TextEditor | undefined> {
  const editor = await requireNote();
  if (editor === undefined || editor.document.uri.scheme === 'file') {
    return editor;
  }
  void window.showInformationMessage('Save the terms first: what you decide is kept in files beside them.');
  return undefined;
}

function describe({ document }: TextEditor): { readonly uri: string; readonly fileName: string } {
  return { uri: document.uri.toString(), fileName: basename(document.fileName) };
}

/**
 * In a table the column that the user chooses, of the selected rows or all; else the selected lines, or those of the
 * document. What is selected within a line is a term.
 */
async function choosePlace(server: Server, editor: TextEditor): Promise<TermPlace | undefined> {
  const { document, selection } = editor;
  const part = selection.isEmpty ? {} : { range: toProtocolRange(selection) };
  const isTable = /\.(?:csv|tsv|tab)$/iu.test(document.fileName) || /\b[ct]sv\b/u.test(document.languageId);
  if (!isTable || (!selection.isEmpty && selection.isSingleLine)) {
    return { kind: 'lines', ...part };
  }
  const columns = await server.request(termColumnsRequest, describe(editor));
  if (columns.length === 0) {
    void window.showInformationMessage('There are no terms in this table.');
    return undefined;
  }
  const column = columns.length === 1 ? columns[0] : await chooseColumn(columns);
  const hasFirstRow = selection.isEmpty || selection.start.line === 0;
  const hasHeader = column && (!hasFirstRow || (await askForHeader(column)));
  return column === undefined || hasHeader === undefined
    ? undefined
    : { kind: 'column', index: column.index, hasHeader, ...part };
}

async function chooseColumn(columns: readonly TermColumn[]): Promise<TermColumn | undefined> {
  const chosen = await window.showQuickPick(columns.map(toItem), {
    title: 'Map Terms',
    placeHolder: 'Which column holds the terms?',
    matchOnDescription: true,
  });
  return chosen?.column;
}

/** Whether the first row holds the names of the columns. */
async function askForHeader({ name, index }: TermColumn): Promise<boolean | undefined> {
  const first = name === '' ? `column ${String(index + 1)}` : `“${name}”`;
  const isName = { label: 'The name of the column', description: `${first} is not mapped` };
  const chosen = await window.showQuickPick(
    [isName, { label: 'A term already', description: `${first} is mapped as well` }],
    { title: 'Map Terms', placeHolder: `What is ${first} in the first row?` },
  );
  return chosen && chosen === isName;
}

function toItem(column: TermColumn): QuickPickItem & { readonly column: TermColumn } {
  const { index, name, examples } = column;
  return {
    label: name === '' ? `Column ${String(index + 1)}` : name,
    description: examples.join(' · '),
    column,
  };
}

async function offerReview(
  noteStates: NoteStates,
  editor: TextEditor,
  { terms, suggested, left }: MapTermsOutcome,
): Promise<void> {
  if (terms === 0) {
    await window.showInformationMessage('There is no term here that is not decided on.');
    return;
  }
  const more = left === 0 ? '' : ` ${formatCount(left, 'more term')} when you have decided on these.`;
  const message = `${formatCount(suggested, 'suggestion')} for ${formatCount(terms, 'term')}.${more}`;
  if (suggested === 0) {
    await window.showInformationMessage(message);
    return;
  }
  const review = 'Review';
  const chosen = await window.showInformationMessage(
    `${message} “Export Mappings (SSSOM)…” writes what you decide.`,
    review,
  );
  const first = findNext(noteStates.get(editor.document.uri.toString())?.suggestions ?? [], noteStart);
  if (chosen === review && first !== undefined) {
    await beginReview(editor, first);
  }
}

async function writeOver(
  server: Server,
  uri: string,
  output: string,
): Promise<ExportMappingsOutcome | undefined> {
  const overwrite = 'Overwrite';
  const chosen = await window.showWarningMessage(
    `“${basename(output)}” is there already.`,
    { modal: true, detail: 'What was changed in it by hand is lost.' },
    overwrite,
  );
  return chosen === overwrite
    ? await server.request(exportMappingsRequest, { uri, output, overwrite: true })
    : undefined;
}

async function tell(outcome: ExportMappingsOutcome, output: string): Promise<void> {
  if (outcome.kind !== 'written') {
    void window.showInformationMessage('Nothing is decided here yet. Run “Map Terms…” and review the terms.');
    return;
  }
  const { mapped, without } = outcome;
  const open = 'Open';
  const none = without === 0 ? '' : `, ${formatCount(without, 'term')} without a concept`;
  const chosen = await window.showInformationMessage(
    `${basename(output)}: ${formatCount(mapped, 'mapping')}${none}.`,
    open,
  );
  if (chosen === open) {
    await commands.executeCommand('vscode.open', Uri.file(output));
  }
}
