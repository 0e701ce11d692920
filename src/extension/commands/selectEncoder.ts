import { env, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { encodersRequest, type EncoderInfo } from '../../protocol/encoderMessages.ts';
import { commandOf, describeEncoder, groupEncoders, parseRepository } from './encoderChoices.ts';
import type { EncoderCommandOptions } from './encoderCommand.ts';
import { fetchEncoder } from './fetchEncoder.ts';
import { importEncoder } from './importEncoder.ts';
import { switchToEncoder } from './switchEncoder.ts';

interface ChoiceItem extends QuickPickItem {
  /** Missing in separators, which cannot be picked. */
  readonly run?: () => Promise<void>;
}

/** Lets the user choose an encoder; one that is not on this machine is fetched first. */
export async function selectEncoder(options: EncoderCommandOptions): Promise<void> {
  // The list opens at once and fills when the server answers.
  const items = options.server.request0(encodersRequest).then((encoders) => itemsOf(options, encoders));
  const picked = await window.showQuickPick(items, {
    title: 'Select Encoder',
    placeHolder: 'The model that turns names into vectors',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  await picked?.run?.();
}

function itemsOf(options: EncoderCommandOptions, encoders: readonly EncoderInfo[]): ChoiceItem[] {
  const known = groupEncoders(encoders).flatMap<ChoiceItem>((group) => [
    separator(group.title),
    ...group.encoders.map((encoder) => ({
      ...describeEncoder(encoder),
      run: () => choose(options, encoder),
    })),
  ]);
  return [
    ...known,
    separator('Others'),
    {
      label: '$(cloud-download) Other repository on the Hugging Face hub…',
      run: () => fetchRepository(options),
    },
    { label: '$(folder-opened) Import from a folder or archive…', run: () => importEncoder(options) },
  ];
}

function separator(label: string): ChoiceItem {
  return { label, kind: QuickPickItemKind.Separator };
}

async function choose(options: EncoderCommandOptions, encoder: EncoderInfo): Promise<void> {
  switch (encoder.state) {
    case 'bundled':
    case 'installed':
      // An installed one with a remedy is damaged.
      return encoder.remedy === undefined ? switchToEncoder(options.server, encoder) : explainRemedy(encoder);
    case 'available':
      return fetchEncoder(options, {
        ...encoder,
        model: encoder.id,
        repository: encoder.repository ?? encoder.id,
      });
    case 'bring':
      return explainRemedy(encoder);
  }
}

async function fetchRepository(options: EncoderCommandOptions): Promise<void> {
  const text = await window.showInputBox({
    title: 'Other Repository',
    prompt: 'A repository on the Hugging Face hub that holds an ONNX export of a BERT-style encoder.',
    placeHolder: 'owner/name',
    validateInput: (value) =>
      value.trim() === '' || parseRepository(value) !== undefined
        ? undefined
        : 'An owner and a name with “/” between, for example “Xenova/SapBERT-from-PubMedBERT-fulltext”.',
  });
  const repository = text === undefined ? undefined : parseRepository(text);
  if (repository !== undefined) {
    await fetchEncoder(options, { model: repository, title: repository, repository });
  }
}

async function explainRemedy({ title, state, remedy = '' }: EncoderInfo): Promise<void> {
  const copyCommand = 'Copy Command';
  const chosen = await window.showInformationMessage(
    state === 'bring' ? `No ONNX export of ${title} is published.` : `${title} is damaged.`,
    { modal: true, detail: remedy },
    copyCommand,
  );
  if (chosen === copyCommand) {
    await env.clipboard.writeText(commandOf(remedy));
  }
}
