import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Precision } from '../../src/core/encoder/encoder.ts';
import type { NameTokenizer } from '../../src/core/encoder/model/nameTokenizer.ts';
import { openOnnxEncoder, type OnnxEncoder } from '../../src/core/encoder/runtime/onnxEncoder.ts';
import { planBatches, tokenBudgetFor } from '../../src/core/encoder/runtime/planBatches.ts';
import { sessionOptions } from '../../src/core/encoder/runtime/sessionOptions.ts';

/** A way to turn names into vectors. */
export interface Contestant {
  readonly what: string;
  /** Share of the names that it is given, since the slow ones would take all the time. */
  readonly share: number;
  /** What it prepares beforehand is not counted. */
  measure(names: readonly string[]): Promise<Speed>;
}

/** Names per second of time gone by, and per second of processor time of its process, which other load leaves alone. */
export interface Speed {
  readonly rate: number;
  readonly processorRate: number;
}

export const cardBatch = 128;
/** SapBERT's maximum (Liu et al. 2021), to which its model card pads every name. */
const cardTokens = 25;

/**
 * The loop of SapBERT's model card, in ONNX Runtime as it comes: 128 names at a time in the order in which they
 * are given, each padded to 25 tokens.
 */
export async function createCardLoop(
  onnxFile: string,
  tokenize: NameTokenizer,
  share: number,
): Promise<Contestant> {
  const session = await InferenceSession.create(onnxFile, { logSeverityLevel: 3 });
  return {
    what: `model card's loop, fp32: batches of ${cardBatch}, ${cardTokens} tokens each`,
    share,
    measure: (names) =>
      measureSpeed(names.length, async () => {
        for (let from = 0; from < names.length; from += cardBatch) {
          const ids = names.slice(from, from + cardBatch).map(tokenize);
          await session.run(createFeeds(ids, cardTokens, session.inputNames));
        }
      }),
  };
}

/** ONNX Runtime on the batches and with the session options of TermLens, all inputs made beforehand. */
export async function createRuntimeAlone(
  onnxFile: string,
  precision: Precision,
  tokenize: NameTokenizer,
  dimensions: number,
): Promise<Contestant> {
  const session = await InferenceSession.create(onnxFile, sessionOptions('cpu'));
  const budget = tokenBudgetFor(dimensions);
  return {
    what: `ONNX Runtime alone, ${precision}, on the batches of TermLens`,
    share: 1,
    async measure(names) {
      const ids = names.map(tokenize);
      const lengths = ids.map(({ length }) => length);
      const feeds = planBatches(lengths, budget).map((batch) => {
        const rows = batch.map((index) => ids[index] ?? []);
        return createFeeds(rows, Math.max(...rows.map(({ length }) => length)), session.inputNames);
      });
      return measureSpeed(names.length, async () => {
        for (const inputs of feeds) {
          await session.run(inputs);
        }
      });
    },
  };
}

/** TermLens' own encoder, tokenizing included. */
export async function createTermLens(
  modelFolder: string,
  precision: Precision,
): Promise<Contestant & { readonly encoder: OnnxEncoder }> {
  const encoder = await openOnnxEncoder({ modelFolder, precision, executionProvider: 'cpu' });
  return {
    what: `TermLens, ${precision}`,
    share: 1,
    encoder,
    measure: (names) => measureSpeed(names.length, () => encodeAll(encoder, names)),
  };
}

export async function encodeAll(encoder: OnnxEncoder, names: readonly string[]): Promise<void> {
  const job = encoder.createJob(names);
  while (await job.runNextBatch()) {
    // The next batch.
  }
}

/** Of work in this process. */
export async function measureSpeed(count: number, work: () => Promise<void>): Promise<Speed> {
  const start = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return {
    rate: (count / (performance.now() - start)) * 1_000,
    processorRate: (count / (user + system)) * 1e6,
  };
}

export function createFeeds(
  names: readonly (readonly number[])[],
  tokens: number,
  inputNames: readonly string[],
): Record<string, Tensor> {
  const cells = names.length * tokens;
  const ids = new BigInt64Array(cells);
  const mask = new BigInt64Array(cells);
  names.forEach((name, row) => {
    ids.set(name.map(BigInt), row * tokens);
    mask.fill(1n, row * tokens, row * tokens + name.length);
  });
  const feeds = { input_ids: ids, attention_mask: mask, token_type_ids: new BigInt64Array(cells) };
  return Object.fromEntries(
    Object.entries(feeds)
      .filter(([name]) => inputNames.includes(name))
      .map(([name, data]) => [name, new Tensor('int64', data, [names.length, tokens])]),
  );
}
