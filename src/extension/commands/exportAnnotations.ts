import { basename, join } from 'node:path';
import { commands, Uri, window, workspace } from 'vscode';
import {
  exportAnnotationsRequest,
  type AnnotationFormatInfo,
  type ExportOutcome,
  type ExportParams,
} from '../../protocol/exchangeMessages.ts';
import type { ReportFailure } from '../reportFailure.ts';
import type { Server } from '../serverConnection.ts';
import { withServerProgress } from '../serverProgress.ts';
import { describeExport } from '../views/exchangeReport.ts';
import { askForFolder, chooseNotes, listFormats, toFormatItem, type NotesChoice } from './exchangeChoices.ts';

export interface ExchangeOptions {
  readonly server: Server;
  whileWorking<Result>(work: () => Promise<Result>): Promise<Result>;
  readonly reportFailure: ReportFailure;
  readonly showReport: (title: string, text: string) => Promise<void>;
}

const title = 'Export Annotations';

/** Writes the annotations of a note or of a folder in a format that the user chooses. */
export async function exportAnnotations(options: ExchangeOptions): Promise<void> {
  const source = await chooseNotes(title, 'Which annotations to export');
  if (source === undefined || !(await saveNotes(source))) {
    return;
  }
  const formats = await listFormats(options.server);
  const format = (
    await window.showQuickPick(formats.map(toFormatItem), {
      title,
      placeHolder: 'In which format',
      matchOnDescription: true,
    })
  )?.format;
  const output = format && (await askForOutput(source, format));
  if (format === undefined || output === undefined) {
    return;
  }
  const params = { source: source.uri.fsPath, to: format.format, output };
  // The dialog for a file has asked whether to replace one that is there.
  const outcome = await write(options, { ...params, overwrite: format.layout === 'collection' });
  const written = outcome.kind === 'exists' ? await writeOver(options, params, outcome.path) : outcome;
  if (written?.kind === 'written') {
    // Not awaited: the command has done its work, and the message may stay as long as the user likes.
    tell(options, written, format.title, output).catch(options.reportFailure);
  }
}

/** What is exported lies on disk, so unsaved notes are saved first, if the user agrees. */
async function saveNotes({ kind, uri }: NotesChoice): Promise<boolean> {
  const unsaved = workspace.textDocuments.filter(
    (document) =>
      document.isDirty &&
      document.uri.scheme === 'file' &&
      (kind === 'note'
        ? document.uri.toString() === uri.toString()
        : document.uri.path.startsWith(`${uri.path}/`)),
  );
  if (unsaved.length === 0) {
    return true;
  }
  const save = 'Save and Export';
  const names = unsaved.map((document) => basename(document.uri.fsPath)).join(', ');
  const chosen = await window.showWarningMessage(
    `There are unsaved changes in ${names}.`,
    { modal: true, detail: 'Annotations are exported as they belong to the saved notes.' },
    save,
  );
  if (chosen !== save) {
    return false;
  }
  const saved = await Promise.all(unsaved.map((document) => document.save()));
  return saved.every(Boolean);
}

async function askForOutput(source: NotesChoice, format: AnnotationFormatInfo): Promise<string | undefined> {
  if (format.layout === 'document') {
    return (await askForFolder(`${title}: Where to Put the Files`, 'Export Here'))?.uri.fsPath;
  }
  const { fsPath } = source.uri;
  const folder = source.kind === 'folder' ? fsPath : join(fsPath, '..');
  const name = basename(fsPath).replace(/\.[^.]*$/u, '');
  const chosen = await window.showSaveDialog({
    title,
    saveLabel: 'Export',
    defaultUri: Uri.file(join(folder, `${name}-annotations${format.ending}`)),
    filters: { [format.title]: [format.ending.replace(/^.*\./u, '')] },
  });
  return chosen?.fsPath;
}

function write({ server, whileWorking }: ExchangeOptions, params: ExportParams): Promise<ExportOutcome> {
  return whileWorking(() =>
    withServerProgress(server, 'Exporting annotations', (workDoneToken, cancellation) =>
      server.request(exportAnnotationsRequest, { ...params, workDoneToken }, cancellation),
    ),
  );
}

async function writeOver(
  options: ExchangeOptions,
  params: Omit<ExportParams, 'overwrite'>,
  path: string,
): Promise<ExportOutcome | undefined> {
  const overwrite = 'Overwrite';
  const chosen = await window.showWarningMessage(
    `“${basename(path)}” is there already.`,
    { modal: true, detail: `Files in ${params.output} that are called like the exported ones are replaced.` },
    overwrite,
  );
  return chosen === overwrite ? write(options, { ...params, overwrite: true }) : undefined;
}

async function tell(
  { showReport }: ExchangeOptions,
  written: Extract<ExportOutcome, { kind: 'written' }>,
  format: string,
  output: string,
): Promise<void> {
  const { message, report, hasMore } = describeExport(written, format, output);
  const open = 'Open';
  const show = 'Show Report';
  const [file] = written.files;
  const buttons = [...(written.files.length === 1 ? [open] : []), ...(hasMore ? [show] : [])];
  const chosen = await window.showInformationMessage(message, ...buttons);
  if (chosen === open && file !== undefined) {
    await commands.executeCommand('vscode.open', Uri.file(file));
  } else if (chosen === show) {
    await showReport('Export of Annotations', report);
  }
}
