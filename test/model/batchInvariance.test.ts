import { expect, test } from 'vitest';
import type { Precision } from '../../src/core/encoder/encoder.ts';
import { openOnnxEncoder } from '../../src/core/encoder/runtime/onnxEncoder.ts';
import {
  bundledModelFolder,
  cosineDistances,
  encodeTogether,
  largestDifference,
  readNames,
} from './bundledEncoder.ts';

/** 500 names in one request, and one by one. */
async function encodeBothWays(
  precision: Precision,
): Promise<{ together: Float32Array; alone: Float32Array; dimensions: number }> {
  const names = readNames(500);
  expect(new Set(names.map((name) => name.length)).size).toBeGreaterThan(10);
  const encoder = await openOnnxEncoder({
    modelFolder: bundledModelFolder,
    precision,
    executionProvider: 'cpu',
  });
  const { dimensions } = encoder.description;
  const together = await encodeTogether(encoder, names);
  const alone = new Float32Array(together.length);
  for (const [row, name] of names.entries()) {
    alone.set(await encodeTogether(encoder, [name]), row * dimensions);
  }
  await encoder.release();
  return { together, alone, dimensions };
}

test("in fp32 a name's vector does not depend on its neighbours", async () => {
  const { together, alone } = await encodeBothWays('fp32');
  expect(together).toHaveLength(500 * 384);
  expect(largestDifference(together, alone)).toBeLessThan(1e-5);
});

test("in int8 a name's vector hardly depends on its neighbours", async () => {
  const { together, alone, dimensions } = await encodeBothWays('int8');
  const distances = cosineDistances(together, alone, dimensions);
  // Activations are quantized with the range of the whole batch, so there is a difference: with encoder 1.2.0 at
  // most 0.004, on average 0.002.
  expect(Math.max(...distances)).toBeLessThan(0.05);
});
