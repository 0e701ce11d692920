import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { openModelFolder } from '../../src/core/encoder/model/modelFolder.ts';
import { createNameTokenizer } from '../../src/core/encoder/model/nameTokenizer.ts';
import { openOnnxEncoder, type OnnxEncoder } from '../../src/core/encoder/runtime/onnxEncoder.ts';
import { encodeTogether, largestDifference } from './bundledEncoder.ts';

const tinyModelFolder = join(import.meta.dirname, 'reference/tiny');

/**
 * A BERT of two layers with random weights, computed by NumPy in double precision, one name at a time
 * (`reference/makeTinyReference.py`): unit-length vectors by pooling.
 */
const reference = z
  .object({
    maximumTokens: z.number(),
    names: z
      .array(
        z.object({
          name: z.string(),
          ids: z.array(z.number()),
          cls: z.array(z.number()).length(32),
          mean: z.array(z.number()).length(32),
        }),
      )
      .min(10),
  })
  .parse(JSON.parse(readFileSync(new URL('tinyVectors.json', import.meta.url), 'utf8')));
const names = reference.names.map(({ name }) => name);

test('the reference tells names and poolings apart', () => {
  const [first, second] = reference.names;
  expect(largestDifference(Float32Array.from(first?.cls ?? []), second?.cls ?? [])).toBeGreaterThan(0.01);
  expect(largestDifference(Float32Array.from(first?.cls ?? []), first?.mean ?? [])).toBeGreaterThan(0.01);
});

test.each(reference.names)('token ids of "$name"', async ({ name, ids }) => {
  expect(createNameTokenizer(await openModelFolder(tinyModelFolder))(name)).toEqual(ids);
});

describe.each(['cls', 'mean'] as const)('vectors pooled by %s are those that NumPy computes', (pooling) => {
  let folder = '';
  let encoder: OnnxEncoder;
  let together: Float32Array;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'termlens-model-'));
    cpSync(tinyModelFolder, folder, { recursive: true });
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ id: 'tiny', title: 'Tiny', pooling }));
    encoder = await openOnnxEncoder({ modelFolder: folder, precision: 'fp32', executionProvider: 'cpu' });
    expect(encoder.description.maximumTokens).toBe(reference.maximumTokens);
    together = await encodeTogether(encoder, names);
  });
  afterAll(async () => {
    await encoder.release();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(reference.names.map((entry, row) => ({ ...entry, row })))('"$name"', async (entry) => {
    const { dimensions } = encoder.description;
    const row = together.subarray(entry.row * dimensions, (entry.row + 1) * dimensions);
    expect(largestDifference(row, entry[pooling])).toBeLessThan(1e-4);
    expect(largestDifference(await encodeTogether(encoder, [entry.name]), entry[pooling])).toBeLessThan(1e-4);
  });
});
