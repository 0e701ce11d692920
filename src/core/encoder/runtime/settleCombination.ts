import type { EncoderMeasurement, EncoderTrial } from '../encoder.ts';
import type { ModelFolder } from '../model/modelFolder.ts';
import { agreesOnProbe, comparedNames, probeNames, probeRows } from './agreement.ts';
import { isSame, planCombinations, referencePrecision, type Asked, type Combination } from './combination.ts';
import type { Machine } from './machine.ts';
import { measureTrials } from './measureTrials.ts';
import type { ModelSession } from './modelSession.ts';
import type { ModelSessions } from './modelSessions.ts';
import { listExecutionProviders, type OnnxRuntime } from './onnxRuntime.ts';
import {
  openFirst,
  orderCombinations,
  unavailableNotices,
  type ExcludedCombination,
  type OpenedCombination,
} from './openBest.ts';
import type { TrialRecord } from './trialRecord.ts';

/**
 * `needed`: what is not remembered and decides; `all`: everything there is, whatever is remembered and was asked
 * for; `never`: somebody is waiting for an encoder that was settled before.
 */
export type MeasureMode = 'needed' | 'all' | 'never';

export interface SettleOptions {
  readonly asked: Asked;
  readonly measure: MeasureMode;
  readonly excluded: readonly ExcludedCombination[];
  readonly machine: Machine;
  readonly remembered: TrialRecord;
  /** What is remembered by now: another process may have measured meanwhile. */
  recall(): Promise<TrialRecord>;
  remember(record: TrialRecord): Promise<void>;
  /** Does the work while no other process measures. */
  alone(work: () => Promise<void>): Promise<void>;
  /** Told before each attempt, so that a crash can be blamed on what was tried. */
  onAttempt(combination: Combination): void;
}

export interface Settled extends OpenedCombination<ModelSession> {
  /** What is remembered now, with what was found out. */
  readonly record: TrialRecord;
}

/**
 * Decides on execution provider and precision and opens them: as asked where nothing is left open, else the
 * fastest combination whose vectors agree with the reference's, which is measured once and then remembered.
 * @throws {ModelFolderError} for a model that does not even run on the CPU.
 */
export async function settleCombination(
  ort: OnnxRuntime,
  folder: ModelFolder,
  sessions: ModelSessions,
  options: SettleOptions,
): Promise<Settled> {
  const { asked, excluded, onAttempt, alone, recall, remember } = options;
  const available = listExecutionProviders(ort);
  const reference: Combination = { executionProvider: 'cpu', precision: referencePrecision(folder) };
  const planned = planCombinations(folder, asked, available);
  const everything = planCombinations(folder, { executionProvider: 'auto', precision: 'auto' }, available);
  let record = options.remembered;

  const measure = async (combinations: readonly Combination[]): Promise<void> => {
    const isExcluded = (trial: Combination): boolean => excluded.some((other) => isSame(trial, other));
    const bench = { ...sessions, onAttempt, now: () => performance.now() };
    const results = await measureTrials(
      reference,
      combinations.filter((trial) => !isExcluded(trial)),
      bench,
    );
    const failed = excluded.map(({ reason, ...combination }) => ({ ...combination, unavailable: reason }));
    const trials = [...results.trials, ...failed];
    const kept =
      record.measurement?.trials.filter((old) => !trials.some((trial) => isSame(old, trial))) ?? [];
    record = {
      ...record,
      probe: [...probeRows(results.reference)],
      measurement: describeMeasurement([...trials, ...kept], ort, options.machine),
    };
    await remember(record);
  };

  const isMeasured = (combination: Combination): boolean =>
    record.measurement?.trials.some((trial) => isSame(trial, combination)) ?? false;
  const isSettled = (): boolean => planned.length <= 1 || planned.every(isMeasured);
  if (options.measure === 'all') {
    const others = planned.filter((plan) => !everything.some((other) => isSame(plan, other)));
    await alone(() => measure([...everything, ...others]));
  } else if (options.measure === 'needed' && !isSettled()) {
    await alone(async () => {
      record = await recall();
      if (!isSettled()) {
        await measure(planned.filter((plan) => !isMeasured(plan)));
      }
    });
  }

  const lastResort: Combination = {
    executionProvider: 'cpu',
    precision: asked.precision === 'auto' ? reference.precision : asked.precision,
  };
  const measurement = planned.length > 1 ? record.measurement : undefined;
  const order = orderCombinations(planned, measurement, excluded, lastResort);
  if (record.probe === undefined && order.some(({ executionProvider }) => executionProvider !== 'cpu')) {
    onAttempt(reference);
    record = { ...record, probe: [...(await encodeProbe(sessions, reference))] };
  }
  const opened = await openFirst(order, {
    open: sessions.open,
    release: sessions.release,
    onAttempt,
    async prove(session, combination) {
      const { executionProvider, precision } = combination;
      // It also warms up, and finds out a graph that does not do what its signature says.
      const vectors = await sessions.encode(session, probeNames);
      if (executionProvider === 'cpu') {
        return; // it is what the others are compared with
      }
      if (!agreesOnProbe(vectors, Float32Array.from(record.probe ?? []), precision)) {
        throw new Error("its vectors differ from the CPU's.");
      }
    },
  });
  const notices = [
    ...unavailableNotices(asked, opened.combination, measurement?.trials ?? [], excluded),
    ...opened.notices,
  ];
  return { ...opened, notices, record };
}

async function encodeProbe(sessions: ModelSessions, reference: Combination): Promise<Float32Array> {
  const session = await sessions.open(reference);
  try {
    return await sessions.encode(session, probeNames);
  } finally {
    await sessions.release(session);
  }
}

function describeMeasurement(
  trials: readonly EncoderTrial[],
  ort: OnnxRuntime,
  machine: Machine,
): NonNullable<TrialRecord['measurement']> {
  return {
    machine: machine.description,
    onnxRuntime: runtimeVersion(ort),
    measuredAt: new Date().toISOString(),
    nameCount: comparedNames.length,
    trials: [...trials],
  } satisfies EncoderMeasurement;
}

export function runtimeVersion(ort: OnnxRuntime): string {
  return ort.env.versions.node ?? ort.env.versions.common;
}
