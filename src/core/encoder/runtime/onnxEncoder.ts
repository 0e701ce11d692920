import type { EncoderDescription, EncoderOptions, ExecutionProvider } from '../encoder.ts';
import { candidateProviders, openOnBestProvider, trialNames } from './executionProviders.ts';
import { choosePrecision, fingerprintModel, openModelFolder } from '../model/modelFolder.ts';
import { openModelSession, type ModelSession } from './modelSession.ts';
import { createNameTokenizer } from '../model/nameTokenizer.ts';
import { planBatches } from './planBatches.ts';
import { poolVectors } from './poolVectors.ts';

/** A request cut into runs, so that others can go between them. */
export interface EncodeJob {
  /** Runs the next batch; `false` when nothing is left. Blocks the thread while ONNX Runtime computes. */
  runNextBatch(): Promise<boolean>;
  /** Shape `[names, dimensions]`; complete once `runNextBatch` answered `false`. */
  readonly vectors: Float32Array;
}

/** A loaded model, in the process that calls it. One run at a time is the caller's duty. */
export interface OnnxEncoder {
  readonly description: EncoderDescription;
  createJob(names: readonly string[]): EncodeJob;
  release(): Promise<void>;
}

export interface OnnxEncoderOptions extends EncoderOptions {
  /** Passed over without a trial, with the reason as a notice: they ended an earlier process. */
  readonly excludedProviders?: readonly ExecutionProvider[];
  readonly onAttempt?: (provider: ExecutionProvider) => void;
  readonly tokenBudget?: number;
}

/**
 * Loads a model folder: reads and checks its files, opens the session on the best execution provider, and
 * states what came of it.
 * @throws {ModelFolderError}
 */
export async function openOnnxEncoder(options: OnnxEncoderOptions): Promise<OnnxEncoder> {
  const folder = await openModelFolder(options.modelFolder);
  const precision = choosePrecision(folder, options.precision);
  const tokenize = createNameTokenizer(folder);
  const fingerprint = await fingerprintModel(folder, precision);
  const onnxFile = folder.onnxFiles[precision] ?? '';

  const encodeBatch = async (
    session: ModelSession,
    names: readonly (readonly number[])[],
  ): Promise<Float32Array> => {
    const { hidden, tokens } = await session.run(names);
    const lengths = names.map((ids) => ids.length);
    return poolVectors(hidden, [names.length, tokens, folder.dimensions], lengths, folder.pooling);
  };

  const excluded = options.excludedProviders ?? [];
  const { session, executionProvider, notices } = await openOnBestProvider(
    candidateProviders(options.executionProvider).filter((provider) => !excluded.includes(provider)),
    {
      open: (provider) => openModelSession(onnxFile, provider, folder.dimensions),
      encodeTrialNames: (trial) => encodeBatch(trial, trialNames.map(tokenize)),
      release: (trial) => trial.release(),
      onAttempt: options.onAttempt ?? (() => undefined),
    },
  );

  return {
    description: {
      modelId: folder.id,
      modelTitle: folder.title,
      fingerprint,
      dimensions: folder.dimensions,
      maximumTokens: folder.maximumTokens,
      pooling: folder.pooling,
      precision,
      executionProvider,
      scoreCalibration: folder.scoreCalibration,
      notices: [...excluded.map((provider) => `${provider}: it ended the encoder process.`), ...notices],
    },
    createJob(names) {
      const tokenIds = names.map(tokenize);
      const batches = planBatches(
        tokenIds.map((ids) => ids.length),
        options.tokenBudget,
      ).values();
      const vectors = new Float32Array(names.length * folder.dimensions);
      return {
        vectors,
        async runNextBatch() {
          const { value: batch, done } = batches.next();
          if (done === true) {
            return false;
          }
          const rows = await encodeBatch(
            session,
            batch.map((index) => tokenIds[index] ?? []),
          );
          batch.forEach((index, row) => {
            const vector = rows.subarray(row * folder.dimensions, (row + 1) * folder.dimensions);
            vectors.set(vector, index * folder.dimensions);
          });
          return true;
        },
      };
    },
    release: () => session.release(),
  };
}
