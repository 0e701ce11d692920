import { join } from 'node:path';
import type { Precision } from '../src/core/encoder/encoder.ts';
import { openOnnxEncoder, type OnnxEncoder } from '../src/core/encoder/runtime/onnxEncoder.ts';
import { tokenBudgetFor } from '../src/core/encoder/runtime/planBatches.ts';
import type { Measurement, Section } from './tables.ts';

const tokenBudgets = [128, 256, 512, 1024, 2048];
/** Of the bundled encoder. */
const usualBudget = tokenBudgetFor(384);

/** How quickly the bundled encoder turns names into vectors on the CPU, in this process. */
export async function measureEncoding(
  installFolder: string,
  names: readonly string[],
  smoke: boolean,
): Promise<Section> {
  const modelFolder = join(installFolder, 'models/starter');
  const measurements: Measurement[] = [];
  for (const precision of ['fp32', 'int8'] as const) {
    measurements.push(...(await measurePrecision(modelFolder, precision, names, smoke)));
  }
  return {
    title: '3 Encoding names',
    notes:
      'Names of the starter vocabulary through `openOnnxEncoder` on the CPU, tokenizing included, in one process. ' +
      'The budget is the number of tokens that one run may hold; the budgets take turns, so that other load on the ' +
      'machine meets all of them. p95 is the slow end.',
    measurements,
  };
}

async function measurePrecision(
  modelFolder: string,
  precision: Precision,
  names: readonly string[],
  smoke: boolean,
): Promise<Measurement[]> {
  const open = (tokenBudget: number): Promise<OnnxEncoder> =>
    openOnnxEncoder({ modelFolder, precision, executionProvider: 'cpu', tokenBudget });
  const bulk = smoke ? names.slice(0, 512) : names;
  // Every eighth, so that short and long names have their share.
  const part = bulk.filter((_, i) => i % 8 === 0);

  const encoder = await open(usualBudget);
  await timeEncoding(encoder, part.slice(0, 256));
  const alone: number[] = [];
  for (const name of part.slice(0, smoke ? 20 : 300)) {
    alone.push(await timeEncoding(encoder, [name]));
  }
  const rates: number[] = [];
  for (let run = 0; run < (smoke ? 1 : 3); run++) {
    rates.push((bulk.length / (await timeEncoding(encoder, bulk))) * 1000);
  }
  await encoder.release();

  const sweep = await Promise.all(
    tokenBudgets.map(async (budget) => ({ budget, encoder: await open(budget), rates: [] as number[] })),
  );
  for (let round = 0; round < (smoke ? 2 : 9); round++) {
    for (const swept of sweep) {
      const rate = (part.length / (await timeEncoding(swept.encoder, part))) * 1000;
      if (round > 0) {
        swept.rates.push(rate); // the first round warms up
      }
    }
  }
  await Promise.all(sweep.map((swept) => swept.encoder.release()));

  const rate = { unit: 'names/s', smallIsGood: false };
  return [
    {
      ...rate,
      what: `${precision}: ${bulk.length} names, budget ${usualBudget}`,
      values: rates,
      target: '≥ 1,000',
    },
    { what: `${precision}: one name alone`, unit: 'ms', values: alone },
    ...sweep.map(({ budget, rates: values }) => ({
      ...rate,
      what: `${precision}: ${part.length} names, budget ${budget}`,
      values,
    })),
  ];
}

/** Milliseconds. */
async function timeEncoding(encoder: OnnxEncoder, names: readonly string[]): Promise<number> {
  const job = encoder.createJob(names);
  const start = performance.now();
  while (await job.runNextBatch());
  return performance.now() - start;
}
