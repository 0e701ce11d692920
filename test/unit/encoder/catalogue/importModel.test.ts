import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotEnoughSpaceError } from '../../../../src/core/download/downloadErrors.ts';
import { ImportError, ModelIdError } from '../../../../src/core/encoder/catalogue/catalogueErrors.ts';
import type { EncoderEntry } from '../../../../src/core/encoder/catalogue/encoderEntry.ts';
import {
  importModel,
  type ImportModelDependencies,
  type ImportModelOptions,
} from '../../../../src/core/encoder/catalogue/importModel.ts';
import type { ModelProgress } from '../../../../src/core/encoder/catalogue/modelProgress.ts';
import { tinyModelFiles } from '../tinyModel.ts';
import { modelWithExternalData } from '../model/onnxBytes.ts';
import { commit, createHubFixture, modelFiles, weights, type HubFixture } from './hubFixture.ts';

let fixture: HubFixture;

beforeEach(async () => {
  fixture = await createHubFixture();
});

afterEach(async () => {
  // Nothing of all this needs a connection.
  expect(fixture.hub.api.requests).toEqual([]);
  await fixture.close();
});

/** A folder as somebody carries it here. */
function carry(name: string, files: Readonly<Record<string, string | Buffer>> = modelFiles): string {
  const folder = join(fixture.folder, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

function bring(
  path: string,
  options: Partial<ImportModelOptions> = {},
  dependencies: ImportModelDependencies = {},
): Promise<EncoderEntry> {
  const { dataFolder, installFolder } = fixture;
  return importModel({ path, dataFolder, installFolder, ...options }, dependencies);
}

/** What Optimum writes: everything in one folder. */
const exported = {
  'config.json': JSON.stringify({ hidden_size: 4, vocab_size: 9 }),
  'tokenizer.json': tinyModelFiles['tokenizer.json'] ?? '',
  'tokenizer_config.json': '{}',
  'model.onnx': weights.fp32,
};

describe('importModel', () => {
  it('installs a folder in the layout of Hugging Face, and copies it', async () => {
    const folder = carry('my encoder (v2)');
    const entry = await bring(folder);
    expect(entry).toMatchObject({
      id: 'my-encoder-v2',
      title: 'my encoder (v2)',
      state: 'installed',
      licence: 'not stated',
      pooling: 'cls',
      maximumTokens: 25,
      folder: join(fixture.dataFolder, 'models', 'my-encoder-v2'),
    });
    expect(entry.precisions.map(({ precision }) => precision)).toEqual(['fp32', 'fp16', 'int8']);
    expect(fixture.exists('my-encoder-v2', 'README.md')).toBe(false);
    const copied = statSync(join(entry.folder ?? '', 'onnx/model.onnx'));
    expect(copied.ino).not.toBe(statSync(join(folder, 'onnx/model.onnx')).ino);
    rmSync(folder, { recursive: true });
    expect(fixture.read('my-encoder-v2', 'onnx/model.onnx').equals(weights.fp32)).toBe(true);
    expect(readdirSync(join(fixture.dataFolder, 'models'))).toEqual(['my-encoder-v2']);
  });

  it('installs what Optimum exported, and knows by its name what the catalogue says', async () => {
    const entry = await bring(carry('sapbert-mean-token', exported));
    expect(entry).toMatchObject({
      id: 'sapbert-mean-token',
      title: 'SapBERT, mean of tokens',
      pooling: 'mean',
      languages: ['en'],
    });
    expect(fixture.read('sapbert-mean-token', 'onnx/model.onnx').equals(weights.fp32)).toBe(true);
    expect(fixture.exists('sapbert-mean-token', 'model.onnx')).toBe(false);
  });

  it('knows by its configuration what it was exported from, whatever its folder is called', async () => {
    const config = {
      hidden_size: 4,
      vocab_size: 9,
      _name_or_path: 'cambridgeltl/SapBERT-from-PubMedBERT-fulltext-mean-token',
    };
    const entry = await bring(carry('onnx-out', { ...exported, 'config.json': JSON.stringify(config) }));
    expect(entry).toMatchObject({ id: 'sapbert-mean-token', pooling: 'mean' });
  });

  it.each([
    { what: 'the user says', files: {}, options: { pooling: 'mean' as const }, pooling: 'mean' },
    {
      what: 'its configuration of the Sentence Transformers says',
      files: { '1_Pooling/config.json': '{"pooling_mode_mean_tokens":true,"pooling_mode_cls_token":false}' },
      options: {},
      pooling: 'mean',
    },
    { what: 'is usual', files: {}, options: {}, pooling: 'cls' },
  ])('pools as $what', async ({ files, options, pooling }) => {
    const entry = await bring(carry('encoder', { ...exported, ...files }), { ...options, id: 'own' });
    expect(entry).toMatchObject({ id: 'own', pooling });
    expect(fixture.manifest('own')).toMatchObject({ id: 'own', pooling });
  });

  it('takes an installed model of another machine as it is', async () => {
    const scoreCalibration = { slope: 9, intercept: -4 };
    const manifest = {
      id: 'lab--encoder',
      title: 'Lab',
      pooling: 'mean',
      maximumTokens: 12,
      repository: 'lab/encoder',
      revision: commit,
      licence: 'MIT',
      languages: ['de'],
      scoreCalibration,
    };
    const entry = await bring(carry('stick', { ...modelFiles, 'manifest.json': JSON.stringify(manifest) }));
    expect(entry).toMatchObject({
      id: 'lab--encoder',
      title: 'Lab',
      pooling: 'mean',
      maximumTokens: 12,
      repository: 'lab/encoder',
      revision: commit,
      licence: 'MIT',
      languages: ['de'],
    });
    expect(fixture.manifest('lab--encoder')).toMatchObject({ scoreCalibration });
  });

  it('refuses a file that is not the one that its manifest describes', async () => {
    const files = { 'onnx/model.onnx': { sha256: '0'.repeat(64), bytes: 1 } };
    const manifest = JSON.stringify({ id: 'lab--encoder', title: 'Lab', files });
    await expect(bring(carry('stick', { ...modelFiles, 'manifest.json': manifest }))).rejects.toThrow(
      /onnx\/model\.onnx is damaged: it is not the file that manifest\.json describes\. Copy it again/u,
    );
    expect(readdirSync(join(fixture.dataFolder, 'models'))).toEqual([]);
  });

  it('takes a snapshot of the cache of Hugging Face’s clients, which is made of links', async () => {
    const blobs = carry('hf/models--lab--encoder/blobs', { weights: weights.fp32 });
    const snapshot = carry(`hf/models--lab--encoder/snapshots/${commit}`, {
      ...exported,
      'onnx/placeholder': '',
    });
    rmSync(join(snapshot, 'model.onnx'));
    symlinkSync(join('..', '..', '..', 'blobs', 'weights'), join(snapshot, 'onnx', 'model.onnx'));
    expect(existsSync(join(blobs, 'weights'))).toBe(true);
    const entry = await bring(snapshot);
    expect(entry).toMatchObject({ id: 'lab--encoder', repository: 'lab/encoder', revision: commit });
    expect(fixture.read('lab--encoder', 'onnx/model.onnx').equals(weights.fp32)).toBe(true);
  });

  it('takes the files that weights are spread over, and refuses those elsewhere', async () => {
    const files = { ...exported, 'model.onnx': modelWithExternalData('model.onnx_data') };
    await bring(carry('large', { ...files, 'model.onnx_data': weights.fp32 }));
    expect(fixture.read('large', 'onnx/model.onnx_data').equals(weights.fp32)).toBe(true);

    await expect(bring(carry('torn', files))).rejects.toThrow(/torn: model\.onnx_data is missing/u);
    const evil = carry('evil', { ...exported, 'model.onnx': modelWithExternalData('../../secret') });
    await expect(bring(evil)).rejects.toThrow(
      /evil\/model\.onnx: the model wants to read "\.\.\/\.\.\/secret"/u,
    );
  });

  it('replaces what was installed under the same id', async () => {
    await bring(carry('encoder'));
    await bring(carry('other/encoder', { ...exported, 'model.onnx': weights.int8 }));
    expect(fixture.read('encoder', 'onnx/model.onnx').equals(weights.int8)).toBe(true);
    expect(fixture.exists('encoder', 'onnx/model_fp16.onnx')).toBe(false);
  });

  it('tells how far it is', async () => {
    const steps: ModelProgress[] = [];
    await bring(carry('encoder', exported), { onProgress: (step) => steps.push(step) });
    const total = Object.values(exported).reduce((sum, content) => sum + Buffer.byteLength(content), 0);
    expect(steps.at(-1)).toMatchObject({ doneBytes: total, totalBytes: total });
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const cancel = new AbortController();
    const reason = new Error('enough');
    const cancelled = bring(carry('encoder'), {
      signal: cancel.signal,
      onProgress: () => cancel.abort(reason),
    });
    await expect(cancelled).rejects.toBe(reason);
    expect(readdirSync(join(fixture.dataFolder, 'models'))).toEqual([]);
  });

  it('needs room before it begins', async () => {
    const freeSpace = (): Promise<number> => Promise.resolve(1_000);
    await expect(bring(carry('encoder'), {}, { freeSpace })).rejects.toThrow(NotEnoughSpaceError);
    expect(readdirSync(join(fixture.dataFolder, 'models'))).toEqual([]);
  });
});

describe('what cannot be imported', () => {
  it('is named when it is not there', async () => {
    const path = join(fixture.folder, 'nowhere');
    await expect(bring(path)).rejects.toThrow(ImportError);
    await expect(bring(path)).rejects.toThrow(`${path}: there is no such folder or file.`);
  });

  it('is told from a model', async () => {
    await expect(bring(carry('notes', { 'note.txt': 'text' }))).rejects.toThrow(
      /notes: there is no config\.json in it\. Name a folder, or an archive of one/u,
    );
  });

  it('comes with the command that makes ONNX files when it has none', async () => {
    const { 'config.json': config } = exported;
    const folder = carry('torch', { 'config.json': config, 'pytorch_model.bin': 'weights' });
    await expect(bring(folder)).rejects.toThrow(
      `${folder}: there is no ONNX file in it (onnx/model.onnx or model.onnx). Export it yourself, on any machine ` +
        'with Python: `pip install "optimum-onnx[onnxruntime]"`, then ' +
        `\`optimum-cli export onnx --model ${folder} --task feature-extraction torch\``,
    );
  });

  it.each(['tokenizer.json', 'tokenizer_config.json'])('is named when it is %s', async (file) => {
    const folder = carry('encoder');
    rmSync(join(folder, file));
    await expect(bring(folder)).rejects.toThrow(`${folder}: ${file} is missing.`);
  });

  it.each([
    { file: 'config.json', content: '{}', problem: /config\.json: the file does not say what it should/u },
    { file: 'tokenizer.json', content: '{"model":', problem: /tokenizer\.json: the file is no valid JSON/u },
    {
      file: 'config.json',
      content: '{"hidden_size": 4, "vocab_size": 3}',
      problem: /tokenizer\.json: the tokenizer has token ids up to 8/u,
    },
  ])('is explained when $file holds $content', async ({ file, content, problem }) => {
    const folder = carry('encoder', { ...modelFiles, [file]: content });
    await expect(bring(folder)).rejects.toThrow(problem);
    await expect(bring(folder)).rejects.toThrow(`${folder} cannot be used as an encoder: `);
    expect(readdirSync(join(fixture.dataFolder, 'models'))).toEqual([]);
  });

  it.each(['../evil', 'a/b', '.hidden', '', 'nul', 'a..b', 'x'.repeat(101), 'starter'])(
    'cannot be called %j',
    async (id) => {
      await expect(bring(carry('encoder'), { id })).rejects.toThrow(ModelIdError);
    },
  );

  it('cannot call itself what leads elsewhere', async () => {
    const manifest = JSON.stringify({ id: '../../evil', title: 'Evil' });
    const entry = await bring(carry('encoder', { ...modelFiles, 'manifest.json': manifest }));
    expect(entry.id).toBe('encoder');
    expect(readdirSync(fixture.folder).sort()).toEqual(['data', 'encoder', 'install']);
  });

  it('cannot take the place of the bundled encoder', async () => {
    const folder = carry('copy');
    cpSync(join(fixture.installFolder, 'models/starter/manifest.json'), join(folder, 'manifest.json'));
    await expect(bring(folder)).rejects.toThrow(
      'The id "starter" is that of an encoder that comes with TermLens.',
    );
  });
});
