import type { EncoderMeasurement, EncoderTrial } from '../encoder.ts';
import { isSame, nameCombination, type Asked, type Combination } from './combination.ts';
import { rankTrials } from './chooseTrial.ts';
import { errorReason } from './errorReason.ts';

/** A combination that ended or hung an earlier process, and what happened. */
export interface ExcludedCombination extends Combination {
  readonly reason: string;
}

/** An open session, what it is, and one line for each that should have run and could not. */
export interface OpenedCombination<Session> {
  readonly session: Session;
  readonly combination: Combination;
  readonly notices: readonly string[];
}

/** What opening takes; `Session` is whatever `open` gives. */
export interface CombinationOpener<Session> {
  open(combination: Combination): Promise<Session>;
  release(session: Session): Promise<void>;
  onAttempt(combination: Combination): void;
  /** Rejects, saying why, when the session's vectors of `probeNames` are not what they should be. */
  prove(session: Session, combination: Combination): Promise<void>;
}

/**
 * The combinations to try in turn: measured ones from the fastest, else in the plan's order; always ends with
 * the CPU, so that there is an answer in the end.
 */
export function orderCombinations(
  planned: readonly Combination[],
  measurement: EncoderMeasurement | undefined,
  excluded: readonly Combination[],
  lastResort: Combination,
): Combination[] {
  const ranked = measurement
    ? rankTrials(measurement.trials).filter((trial) => planned.some((plan) => isSame(plan, trial)))
    : planned;
  const candidates = ranked.filter((plan) => !excluded.some((other) => isSame(plan, other)));
  return candidates.some(({ executionProvider }) => executionProvider === 'cpu')
    ? candidates
    : [...candidates, lastResort];
}

/** Opens the first combination that works and proves itself. What the CPU throws is thrown: it is the last resort. */
export async function openFirst<Session>(
  combinations: readonly Combination[],
  opener: CombinationOpener<Session>,
): Promise<OpenedCombination<Session>> {
  const notices: string[] = [];
  for (const combination of combinations) {
    opener.onAttempt(combination);
    try {
      const session = await opener.open(combination);
      try {
        await opener.prove(session, combination);
      } catch (error) {
        // Its memory may be what the next one needs.
        await opener.release(session);
        throw error;
      }
      return { session, combination, notices };
    } catch (error) {
      if (combination.executionProvider === 'cpu') {
        throw error;
      }
      notices.push(`${nameCombination(combination)}: ${errorReason(error)}`);
    }
  }
  throw new Error('no combination to open');
}

/**
 * Why what the user asked for does not run, for trials that never came to be opened; with `auto` an execution
 * provider that this machine does not have is no news.
 */
export function unavailableNotices(
  asked: Asked,
  opened: Combination,
  trials: readonly EncoderTrial[],
  excluded: readonly ExcludedCombination[],
): string[] {
  const runsAsAsked = opened.executionProvider === asked.executionProvider;
  const failed = trials.flatMap((trial) =>
    !runsAsAsked && trial.unavailable !== undefined && trial.executionProvider === asked.executionProvider
      ? [`${nameCombination(trial)}: ${trial.unavailable}`]
      : [],
  );
  return [...excluded.map((trial) => `${nameCombination(trial)}: ${trial.reason}`), ...failed];
}
