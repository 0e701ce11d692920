import { createHash } from 'node:crypto';
import { precisions, type EncoderDescription, type EncoderOptions, type VectorLength } from '../encoder.ts';
import { fingerprintModel, weightFiles } from '../model/fingerprint.ts';
import { openModelFolder, requirePrecision, type ModelFolder } from '../model/modelFolder.ts';
import { createNameTokenizer } from '../model/nameTokenizer.ts';
import type { Combination } from './combination.ts';
import { createEncodeJob, type EncodeJob } from './encodeJob.ts';
import { readMachine } from './machine.ts';
import { measureAlone } from './measureAlone.ts';
import { createModelSessions } from './modelSessions.ts';
import { loadOnnxRuntime } from './onnxRuntime.ts';
import type { ExcludedCombination } from './openBest.ts';
import { createResilientRunner, type TokenIds } from './resilientRunner.ts';
import { runtimeVersion, settleCombination, type MeasureMode } from './settleCombination.ts';
import { fileState, readTrialRecord, writeTrialRecord, type TrialRecord } from './trialRecord.ts';
import { createWeightsChecker } from './weightsChecker.ts';

/** A loaded model, in the process that calls it. One run at a time is the caller's duty. */
export interface OnnxEncoder {
  /** Changes when a device fails and the CPU goes on. */
  readonly description: EncoderDescription;
  /** @param names as text, or tokenized already. */
  createJob(names: readonly (string | TokenIds)[], options?: { readonly length?: VectorLength }): EncodeJob;
  release(): Promise<void>;
}

export interface OnnxEncoderOptions extends EncoderOptions {
  /** Remembers checksums and measurements there; without it everything is found out at each start. */
  readonly cacheFolder?: string | undefined;
  /** Holds another copy of ONNX Runtime, see `loadOnnxRuntime`. */
  readonly runtimeFolder?: string | undefined;
  /** Default `needed`. */
  readonly measure?: MeasureMode;
  /** Passed over without a trial. */
  readonly excluded?: readonly ExcludedCombination[];
  readonly onAttempt?: (combination: Combination) => void;
  readonly onDescriptionChange?: (description: EncoderDescription) => void;
  readonly tokenBudget?: number;
}

/**
 * Loads a model folder: reads and checks its files, settles on execution provider and precision, and states
 * what came of it.
 * @throws {ModelFolderError}
 */
export async function openOnnxEncoder(options: OnnxEncoderOptions): Promise<OnnxEncoder> {
  const folder = await openModelFolder(options.modelFolder);
  if (options.precision !== 'auto') {
    requirePrecision(folder, options.precision);
  }
  const tokenize = createNameTokenizer(folder);
  const ort = await loadOnnxRuntime(options.runtimeFolder);
  const machine = readMachine();
  const key = createHash('sha256')
    .update(
      JSON.stringify([machine.key, runtimeVersion(ort), options.runtimeFolder, await describeFiles(folder)]),
    )
    .digest('hex');
  const { cacheFolder } = options;
  const recall = (): Promise<TrialRecord> => readTrialRecord(cacheFolder, folder, key);
  const remembered = await recall();
  const weights = createWeightsChecker(folder, remembered.weights);
  const sessions = createModelSessions(ort, folder, tokenize, weights, options.threads);
  const { session, combination, notices, record } = await settleCombination(ort, folder, sessions, {
    asked: options,
    measure: options.measure ?? 'needed',
    excluded: options.excluded ?? [],
    machine,
    remembered,
    recall,
    remember: (found) => writeTrialRecord(cacheFolder, folder, { ...found, weights: weights.known }),
    alone: (work) => measureAlone(cacheFolder, work),
    onAttempt: options.onAttempt ?? (() => undefined),
  });
  const { precision } = combination;
  const fingerprint = fingerprintModel(folder, await weights.check(precision));
  const found = { ...record, weights: weights.known };
  if (JSON.stringify(found) !== JSON.stringify(remembered)) {
    await writeTrialRecord(cacheFolder, folder, found);
  }

  let description: EncoderDescription = {
    modelId: folder.id,
    modelTitle: folder.title,
    fingerprint,
    dimensions: folder.dimensions,
    maximumTokens: folder.maximumTokens,
    pooling: folder.pooling,
    precision,
    executionProvider: combination.executionProvider,
    device: combination.executionProvider === 'cpu' ? machine.processor : machine.graphics,
    scoreCalibration: folder.scoreCalibration,
    notices,
    measurement: record.measurement,
  };
  const runner = createResilientRunner({
    session,
    combination,
    dimensions: folder.dimensions,
    openOnCpu: () => sessions.open({ executionProvider: 'cpu', precision }),
    pool: sessions.pool,
    onFallback({ executionProvider }, notice) {
      description = {
        ...description,
        executionProvider,
        device: machine.processor,
        notices: [...description.notices, notice],
      };
      options.onDescriptionChange?.(description);
    },
  });
  return {
    get description() {
      return description;
    },
    createJob: (names, { length = 'unit' } = {}) =>
      createEncodeJob(runner.encode, {
        tokenIds: names.map((name) => (typeof name === 'string' ? tokenize(name) : name)),
        dimensions: folder.dimensions,
        length,
        tokenBudget: options.tokenBudget,
      }),
    release: () => runner.release(),
  };
}

/** Differs when anything of the model changed that decides its vectors or their speed. */
async function describeFiles(folder: ModelFolder): Promise<unknown> {
  const { onnxFiles, tokenizer, pooling, maximumTokens } = folder;
  const files = precisions
    .filter((precision) => onnxFiles[precision])
    .flatMap((precision) => weightFiles(folder, precision));
  const states = await Promise.all(files.map((file) => fileState(file).catch(() => '')));
  return [states, tokenizer, pooling, maximumTokens];
}
