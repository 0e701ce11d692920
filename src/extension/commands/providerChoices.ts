import type { EncoderTrial } from '../../protocol/encoderMessages.ts';
import { formatMilliseconds, formatRate } from '../views/quantities.ts';
import { formatAgreement, isMeasured, nameProvider, sortTrials } from '../views/trials.ts';

/** What can be picked: a device, perhaps with one particular precision. */
export interface ProviderChoice {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Value for `termlens.encoder.executionProvider`. */
  readonly executionProvider: string;
  /** Value for `termlens.encoder.precision`; undefined leaves that setting as it is. */
  readonly precision?: string | undefined;
  /** Why it cannot be used. */
  readonly unavailable?: string | undefined;
}

export interface ProviderChoices {
  readonly automatic: ProviderChoice;
  /** One for each execution provider, those that work first, the fastest at the top. */
  readonly providers: readonly ProviderChoice[];
  /** One for each precision of a provider that has several. */
  readonly exact: readonly ProviderChoice[];
}

/** The present values of the two settings. */
export interface DeviceSettings {
  readonly executionProvider: string;
  readonly precision: string;
}

export function providerChoices(trials: readonly EncoderTrial[], settings: DeviceSettings): ProviderChoices {
  const byProvider = new Map<string, EncoderTrial[]>();
  for (const trial of sortTrials(trials)) {
    byProvider.set(trial.executionProvider, [...(byProvider.get(trial.executionProvider) ?? []), trial]);
  }
  return {
    automatic: automaticChoice(trials, settings),
    providers: [...byProvider.values()].map((ofProvider) => providerChoice(ofProvider, settings)),
    exact: [...byProvider.values()]
      .map((ofProvider) => ofProvider.filter(isMeasured))
      .filter((measured) => measured.length > 1)
      .flat()
      .map((trial) => ({ ...choiceOf(trial, isExactly(trial, settings)), precision: trial.precision })),
  };
}

function automaticChoice(trials: readonly EncoderTrial[], settings: DeviceSettings): ProviderChoice {
  const selected = settings.executionProvider === 'auto';
  const running = selected ? trials.find(({ chosen }) => chosen) : undefined;
  return {
    label: check('Automatic', selected),
    description: running === undefined ? '' : `now ${running.executionProvider} · ${running.precision}`,
    detail:
      'The fastest that works here and agrees with the reference; measured again when the machine changes.',
    executionProvider: 'auto',
  };
}

function providerChoice(trials: readonly EncoderTrial[], settings: DeviceSettings): ProviderChoice {
  const [best = missing] = trials;
  const { executionProvider } = best;
  const selected = settings.executionProvider === executionProvider;
  if (isMeasured(best)) {
    const choice = choiceOf(best, selected);
    return { ...choice, label: check(nameProvider(executionProvider), selected) };
  }
  const unavailable = best.unavailable ?? 'It was not measured.';
  return {
    label: check(nameProvider(executionProvider), selected),
    description: `${executionProvider} · not available`,
    detail: unavailable,
    executionProvider,
    unavailable,
  };
}

function choiceOf(trial: EncoderTrial, selected: boolean): ProviderChoice {
  const { executionProvider, precision, namesPerSecond, oneNameMs, chosen } = trial;
  const facts = [
    `${executionProvider} · ${precision}`,
    ...(namesPerSecond === undefined ? [] : [formatRate(namesPerSecond)]),
    ...(chosen ? ['in use'] : []),
  ];
  const alone = oneNameMs === undefined ? [] : [`${formatMilliseconds(oneNameMs)} for one name`];
  return {
    label: check(`${nameProvider(executionProvider)}, ${precision}`, selected),
    description: facts.join(' · '),
    detail: [...alone, formatAgreement(trial)].filter((part) => part !== '').join(' · '),
    executionProvider,
  };
}

function isExactly({ executionProvider, precision }: EncoderTrial, settings: DeviceSettings): boolean {
  return settings.executionProvider === executionProvider && settings.precision === precision;
}

function check(label: string, selected: boolean): string {
  return selected ? `$(check) ${label}` : label;
}

const missing: EncoderTrial = { executionProvider: '', precision: '', chosen: false };
