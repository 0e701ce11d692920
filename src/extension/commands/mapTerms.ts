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
import { showSuggestion } from './reviewSuggestions.ts';

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
  const editor = await requireNote();
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
  const editor = await requireNote();
  if (editor === undefined) {
    return;
  }
  const { uri } = describe(editor);
  if (editor.document.uri.scheme !== 'file') {
    void window.showInformationMessage('Save the terms first: their mappings are written beside them.');
    return;
  }
  const output = `${editor.document.uri.fsPath}.sssom.tsv`;
  const outcome = await server.request(exportMappingsRequest, { uri, output, overwrite: false });
  const written = outcome.kind === 'exists' ? await writeOver(server, uri, output) : outcome;
  if (written !== undefined) {
    await tell(written, output);
  }
}

function describe({ document }: TextEditor): { readonly uri: string; readonly fileName: string } {
  return { uri: document.uri.toString(), fileName: basename(document.fileName) };
}

/** The selected lines; else, in a table, the column that the user chooses; else the lines of the document. */
async function choosePlace(server: Server, editor: TextEditor): Promise<TermPlace | undefined> {
  const { document, selection } = editor;
  if (!selection.isEmpty) {
    return { kind: 'lines', range: toProtocolRange(selection) };
  }
  const isTable = /\.(?:csv|tsv|tab)$/iu.test(document.fileName) || document.languageId === 'csv';
  if (!isTable) {
    return { kind: 'lines' };
  }
  const columns = await server.request(termColumnsRequest, describe(editor));
  const chosen = await window.showQuickPick(columns.map(toItem), {
    title: 'Map Terms',
    placeHolder: 'Which column holds the terms? Or select some lines first.',
    matchOnDescription: true,
  });
  if (chosen === undefined) {
    return undefined;
  }
  const withNames = 'Names of the columns';
  const header = await window.showQuickPick([withNames, 'Terms already'], {
    title: 'Map Terms',
    placeHolder: 'What does the first row hold?',
  });
  return header === undefined
    ? undefined
    : { kind: 'column', index: chosen.index, hasHeader: header === withNames };
}

function toItem({ index, name, examples }: TermColumn): QuickPickItem & { readonly index: number } {
  return {
    label: name === '' ? `Column ${String(index + 1)}` : name,
    description: examples.join(' · '),
    index,
  };
}

async function offerReview(
  noteStates: NoteStates,
  editor: TextEditor,
  { terms, suggested, left }: MapTermsOutcome,
): Promise<void> {
  const more = left === 0 ? '' : ` ${formatCount(left, 'more term')} for the next time.`;
  const message = `${formatCount(suggested, 'suggestion')} for ${formatCount(terms, 'term')} that are not decided on.${more}`;
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
    await showSuggestion(editor, first);
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
