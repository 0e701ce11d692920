import { QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { EncoderBenchmark } from '../../protocol/encoderMessages.ts';
import { readSetting, writeSetting } from '../userSettings.ts';
import { escapeIcons } from '../views/escapeText.ts';
import { nameProvider } from '../views/trials.ts';
import { measureEncoder, type EncoderCommandOptions } from './encoderCommand.ts';
import { canHaveCuda, installCuda } from './installCuda.ts';
import { providerChoices, type DeviceSettings, type ProviderChoice } from './providerChoices.ts';

interface DeviceItem extends QuickPickItem {
  /** Missing in separators, which cannot be picked. */
  readonly run?: () => Promise<void>;
}

const installTitle = 'Install CUDA Provider…';

/** Shows what each device achieves, and lets the user choose one. */
export function selectExecutionProvider(options: EncoderCommandOptions): Promise<void> {
  return pickDevice(options, false);
}

async function pickDevice(options: EncoderCommandOptions, refresh: boolean): Promise<void> {
  const benchmark = await measureEncoder(options, refresh);
  const picked = await window.showQuickPick(itemsOf(options, benchmark), {
    title: `Select Execution Provider for ${benchmark.modelTitle}`,
    placeHolder: 'The device that the encoder runs on',
    matchOnDescription: true,
  });
  await picked?.run?.();
}

function itemsOf(options: EncoderCommandOptions, { trials }: EncoderBenchmark): DeviceItem[] {
  const settings: DeviceSettings = {
    executionProvider: readSetting('encoder.executionProvider'),
    precision: readSetting('encoder.precision'),
  };
  const { automatic, providers, exact } = providerChoices(trials, settings);
  const toItem = (choice: ProviderChoice): DeviceItem => ({
    label: choice.label,
    description: escapeIcons(choice.description),
    detail: escapeIcons(choice.detail),
    run: () => choose(options, choice, settings),
  });
  return [
    toItem(automatic),
    separator('With its fastest precision'),
    ...providers.map(toItem),
    ...(exact.length === 0 ? [] : [separator('With a particular precision'), ...exact.map(toItem)]),
    separator(''),
    { label: '$(refresh) Measure again', run: () => pickDevice(options, true) },
    ...(canHaveCuda ? [{ label: `$(cloud-download) ${installTitle}`, run: () => installCuda(options) }] : []),
  ];
}

function separator(label: string): DeviceItem {
  return { label, kind: QuickPickItemKind.Separator };
}

async function choose(
  options: EncoderCommandOptions,
  choice: ProviderChoice,
  settings: DeviceSettings,
): Promise<void> {
  const { executionProvider, precision, unavailable } = choice;
  if (unavailable !== undefined) {
    await explainUnavailable(options, executionProvider, unavailable);
    return;
  }
  await writeSetting('encoder.executionProvider', executionProvider);
  if (precision !== undefined) {
    await writeSetting('encoder.precision', precision);
  } else if (settings.precision !== 'auto') {
    await offerAutomaticPrecision(settings.precision);
  }
}

async function explainUnavailable(
  options: EncoderCommandOptions,
  executionProvider: string,
  reason: string,
): Promise<void> {
  const buttons = executionProvider === 'cuda' && canHaveCuda ? [installTitle] : [];
  const chosen = await window.showInformationMessage(
    `${nameProvider(executionProvider)} cannot be used: ${reason}`,
    ...buttons,
  );
  if (chosen === installTitle) {
    await installCuda(options);
  }
}

/** The figures that the user chose by were those of the fastest precision, which a setting may rule out. */
async function offerAutomaticPrecision(precision: string): Promise<void> {
  const automatic = 'Choose Precision Automatically';
  const chosen = await window.showInformationMessage(
    `“termlens.encoder.precision” stays “${precision}”, which may not be the fastest there.`,
    automatic,
  );
  if (chosen === automatic) {
    await writeSetting('encoder.precision', 'auto');
  }
}
