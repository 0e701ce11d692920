import type { VectorLength } from '../encoder.ts';
import type { ModelFolder } from '../model/modelFolder.ts';
import type { NameTokenizer } from '../model/nameTokenizer.ts';
import type { Combination } from './combination.ts';
import { createEncodeJob } from './encodeJob.ts';
import { openModelSession, type ModelSession } from './modelSession.ts';
import type { OnnxRuntime } from './onnxRuntime.ts';
import { poolVectors } from './poolVectors.ts';
import type { TokenIds } from './resilientRunner.ts';
import type { WeightsChecker } from './weightsChecker.ts';

/** Opens one model's weights on execution providers, and encodes with what it opened. */
export interface ModelSessions {
  /** @throws {ModelFolderError} for weights that are damaged or no name encoder. */
  open(combination: Combination): Promise<ModelSession>;
  /** Unit-length vectors, shape `[names, dimensions]`. */
  encode(session: ModelSession, names: readonly string[]): Promise<Float32Array>;
  /** Shape `[names, dimensions]`, from what a session's run answered for these names. */
  pool(
    output: { readonly hidden: Float32Array; readonly tokens: number },
    names: readonly TokenIds[],
    length: VectorLength,
  ): Float32Array;
  release(session: ModelSession): Promise<void>;
}

export function createModelSessions(
  ort: OnnxRuntime,
  folder: ModelFolder,
  tokenize: NameTokenizer,
  weights: WeightsChecker,
  threads?: number,
): ModelSessions {
  const { dimensions, pooling } = folder;
  const pool: ModelSessions['pool'] = ({ hidden, tokens }, names, length) =>
    poolVectors(
      hidden,
      [names.length, tokens, dimensions],
      names.map((ids) => ids.length),
      pooling,
      length,
    );
  return {
    async open({ executionProvider, precision }) {
      await weights.check(precision);
      const onnxFile = folder.onnxFiles[precision] ?? '';
      return openModelSession(ort, { onnxFile, executionProvider, dimensions, pooling, threads });
    },
    async encode(session, names) {
      const encodeBatch = async (batch: readonly TokenIds[], length: VectorLength): Promise<Float32Array> =>
        pool(await session.run(batch), batch, length);
      const tokenIds = names.map(tokenize);
      const job = createEncodeJob(encodeBatch, { tokenIds, dimensions, length: 'unit' });
      while (await job.runNextBatch());
      return job.vectors;
    },
    pool,
    release: (session) => session.release(),
  };
}
