import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelDownloadProgress } from '../../../../src/core/encoder/catalogue/downloadModel.ts';
import { openModelFolder } from '../../../../src/core/encoder/model/modelFolder.ts';
import { gitHash, sha256 } from '../../../loopbackHub/loopbackHub.ts';
import {
  commit,
  createHubFixture,
  modelFiles,
  sapbert,
  sapbertCommit,
  weights,
  type HubFixture,
} from './hubFixture.ts';

let fixture: HubFixture;

beforeEach(async () => {
  fixture = await createHubFixture();
});

afterEach(async () => {
  await fixture.close();
});

/** Folder of a repository in the cache of Hugging Face's clients. */
function cached(...path: string[]): string {
  return join(fixture.cacheFolder, 'models--lab--encoder', ...path);
}

describe('downloadModel', () => {
  it('installs what the catalogue recommends, from the commit that it names', async () => {
    const entry = await fixture.download('sapbert');
    const folder = join(fixture.dataFolder, 'models', 'sapbert');
    expect(entry).toMatchObject({
      id: 'sapbert',
      title: 'SapBERT',
      state: 'installed',
      repository: sapbert,
      revision: sapbertCommit,
      licence: expect.stringMatching(/^Apache-2\.0/u) as string,
      languages: ['en'],
      pooling: 'cls',
      maximumTokens: 25,
      precisions: [
        { precision: 'fp32', bytes: weights.fp32.length },
        { precision: 'fp16', bytes: weights.fp16.length },
        { precision: 'int8', bytes: weights.int8.length },
      ],
      folder,
    });
    expect(fixture.manifest('sapbert')).toMatchObject({
      id: 'sapbert',
      revision: sapbertCommit,
      files: { 'onnx/model.onnx': { sha256: sha256(weights.fp32), bytes: weights.fp32.length } },
    });
    const { checksums, pooling } = await openModelFolder(folder);
    expect(pooling).toBe('cls');
    expect(Object.keys(checksums).sort()).toEqual([
      'config.json',
      'onnx/model.onnx',
      'onnx/model_fp16.onnx',
      'onnx/model_quantized.onnx',
      'special_tokens_map.json',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    // Nothing else of the repository, and nothing of the work.
    expect(fixture.exists('sapbert', 'README.md')).toBe(false);
    expect(readdirSync(join(fixture.dataFolder, 'models'))).toEqual(['sapbert']);
  });

  it('takes any repository by its name, all of it from the commit that its branch leads to', async () => {
    fixture.hub.repositories.set('lab/encoder', {
      commit,
      files: modelFiles,
      cardData: { license: 'mit', language: ['en', 'de', 'multilingual'] },
    });
    const entry = await fixture.download('lab/encoder', { precisions: ['int8'] });
    expect(entry).toMatchObject({
      id: 'lab--encoder',
      title: 'lab/encoder',
      repository: 'lab/encoder',
      revision: commit,
      licence: 'mit',
      languages: ['en', 'de'],
      precisions: [{ precision: 'int8', bytes: weights.int8.length }],
    });
    const paths = fixture.hub.api.requests.map(({ path }) => path);
    expect(paths.filter((path) => path.includes('/revision/main'))).toHaveLength(1);
    expect(paths.filter((path) => path.includes('/resolve/')).length).toBeGreaterThan(3);
    expect(paths.filter((path) => /\/(?:tree|resolve)\//u.test(path) && !path.includes(commit))).toEqual([]);
  });

  it('sends the token to the hub and to nobody else', async () => {
    vi.stubEnv('HF_TOKEN', 'token-of-a-mirror');
    fixture.hub.repositories.set('lab/encoder', { commit, files: modelFiles, token: 'token-of-a-mirror' });
    await fixture.download('lab/encoder');
    expect(fixture.read('lab--encoder', 'onnx/model.onnx').equals(weights.fp32)).toBe(true);
    expect(fixture.hub.storage.requests.length).toBeGreaterThan(0);
    expect(fixture.hub.storage.requests.filter(({ headers }) => headers.authorization)).toEqual([]);
  });

  it('tells how far the whole of it is', async () => {
    const steps: ModelDownloadProgress[] = [];
    await fixture.download('lab/encoder', { onProgress: (step) => steps.push(step) });
    const total = Object.entries(modelFiles)
      .filter(([path]) => !['.gitattributes', 'README.md'].includes(path))
      .reduce((sum, [, content]) => sum + Buffer.byteLength(content), 0);
    expect(steps.at(-1)).toMatchObject({ doneBytes: total, totalBytes: total, secondsLeft: 0 });
    expect(new Set(steps.map(({ totalBytes }) => totalBytes))).toEqual(new Set([total]));
    const done = steps.map(({ doneBytes }) => doneBytes);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(steps.some(({ file }) => file === 'onnx/model_fp16.onnx')).toBe(true);
  });

  it.each([
    { what: 'weights beside config.json', from: 'model.onnx', to: 'onnx/model.onnx' },
    { what: 'another name of 8-bit weights', from: 'onnx/model_int8.onnx', to: 'onnx/model_quantized.onnx' },
  ])('knows $what', async ({ from, to }) => {
    const small = Object.entries(modelFiles).filter(([path]) => !path.endsWith('.onnx'));
    const files = { ...Object.fromEntries(small), [from]: weights.int8 };
    fixture.hub.repositories.set('lab/encoder', { commit, files });
    await fixture.download('lab/encoder');
    expect(fixture.read('lab--encoder', to).equals(weights.int8)).toBe(true);
  });

  it('takes the pooling that a model of the Sentence Transformers states', async () => {
    const files = { ...modelFiles, '1_Pooling/config.json': '{"pooling_mode_mean_tokens": true}' };
    fixture.hub.repositories.set('lab/encoder', { commit, files });
    expect(await fixture.download('lab/encoder')).toMatchObject({ pooling: 'mean' });
  });
});

describe('the cache of Hugging Face’s clients', () => {
  it('gets the files in the layout of the Python client', async () => {
    await fixture.download('lab/encoder', { precisions: ['int8'] });
    expect(readFileSync(cached('refs', 'main'), 'utf8')).toBe(commit);
    expect(readFileSync(cached('blobs', sha256(weights.int8))).equals(weights.int8)).toBe(true);
    expect(existsSync(cached('blobs', gitHash(modelFiles['config.json'] ?? '')))).toBe(true);
    const pointer = cached('snapshots', commit, 'onnx', 'model_quantized.onnx');
    expect(lstatSync(pointer).isSymbolicLink()).toBe(true);
    expect(readlinkSync(pointer)).toBe(join('..', '..', '..', 'blobs', sha256(weights.int8)));
    expect(readdirSync(cached('blobs')).filter((name) => name.includes('incomplete'))).toEqual([]);
  });

  it('shares the room on the disk with the installed model', async () => {
    await fixture.download('lab/encoder', { precisions: ['int8'] });
    const installed = statSync(
      join(fixture.dataFolder, 'models', 'lab--encoder', 'onnx', 'model_quantized.onnx'),
    );
    expect(installed.ino).toBe(statSync(cached('blobs', sha256(weights.int8))).ino);
  });

  it('is looked into first: what is there is not fetched', async () => {
    await fixture.download('lab/encoder');
    rmSync(join(fixture.dataFolder, 'models'), { recursive: true });
    const before = fixture.hub.fileBytes();
    await fixture.download('lab/encoder');
    expect(fixture.hub.fileBytes()).toBe(before);
    expect(fixture.read('lab--encoder', 'onnx/model.onnx').equals(weights.fp32)).toBe(true);
  });

  it('may be one without links, where snapshots hold the files themselves', async () => {
    for (const [path, content] of Object.entries(modelFiles)) {
      const file = cached('snapshots', commit, ...path.split('/'));
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, content);
    }
    await fixture.download('lab/encoder');
    expect(fixture.hub.fileBytes()).toBe(0);
    expect(fixture.exists('lab--encoder', 'onnx/model.onnx')).toBe(true);
  });

  it('is not believed: a damaged file is fetched again', async () => {
    mkdirSync(cached('blobs'), { recursive: true });
    writeFileSync(cached('blobs', sha256(weights.int8)), Buffer.alloc(weights.int8.length));
    await fixture.download('lab/encoder', { precisions: ['int8'] });
    expect(fixture.read('lab--encoder', 'onnx/model_quantized.onnx').equals(weights.int8)).toBe(true);
  });

  it('keeps what the Python client began, to be finished', async () => {
    mkdirSync(cached('blobs'), { recursive: true });
    writeFileSync(cached('blobs', `${sha256(weights.fp32)}.incomplete`), weights.fp32.subarray(0, 200_000));
    await fixture.download('lab/encoder', { precisions: ['fp32'] });
    expect(fixture.hub.storage.requests.map(({ headers }) => headers.range)).toEqual(['bytes=200000-']);
  });
});

describe('a model that is installed', () => {
  it('of a commit, whole, needs no connection', async () => {
    await fixture.download('sapbert', { precisions: ['int8'] });
    fixture.hub.api.requests.length = 0;
    const entry = await fixture.download('sapbert', { precisions: ['int8'], network: { offline: true } });
    expect(entry).toMatchObject({ id: 'sapbert', state: 'installed' });
    expect(fixture.hub.api.requests).toEqual([]);
  });

  it('gets further precisions besides those it has, and nothing twice', async () => {
    await fixture.download('sapbert', { precisions: ['int8'] });
    // As somebody does who needs the room.
    rmSync(fixture.cacheFolder, { recursive: true });
    const before = fixture.hub.fileBytes();
    const entry = await fixture.download('sapbert', { precisions: ['fp16'] });
    expect(fixture.hub.fileBytes() - before).toBe(weights.fp16.length);
    expect(entry.precisions.map(({ precision }) => precision)).toEqual(['fp16', 'int8']);
    expect(fixture.read('sapbert', 'onnx/model_quantized.onnx').equals(weights.int8)).toBe(true);
    expect(fixture.manifest('sapbert')['files']).toHaveProperty('onnx/model_fp16.onnx');
    expect(readdirSync(join(fixture.dataFolder, 'models'))).toEqual(['sapbert']);
  });

  it('is mended when one of its files is damaged', async () => {
    await fixture.download('sapbert', { precisions: ['int8'] });
    const file = join(fixture.dataFolder, 'models', 'sapbert', 'onnx', 'model_quantized.onnx');
    // Also the cache's, which is the same file.
    writeFileSync(file, Buffer.alloc(weights.int8.length));
    await fixture.download('sapbert', { precisions: ['int8'] });
    expect(fixture.read('sapbert', 'onnx/model_quantized.onnx').equals(weights.int8)).toBe(true);
  });

  it('follows its branch as a whole', async () => {
    await fixture.download('lab/encoder', { precisions: ['int8'] });
    const next = Buffer.from('new weights');
    const newer = '2'.repeat(40);
    fixture.hub.repositories.set('lab/encoder', {
      commit: newer,
      files: { ...modelFiles, 'onnx/model.onnx': next, 'onnx/model_quantized.onnx': next },
    });
    const entry = await fixture.download('lab/encoder', { precisions: ['fp32'] });
    expect(entry).toMatchObject({ revision: newer });
    expect(entry.precisions.map(({ precision }) => precision)).toEqual(['fp32', 'int8']);
    expect(fixture.read('lab--encoder', 'onnx/model_quantized.onnx').equals(next)).toBe(true);
  });

  it('stays as it was when getting another version of it fails', async () => {
    await fixture.download('lab/encoder', { precisions: ['int8'] });
    fixture.hub.repositories.set('lab/encoder', {
      commit: '2'.repeat(40),
      files: { ...modelFiles, 'config.json': '{}' },
    });
    await expect(fixture.download('lab/encoder')).rejects.toThrow(
      /^lab\/encoder cannot be used as an encoder: config\.json: the file does not say what it should/u,
    );
    expect(fixture.manifest('lab--encoder')).toMatchObject({ revision: commit });
    expect(readdirSync(join(fixture.dataFolder, 'models'))).toEqual(['lab--encoder']);
  });
});
