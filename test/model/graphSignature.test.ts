import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ModelFolderError } from '../../src/core/encoder/encoderErrors.ts';
import { openOnnxEncoder, type OnnxEncoder } from '../../src/core/encoder/runtime/onnxEncoder.ts';
import { bundledModelFolder, encodeTogether } from './bundledEncoder.ts';
import { describeLookupModel, formatOnnxModel, type ModelDescription } from './onnxFile.ts';

const tokens = 10_441;
const dimensions = 4;

/** A model folder with the bundled tokenizer and this graph. */
function writeModelFolder(change: Partial<ModelDescription> = {}): { folder: string; onnxFile: string } {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-model-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const file of ['tokenizer.json', 'tokenizer_config.json']) {
    cpSync(join(bundledModelFolder, file), join(folder, file));
  }
  const config = { hidden_size: dimensions, vocab_size: tokens, max_position_embeddings: 64 };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  mkdirSync(join(folder, 'onnx'));
  const onnxFile = join(folder, 'onnx', 'model.onnx');
  writeFileSync(onnxFile, formatOnnxModel({ ...describeLookupModel(tokens, dimensions), ...change }));
  return { folder, onnxFile };
}

function open(modelFolder: string): Promise<OnnxEncoder> {
  return openOnnxEncoder({ modelFolder, precision: 'auto', executionProvider: 'cpu' });
}

const { inputs, outputs, nodes } = describeLookupModel(tokens, dimensions);
const [ids, mask] = inputs;
const [output] = outputs;
if (!ids || !mask || !output) {
  throw new Error('The lookup model has two inputs and one output.');
}

test('a graph of the right signature is opened and encodes', async () => {
  const encoder = await open(writeModelFolder().folder);
  expect(encoder.description).toMatchObject({
    dimensions,
    precision: 'fp32',
    pooling: 'cls',
    maximumTokens: 25,
  });
  const vectors = await encodeTogether(encoder, ['heart attack', 'pain']);
  expect(vectors).toHaveLength(2 * dimensions);
  // Pooled by the first token, which all names share.
  expect(vectors.subarray(0, dimensions)).toEqual(vectors.subarray(dimensions));
  expect(Math.hypot(...vectors.subarray(0, dimensions))).toBeCloseTo(1, 6);
  await encoder.release();
});

test('a graph that also takes token types is opened', async () => {
  const encoder = await open(
    writeModelFolder({ inputs: [...inputs, { ...ids, name: 'token_type_ids' }] }).folder,
  );
  expect(await encodeTogether(encoder, ['pain'])).toHaveLength(dimensions);
  await encoder.release();
});

/** A graph that leaves one token's state of each name: here the largest of all, which any name has. */
const firstAlone: Partial<ModelDescription> = {
  outputs: [{ ...output, shape: ['batch', 1, dimensions] }],
  nodes: [
    { operator: 'Gather', inputs: ['embeddings', 'input_ids'], outputs: ['looked_up'] },
    {
      operator: 'ReduceMax',
      inputs: ['looked_up'],
      outputs: ['last_hidden_state'],
      integerAttributes: { axes: [1], keepdims: 1 },
    },
  ],
};

test('a graph that gives the first token alone is opened, for names of any number of tokens', async () => {
  const encoder = await open(writeModelFolder(firstAlone).folder);
  const vectors = await encodeTogether(encoder, ['heart attack of the left side', 'pain', 'flu']);
  expect(vectors).toHaveLength(3 * dimensions);
  // Of one token each, so that none is padded.
  const words = ['pain', 'heart', 'lung', 'kidney', 'fever'];
  const alone: number[][] = [];
  for (const word of words) {
    alone.push([...(await encodeTogether(encoder, [word]))]);
  }
  expect(new Set(alone.map(String)).size).toBeGreaterThan(1);
  expect([...(await encodeTogether(encoder, words))]).toEqual(alone.flat());
  await encoder.release();
});

test('a graph that gives the first token alone is refused where the mean over all is wanted', async () => {
  const { folder } = writeModelFolder(firstAlone);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ id: 'x', title: 'X', pooling: 'mean' }));
  await expect(open(folder)).rejects.toThrow('first token alone');
});

describe('refused with the name of the file and a remedy', () => {
  const renamedIds = { ...ids, name: 'tokens' };
  const gather = nodes[0] ?? { operator: '', inputs: [], outputs: [] };
  const cases: readonly (readonly [string, Partial<ModelDescription>, RegExp])[] = [
    [
      'another name of the ids',
      { inputs: [renamedIds, mask], nodes: [{ ...gather, inputs: ['embeddings', 'tokens'] }] },
      /has no input "input_ids"/u,
    ],
    ['no mask', { inputs: [ids] }, /has no input "attention_mask"/u],
    [
      'an input that nobody knows',
      { inputs: [...inputs, { name: 'pixel_values', type: 'float', shape: ['batch', 3] }] },
      /wants an input "pixel_values"/u,
    ],
    [
      'ids of another type',
      { inputs: [{ ...ids, type: 'int32' }, mask] },
      /input "input_ids" must be int64 of shape \[batch, sequence\]/u,
    ],
    [
      'a mask of another type',
      { inputs: [ids, { ...mask, type: 'float' }] },
      /input "attention_mask" must be int64/u,
    ],
    [
      'ids of another rank',
      {
        inputs: [{ ...ids, shape: ['sequence'] }, mask],
        outputs: [{ ...output, shape: ['sequence', dimensions] }],
      },
      /input "input_ids" must be int64 of shape \[batch, sequence\]/u,
    ],
    [
      'an output of another rank',
      {
        outputs: [{ ...output, shape: ['batch', 'sequence'] }],
        nodes: [
          {
            operator: 'Cast',
            inputs: ['attention_mask'],
            outputs: ['last_hidden_state'],
            integerAttributes: { to: 1 },
          },
        ],
      },
      /no floating-point output "last_hidden_state" of shape \[batch, sequence, dimensions\]/u,
    ],
    [
      'an output of another type',
      {
        outputs: [{ ...output, type: 'int64' }],
        nodes: [
          { ...gather, outputs: ['looked_up'] },
          {
            operator: 'Cast',
            inputs: ['looked_up'],
            outputs: ['last_hidden_state'],
            integerAttributes: { to: 7 },
          },
        ],
      },
      /no floating-point output "last_hidden_state"/u,
    ],
    [
      'an output of other dimensions',
      { ...describeLookupModel(tokens, 6) },
      /vectors have 6 dimensions, but config\.json says 4/u,
    ],
    [
      'an output that turns out longer when it runs',
      {
        outputs: [{ ...output, shape: ['batch', 'longer', dimensions] }],
        nodes: [
          { ...gather, outputs: ['looked_up'] },
          {
            operator: 'Concat',
            inputs: ['looked_up', 'looked_up'],
            outputs: ['last_hidden_state'],
            integerAttributes: { axis: 1 },
          },
        ],
      },
      /answered with vectors of another shape/u,
    ],
    ['fewer tokens than the tokenizer', { ...describeLookupModel(50, dimensions) }, /cannot encode a name/u],
  ];

  test.each(cases)('%s', async (_, change, problem) => {
    const { folder, onnxFile } = writeModelFolder(change);
    const error = await open(folder).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelFolderError);
    const { file, message } = error as ModelFolderError;
    expect(file).toBe(onnxFile);
    expect(message.startsWith(`${onnxFile}: `)).toBe(true);
    expect(message).toMatch(problem);
    expect(message).toMatch(/choose another encoder\.$/u);
  });
});
