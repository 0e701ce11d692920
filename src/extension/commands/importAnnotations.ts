import { window, type QuickPickItem } from 'vscode';
import {
  importAnnotationsRequest,
  type AnnotationFormatInfo,
  type ImportOutcome,
  type ImportParams,
} from '../../protocol/exchangeMessages.ts';
import { withServerProgress } from '../serverProgress.ts';
import { describeImport, listNames } from '../views/exchangeReport.ts';
import { chooseNotes, listFormats, toFormatItem, type NotesChoice } from './exchangeChoices.ts';
import type { ExchangeOptions } from './exportAnnotations.ts';

const title = 'Import Annotations';

/** Adds annotations that were made elsewhere to those of a note, or of the notes of a folder. */
export async function importAnnotations(options: ExchangeOptions): Promise<void> {
  const target = await chooseNotes(title, 'Which notes to add annotations to');
  if (target === undefined) {
    return;
  }
  const source = await chooseSource(await listFormats(options.server), target);
  if (source === undefined) {
    return;
  }
  const params: Omit<ImportParams, 'createNotes'> = {
    ...source,
    target: target.kind === 'note' ? { uri: target.uri.toString() } : { folder: target.uri.fsPath },
  };
  const outcome = await read(options, { ...params, createNotes: false });
  // Not awaited: the command has done its work, and the message may stay as long as the user likes.
  tell(options, params, outcome).catch(options.reportFailure);
}

interface SourceItem extends QuickPickItem {
  readonly format?: AnnotationFormatInfo;
  readonly isFolder: boolean;
}

/** Which file or folder to read, and in which format, if the user says so. */
async function chooseSource(
  formats: readonly AnnotationFormatInfo[],
  target: NotesChoice,
): Promise<Pick<ImportParams, 'source' | 'from'> | undefined> {
  const items: SourceItem[] = [
    { label: '$(file) File…', description: 'the format is recognized by the content', isFolder: false },
    { label: '$(folder) Folder…', description: 'the formats are recognized by the content', isFolder: true },
    ...formats
      .filter(({ canRead }) => canRead)
      .map((format) => ({
        ...toFormatItem(format),
        isFolder: format.layout === 'document' && target.kind === 'folder',
      })),
  ];
  const chosen = await window.showQuickPick(items, {
    title,
    placeHolder: 'What to import',
    matchOnDescription: true,
  });
  if (chosen === undefined) {
    return undefined;
  }
  const [uri] =
    (await window.showOpenDialog({
      title,
      openLabel: 'Import',
      canSelectFiles: !chosen.isFolder,
      canSelectFolders: chosen.isFolder,
    })) ?? [];
  return uri && { source: uri.fsPath, ...(chosen.format && { from: chosen.format.format }) };
}

function read({ server, whileWorking }: ExchangeOptions, params: ImportParams): Promise<ImportOutcome> {
  return whileWorking(() =>
    withServerProgress(server, 'Importing annotations', (workDoneToken, cancellation) =>
      server.request(importAnnotationsRequest, { ...params, workDoneToken }, cancellation),
    ),
  );
}

async function tell(
  options: ExchangeOptions,
  params: Omit<ImportParams, 'createNotes'>,
  outcome: ImportOutcome,
): Promise<void> {
  const { message, report, hasMore } = describeImport(outcome, params.source);
  const create = 'Create Notes';
  const show = 'Show Report';
  const buttons = [...(outcome.unmatched.length > 0 ? [create] : []), ...(hasMore ? [show] : [])];
  const chosen = await window.showInformationMessage(message, ...buttons);
  if (chosen === show) {
    await options.showReport('Import of Annotations', report);
  } else if (chosen === create && (await confirmCreation(outcome.unmatched))) {
    // What was added before is there already, and the same twice is stored once.
    await tell(options, params, await read(options, { ...params, createNotes: true }));
  }
}

async function confirmCreation(names: readonly string[]): Promise<boolean> {
  const create = 'Create';
  const chosen = await window.showInformationMessage(
    `Create notes for ${listNames(names)}?`,
    { modal: true, detail: 'Each holds the text of its document. Nothing that is there is replaced.' },
    create,
  );
  return chosen === create;
}
