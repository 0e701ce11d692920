import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ModelFolderError } from '../../../../src/core/encoder/encoderErrors.ts';
import { requirePrecision, openModelFolder } from '../../../../src/core/encoder/model/modelFolder.ts';
import { checkWeights, fingerprintModel } from '../../../../src/core/encoder/model/fingerprint.ts';
import { tinyModelFiles, tinyTokenizer, writeModelFiles } from '../tinyModel.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-model-'));
  writeModelFiles(folder, tinyModelFiles);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function writeManifest(manifest: object): void {
  writeModelFiles(folder, { 'manifest.json': JSON.stringify(manifest) });
}

async function expectRefused(opening: Promise<unknown>, file: string, message: RegExp): Promise<void> {
  await expect(opening).rejects.toThrow(ModelFolderError);
  await expect(opening).rejects.toMatchObject({
    file: join(folder, file),
    message: expect.stringMatching(message) as string,
  });
  await expect(opening).rejects.toThrow(join(folder, file));
}

describe('openModelFolder', () => {
  it('takes what the files say, and SapBERT’s own values where they say nothing', async () => {
    expect(await openModelFolder(folder)).toMatchObject({
      path: folder,
      id: basename(folder),
      title: basename(folder),
      pooling: 'cls',
      maximumTokens: 16,
      dimensions: 4,
      vocabularySize: 9,
      tokenizer: { model: { type: 'WordPiece' } },
      onnxFiles: { fp32: join(folder, 'onnx/model.onnx') },
      checksums: {},
    });
  });

  it('takes what the manifest says', async () => {
    const scoreCalibration = { slope: 10, intercept: -5 };
    const files = { 'onnx/model.onnx': { sha256: 'ab', bytes: 7 } };
    writeManifest({ id: 'tiny', title: 'Tiny', pooling: 'mean', maximumTokens: 5, scoreCalibration, files });
    expect(await openModelFolder(folder)).toMatchObject({
      id: 'tiny',
      title: 'Tiny',
      pooling: 'mean',
      maximumTokens: 5,
      scoreCalibration,
      checksums: { 'onnx/model.onnx': 'ab' },
    });
  });

  it.each(['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'])(
    'names %s when it is missing',
    async (file) => {
      rmSync(join(folder, file));
      await expectRefused(openModelFolder(folder), file, /: the file is missing\. \S+/);
    },
  );

  it.each(['config.json', 'tokenizer.json', 'tokenizer_config.json', 'manifest.json'])(
    'names %s when it is truncated',
    async (file) => {
      writeManifest({ id: 'tiny', title: 'Tiny' });
      const whole = { ...tinyModelFiles, 'manifest.json': '{"id":"tiny"}' }[file] ?? '';
      writeModelFiles(folder, { [file]: whole.slice(0, -2) });
      await expectRefused(openModelFolder(folder), file, /is no valid JSON; it may be truncated\. \S+/);
    },
  );

  it.each([
    {
      file: 'config.json',
      content: { hidden_size: 'many', vocab_size: 9 },
      message: /does not say what it should.*hidden_size/su,
    },
    { file: 'config.json', content: null, message: /does not say what it should/ },
    { file: 'config.json', content: { model_type: 'clip' }, message: /vocab_size/ },
    { file: 'tokenizer.json', content: [], message: /does not say what it should/ },
    { file: 'tokenizer.json', content: { word: 1 }, message: /model/ },
    { file: 'tokenizer_config.json', content: 'text', message: /does not say what it should/ },
    { file: 'manifest.json', content: { id: 'x', title: 'X', pooling: 'max' }, message: /pooling/ },
    { file: 'manifest.json', content: { id: 'x', title: 'X', maximumTokens: 2 }, message: /maximumTokens/ },
  ])('names $file when it holds $content', async ({ file, content, message }) => {
    writeModelFiles(folder, { [file]: JSON.stringify(content) });
    await expectRefused(openModelFolder(folder), file, message);
  });

  it.each(['config.json', 'tokenizer.json', 'onnx/model.onnx'])(
    'names %s when it is a folder',
    async (file) => {
      rmSync(join(folder, file));
      mkdirSync(join(folder, file));
      await expectRefused(openModelFolder(folder), file, /the file (?:is missing|cannot be read)/);
    },
  );

  it('names the weights when their folder is a file', async () => {
    rmSync(join(folder, 'onnx'), { recursive: true });
    writeFileSync(join(folder, 'onnx'), '');
    await expectRefused(openModelFolder(folder), 'onnx/model.onnx', /the file is missing/);
  });

  it('names config.json when there is no such folder', async () => {
    rmSync(folder, { recursive: true });
    await expectRefused(openModelFolder(folder), 'config.json', /the file is missing/);
  });
});

