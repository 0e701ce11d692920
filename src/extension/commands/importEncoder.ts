import { window, type OpenDialogOptions } from 'vscode';
import { importEncoderRequest } from '../../protocol/encoderMessages.ts';
import { withServerProgress } from '../serverProgress.ts';
import type { EncoderCommandOptions } from './encoderCommand.ts';
import { switchToEncoder } from './switchEncoder.ts';

interface Source {
  readonly label: string;
  readonly detail: string;
  readonly dialog: OpenDialogOptions;
}

/** Two, because a dialog of Linux or Windows shows either files or folders. */
const sources: readonly Source[] = [
  {
    label: '$(folder) Folder…',
    detail: 'In the layout of Hugging Face: config.json, tokenizer.json, onnx/model*.onnx.',
    dialog: { canSelectFolders: true, canSelectFiles: false },
  },
  {
    label: '$(file-zip) Archive…',
    detail: 'A .zip, .tar, .tar.gz or .tgz file of such a folder.',
    dialog: { filters: { Archives: ['zip', 'tar', 'gz', 'tgz'] } },
  },
];

/** Installs an encoder from a folder or archive on this machine, and makes it the one in use. */
export async function importEncoder({ server, whileWorking }: EncoderCommandOptions): Promise<void> {
  const source = await window.showQuickPick(sources, {
    title: 'Import an Encoder',
    placeHolder: 'From what?',
  });
  const [chosen] =
    (source &&
      (await window.showOpenDialog({ ...source.dialog, openLabel: 'Import', title: 'Import an Encoder' }))) ??
    [];
  if (chosen === undefined) {
    return;
  }
  const encoder = await whileWorking(() =>
    withServerProgress(server, 'Importing an encoder', (workDoneToken, cancellation) =>
      server.request(importEncoderRequest, { path: chosen.fsPath, workDoneToken }, cancellation),
    ),
  );
  await switchToEncoder(server, encoder);
}
