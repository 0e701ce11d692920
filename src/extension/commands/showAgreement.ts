import { ProgressLocation, window } from 'vscode';
import { folderAgreementRequest, type FolderAgreement } from '../../protocol/viewMessages.ts';
import { readAgreement } from '../commandArguments.ts';
import type { Server } from '../serverConnection.ts';
import { formatAgreementReport } from '../views/folder/agreementRows.ts';

interface AgreementOptions {
  readonly server: Server;
  readonly showReport: (title: string, text: string) => Promise<void>;
}

/** Tells how far two folders agree: those of a row, or of the workspace's the ones that are chosen. */
export async function showAgreement(
  { server, showReport }: AgreementOptions,
  argument: unknown,
): Promise<void> {
  const agreement = readAgreement(argument) ?? (await chooseAgreement(server));
  if (agreement !== undefined) {
    const { a, b } = agreement;
    const title = `Agreement of ${a} and ${b}`.replaceAll('/', '–');
    await showReport(title, formatAgreementReport(agreement));
  }
}

async function chooseAgreement(server: Server): Promise<FolderAgreement | undefined> {
  const agreements = await window.withProgress(
    { location: ProgressLocation.Notification, title: 'Comparing annotators', cancellable: true },
    (_, token) => server.request(folderAgreementRequest, {}, token),
  );
  if (agreements.length < 2) {
    if (agreements.length === 0) {
      void window.showInformationMessage(
        'No two folders side by side hold the same annotated notes, such as “anna/1.txt” and “ben/1.txt”.',
      );
    }
    return agreements[0];
  }
  const items = agreements.map((agreement) => ({ label: `${agreement.a} and ${agreement.b}`, agreement }));
  return (await window.showQuickPick(items, { placeHolder: 'Whose agreement?' }))?.agreement;
}
