import { resolve } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import type { Precision } from '../../src/core/encoder/encoder.ts';
import { openModelFolder } from '../../src/core/encoder/model/modelFolder.ts';
import { createNameTokenizer } from '../../src/core/encoder/model/nameTokenizer.ts';
import { planBatches } from '../../src/core/encoder/runtime/planBatches.ts';
import { sessionOptions } from '../../src/core/encoder/runtime/sessionOptions.ts';
import { readMeshTerms } from '../meshTerms.ts';
import type { Measurement, Section } from '../tables.ts';
import { cardBatch, createFeeds, measureSpeed } from './contestants.ts';

export interface StepsOptions {
  readonly modelFolder: string | undefined;
  readonly nameCount: number;
  readonly smoke: boolean;
}

/** A way to cut names into runs; each step has what the ones before it have. */
interface Step {
  readonly what: string;
  readonly options: InferenceSession.SessionOptions;
  /** Tokens of a run's rows; its longest name's where it is left out. */
  readonly padTo?: number;
  plan(lengths: readonly number[]): number[][];
}

const title = '9 What each step gave';
const asGiven = (lengths: readonly number[]): number[][] =>
  Array.from({ length: Math.ceil(lengths.length / cardBatch) }, (_, batch) =>
    lengths.map((_length, i) => i).slice(batch * cardBatch, (batch + 1) * cardBatch),
  );
const sorted = (lengths: readonly number[]): number[][] => {
  const order = lengths.map((_, i) => i).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
  return asGiven(lengths).map((batch) => batch.map((place) => order[place] ?? 0));
};
const plain: InferenceSession.SessionOptions = { logSeverityLevel: 3 };
const steps: readonly Step[] = [
  { what: 'batches of 128, padded to 25 tokens', options: plain, padTo: 25, plan: asGiven },
  { what: 'padded to the longest of the batch', options: plain, plan: asGiven },
  { what: 'sorted by length', options: plain, plan: sorted },
  ...[128, 256, 512, 1024].map((budget) => ({
    what: `a budget of ${budget} tokens`,
    options: plain,
    plan: (lengths: readonly number[]) => planBatches(lengths, budget),
  })),
  {
    what: 'a budget of 256 tokens, threads that do not spin',
    options: sessionOptions('cpu'),
    plan: (lengths) => planBatches(lengths, 256),
  },
];

/** Names per second of one session and the next step's, in turn, on a model of SapBERT's size. */
export async function measureSteps({ modelFolder, nameCount, smoke }: StepsOptions): Promise<Section> {
  const terms = readMeshTerms(1);
  if (modelFolder === undefined || !terms) {
    const missing = terms ? 'no --model FOLDER was given' : '../shared/data/mesh-desc is not on this machine';
    return { title, notes: `SKIPPED: ${missing}.`, measurements: [] };
  }
  const folder = await openModelFolder(resolve(modelFolder));
  const tokenize = createNameTokenizer(folder);
  const names = terms.filter((_, i) => i % Math.floor(terms.length / nameCount) === 0).slice(0, nameCount);
  const ids = names.map((name) => tokenize(name).slice(0, 25));
  const measurements: Measurement[] = [];
  for (const precision of ['fp32', 'int8'] as const) {
    const onnxFile = folder.onnxFiles[precision];
    if (onnxFile !== undefined) {
      measurements.push(...(await measurePrecision(onnxFile, precision, ids, smoke ? 1 : 3)));
    }
  }
  return {
    title,
    notes: `${names.length} terms of MeSH, inputs made beforehand, ONNX Runtime alone; the steps take turns. `,
    measurements,
  };
}

async function measurePrecision(
  onnxFile: string,
  precision: Precision,
  ids: readonly (readonly number[])[],
  rounds: number,
): Promise<Measurement[]> {
  const measured = steps.map((step) => ({ step, values: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { step, values } of measured) {
      const session = await InferenceSession.create(onnxFile, step.options);
      const runs = step
        .plan(ids.map(({ length }) => length))
        .map((batch) => batch.map((index) => ids[index] ?? []))
        .map((rows) =>
          createFeeds(rows, step.padTo ?? Math.max(...rows.map(({ length }) => length)), session.inputNames),
        );
      await session.run(runs[0] ?? {}); // warms up
      const { rate } = await measureSpeed(ids.length, async () => {
        for (const run of runs) {
          await session.run(run);
        }
      });
      values.push(rate);
      await session.release();
    }
  }
  return measured.map(({ step, values }) => ({
    what: `${precision}: ${step.what}`,
    unit: 'names/s',
    values,
    smallIsGood: false,
  }));
}
