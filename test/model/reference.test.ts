import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { openModelFolder } from '../../src/core/encoder/model/modelFolder.ts';
import { createNameTokenizer } from '../../src/core/encoder/model/nameTokenizer.ts';
import { openOnnxEncoder } from '../../src/core/encoder/runtime/onnxEncoder.ts';
import { bundledModelFolder, encodeTogether, largestDifference } from './bundledEncoder.ts';

/**
 * What the training's own tokenizer (Hugging Face tokenizers) and model (PyTorch) make of a few names: ids with
 * special tokens, cut at the model's maximum, and, for the first of them, unit-length vectors.
 * `models/starter/training/reference.py` writes it.
 */
const reference = z
  .object({
    maximumTokens: z.number(),
    names: z.array(z.string()).min(10),
    tokenIds: z.array(z.array(z.number())),
    vectors: z.array(z.array(z.number())).min(10),
  })
  .parse(JSON.parse(readFileSync(new URL('starterReference.json', import.meta.url), 'utf8')));

const tokenized = reference.names.map((name, i) => ({ name, ids: reference.tokenIds[i] }));
const encoded = reference.vectors.map((vector, row) => ({ name: reference.names[row], vector, row }));

describe('the bundled encoder is the one that was trained', () => {
  let tokenize: (name: string) => readonly number[];
  let vectors: Float32Array;
  let dimensions: number;
  beforeAll(async () => {
    tokenize = createNameTokenizer(await openModelFolder(bundledModelFolder));
    const encoder = await openOnnxEncoder({
      modelFolder: bundledModelFolder,
      precision: 'fp32',
      executionProvider: 'cpu',
    });
    ({ dimensions } = encoder.description);
    expect(encoder.description.maximumTokens).toBe(reference.maximumTokens);
    vectors = await encodeTogether(encoder, reference.names);
    await encoder.release();
  });

  test.each(tokenized)('token ids of $name', ({ name, ids }) => {
    expect(tokenize(name)).toEqual(ids);
  });

  test.each(encoded)('vector of $name', ({ vector, row }) => {
    const actual = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    expect(largestDifference(actual, vector)).toBeLessThan(1e-4);
  });
});