describe('requirePrecision', () => {
  it('names the file that a precision would need, and those that are there', async () => {
    const model = await openModelFolder(folder);
    requirePrecision(model, 'fp32');
    expect(() => requirePrecision(model, 'fp16')).toThrow(ModelFolderError);
    expect(() => requirePrecision(model, 'fp16')).toThrow(
      `${join(folder, 'onnx/model_fp16.onnx')}: the model has no fp16 weights. ` +
        'Set "termlens.encoder.precision" to "auto" or one of: fp32.',
    );
  });
});

describe('fingerprintModel', () => {
  async function fingerprint(): Promise<string> {
    const model = await openModelFolder(folder);
    return fingerprintModel(model, await checkWeights(model, 'fp32'));
  }

  it.each([
    { what: 'weights', files: { 'onnx/model.onnx': 'others' } },
    {
      what: 'tokenizer',
      files: { 'tokenizer.json': JSON.stringify({ ...tinyTokenizer, normalizer: null }) },
    },
    { what: 'pooling', files: { 'manifest.json': '{"id":"t","title":"T","pooling":"mean"}' } },
    { what: 'maximum length', files: { 'manifest.json': '{"id":"t","title":"T","maximumTokens":7}' } },
  ])('changes with the $what', async ({ files }) => {
    const before = await fingerprint();
    writeModelFiles(folder, files);
    expect(await fingerprint()).not.toBe(before);
  });

  it('does not change with the title', async () => {
    const before = await fingerprint();
    writeManifest({ id: 'other', title: 'Other' });
    expect(await fingerprint()).toBe(before);
  });

  it('takes weights with the checksum that the manifest states, and refuses others', async () => {
    const files = { 'onnx/model.onnx': { sha256: sha256('weights'), bytes: 7 } };
    writeManifest({ id: 'tiny', title: 'Tiny', files });
    await expect(fingerprint()).resolves.toMatch(/^[0-9a-f]{32}$/u);
    writeModelFiles(folder, { 'onnx/model.onnx': 'weight' });
    await expectRefused(fingerprint(), 'onnx/model.onnx', /not the one that its manifest describes/);
  });

  it('does not read weights again whose checksum is known, and still compares it with the manifest', async () => {
    const model = await openModelFolder(folder);
    rmSync(join(folder, 'onnx/model.onnx'));
    await expect(checkWeights(model, 'fp32', 'known')).resolves.toBe('known');
    writeModelFiles(folder, { 'onnx/model.onnx': 'weights' });
    writeManifest({
      id: 't',
      title: 'T',
      files: { 'onnx/model.onnx': { sha256: sha256('weights'), bytes: 7 } },
    });
    await expectRefused(
      openModelFolder(folder).then((stated) => checkWeights(stated, 'fp32', 'known')),
      'onnx/model.onnx',
      /not the one that its manifest describes/,
    );
  });

  it('covers the files in which the weights keep tensors', async () => {
    writeModelFiles(folder, { 'onnx/model.onnx_data': 'tensors' });
    const model = {
      ...(await openModelFolder(folder)),
      externalData: { fp32: [join(folder, 'onnx/model.onnx_data')] },
    };
    const before = await checkWeights(model, 'fp32');
    writeModelFiles(folder, { 'onnx/model.onnx_data': 'others' });
    expect(await checkWeights(model, 'fp32')).not.toBe(before);
    const stated = { ...model, checksums: { 'onnx/model.onnx_data': sha256('tensors') } };
    await expectRefused(
      checkWeights(stated, 'fp32'),
      'onnx/model.onnx_data',
      /not the one that its manifest describes/,
    );
  });

  it('names the weights when they disappear meanwhile', async () => {
    const model = await openModelFolder(folder);
    rmSync(join(folder, 'onnx/model.onnx'));
    await expectRefused(checkWeights(model, 'fp32'), 'onnx/model.onnx', /cannot be read/);
  });
});
