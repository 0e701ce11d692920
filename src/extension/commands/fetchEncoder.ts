import { window } from 'vscode';
import { downloadEncoderRequest, type EncoderInfo } from '../../protocol/encoderMessages.ts';
import { describeFailure } from '../failures.ts';
import { explainOffline } from '../offline.ts';
import { withServerProgress } from '../serverProgress.ts';
import { isOffline, readNetworkSettings } from '../userSettings.ts';
import { confirmEncoderDownload } from './downloadText.ts';
import type { EncoderCommandOptions } from './encoderCommand.ts';
import { importEncoder } from './importEncoder.ts';
import { precisionChoices, type PrecisionChoice, type PublishedPrecisions } from './precisionChoices.ts';
import { switchToEncoder } from './switchEncoder.ts';

/** What is known of an encoder before it is fetched. */
export interface FetchTarget {
  /** An id of the catalogue, or a repository. */
  readonly model: string;
  readonly title: string;
  readonly repository: string;
  readonly revision?: string | undefined;
  readonly licence?: string | undefined;
  readonly precisions?: PublishedPrecisions | undefined;
}

/** Asks what to fetch and whether, fetches it and makes it the encoder in use. */
export async function fetchEncoder(options: EncoderCommandOptions, target: FetchTarget): Promise<void> {
  if (isOffline()) {
    await explainOffline(
      `Turn “termlens.offline” off for the download, or fetch ${target.repository} on another machine ` +
        '(its config.json, tokenizer.json and onnx folder) and import that folder here.',
      { title: 'Import…', run: () => importEncoder(options) },
    );
    return;
  }
  const choice = await pickPrecisions(target);
  if (choice === undefined || !(await confirm(target, choice))) {
    return;
  }
  const encoder = await download(options, target, choice.precisions);
  if (encoder !== undefined) {
    await switchToEncoder(options.server, encoder);
  }
}

async function pickPrecisions({ title, precisions }: FetchTarget): Promise<PrecisionChoice | undefined> {
  const choices = precisionChoices(precisions);
  return choices.length === 1
    ? choices[0]
    : window.showQuickPick(choices, {
        title: `Download ${title}`,
        placeHolder: 'Which precisions?',
      });
}

async function confirm(target: FetchTarget, { precisions, bytes }: PrecisionChoice): Promise<boolean> {
  const { title, repository, revision, licence } = target;
  const text = confirmEncoderDownload({ title, repository, revision, licence, precisions, bytes });
  const download = 'Download';
  const chosen = await window.showInformationMessage(
    text.message,
    { modal: true, detail: text.detail },
    download,
  );
  return chosen === download;
}

async function download(
  { server, whileWorking }: EncoderCommandOptions,
  { model, title }: FetchTarget,
  precisions: readonly string[],
): Promise<EncoderInfo | undefined> {
  try {
    return await whileWorking(() =>
      withServerProgress(server, `Downloading ${title}`, (workDoneToken, cancellation) =>
        server.request(
          downloadEncoderRequest,
          { model, precisions, network: readNetworkSettings(), workDoneToken },
          cancellation,
        ),
      ),
    );
  } catch (error) {
    if (describeFailure(error).kind !== 'cancelled') {
      throw error;
    }
    void window.showInformationMessage(
      'Cancelled; what was fetched is kept and the next download goes on from there.',
    );
    return undefined;
  }
}
