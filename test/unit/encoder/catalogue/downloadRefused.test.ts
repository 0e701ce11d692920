import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  HubAccessError,
  HubAnswerError,
  ModelIdError,
  NotPublishedError,
  PrecisionNotPublishedError,
  UnknownModelError,
  UnusableModelError,
} from '../../../../src/core/encoder/catalogue/catalogueErrors.ts';
import { UnexpectedAnswerError } from '../../../../src/core/download/downloadErrors.ts';
import { captivePortal, onPath } from '../../../loopbackHub/behaviours.ts';
import { modelWithExternalData } from '../model/onnxBytes.ts';
import { commit, createHubFixture, modelFiles, weights, type HubFixture } from './hubFixture.ts';

let fixture: HubFixture;

beforeEach(async () => {
  fixture = await createHubFixture();
});

afterEach(async () => {
  await fixture.close();
});

function serve(files: Readonly<Record<string, string | Buffer>>): void {
  fixture.hub.repositories.set('lab/encoder', { commit, files });
}

function without(...patterns: readonly RegExp[]): Record<string, string | Buffer> {
  const kept = Object.entries(modelFiles).filter(([path]) => !patterns.some((pattern) => pattern.test(path)));
  return Object.fromEntries(kept);
}

describe('the hub refuses', () => {
  it('what it does not show to everybody: the message tells of HF_TOKEN', async () => {
    fixture.hub.repositories.set('lab/secret', { commit, files: modelFiles, token: 'hf_right' });
    const { endpoint } = fixture.hub;
    const refused = fixture.download('lab/secret');
    await expect(refused).rejects.toThrow(HubAccessError);
    await expect(refused).rejects.toThrow(
      `${endpoint} does not show lab/secret (status 401): there is no such repository, or it is private or gated. ` +
        `Check the name. If it needs an account, accept its terms on ${endpoint}/lab/secret and set the environment ` +
        'variable HF_TOKEN to an access token of yours.',
    );
    vi.stubEnv('HF_TOKEN', 'hf_wrong');
    await expect(fixture.download('lab/secret')).rejects.toThrow(/for the token in HF_TOKEN \(status 401\)/u);
    vi.stubEnv('HF_TOKEN', 'hf_right');
    await expect(fixture.download('lab/secret')).resolves.toMatchObject({ state: 'installed' });
  });

  it('files whose terms were not accepted', async () => {
    fixture.hub.repositories.set('lab/gated', { commit, files: modelFiles, gated: true });
    await expect(fixture.download('lab/gated')).rejects.toThrow(
      /gives no access to lab\/gated \(status 403\)\. Accept its terms on .*HF_TOKEN/u,
    );
  });

  it('a revision that there is not', async () => {
    await expect(fixture.download('lab/encoder', { revision: 'v9' })).rejects.toThrow(
      /has no repository lab\/encoder with a revision "v9" \(status 404\)\. Check both names\./u,
    );
  });

  it('nothing of a tag', async () => {
    fixture.hub.repositories.set('lab/encoder', { commit, files: modelFiles, refs: ['refs/pr/1'] });
    const entry = await fixture.download('lab/encoder', { revision: 'refs/pr/1' });
    expect(entry).toMatchObject({ revision: commit });
  });
});

describe('a network that answers in the place of the hub', () => {
  it('is found out when the hub is asked for the files', async () => {
    fixture.hub.api.behave(captivePortal);
    await expect(fixture.download('lab/encoder')).rejects.toThrow(UnexpectedAnswerError);
    await expect(fixture.download('lab/encoder')).rejects.toThrow(
      /is not the file \(text\/html.*sign in if/su,
    );
  });

  it('is found out when a file is fetched', async () => {
    fixture.hub.storage.behave(captivePortal);
    await expect(fixture.download('lab/encoder')).rejects.toThrow(UnexpectedAnswerError);
    expect(fixture.exists('lab--encoder')).toBe(false);
  });

  it.each([
    { what: 'another service', body: { message: 'hello' }, problem: /sha/u },
    { what: 'a commit that is no hash', body: { sha: '../../evil' }, problem: /sha/u },
    { what: 'half an answer', body: undefined, problem: /JSON/u },
  ])('is told from the hub when it is $what', async ({ body, problem }) => {
    fixture.hub.api.behave(({ response }) => {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(body ? JSON.stringify(body) : '{"a":');
    });
    await expect(fixture.download('lab/encoder')).rejects.toThrow(HubAnswerError);
    await expect(fixture.download('lab/encoder')).rejects.toThrow(problem);
  });

  it.each([
    { what: 'a hash', entry: { oid: '../../../evil' } },
    { what: 'a size', entry: { size: -1 } },
  ])('cannot name a file after $what that is none', async ({ entry }) => {
    const listing = [{ type: 'file', path: 'a', size: 1, oid: '1'.repeat(40), ...entry }];
    fixture.hub.api.behave(
      onPath(/\/tree\//u, ({ response }) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(listing));
      }),
    );
    await expect(fixture.download('lab/encoder')).rejects.toThrow(HubAnswerError);
  });

  it('cannot put a file outside the cache', async () => {
    serve({ ...modelFiles, 'onnx/model.onnx_data/../../../../../../evil': 'x' });
    await fixture.download('lab/encoder');
    expect(readdirSync(fixture.folder).sort()).toEqual(['cache', 'data', 'install']);
  });
});

describe('a model that cannot be had', () => {
  it('as a repository without ONNX files comes with the command that makes them', async () => {
    serve({ ...without(/\.onnx$/u), 'pytorch_model.bin': 'weights' });
    const refused = fixture.download('lab/encoder');
    await expect(refused).rejects.toThrow(NotPublishedError);
    await expect(refused).rejects.toThrow(
      'lab/encoder has no ONNX files. Export it yourself, on any machine with Python: ' +
        '`pip install "optimum-onnx[onnxruntime]"`, then ' +
        '`optimum-cli export onnx --model lab/encoder --task feature-extraction lab--encoder`, then ' +
        '`termlens encoder import lab--encoder`.',
    );
    expect(fixture.hub.fileBytes()).toBe(0);
  });

  it('as one of the catalogue that is to be brought says so without a connection', async () => {
    await expect(fixture.download('sapbert-xlmr')).rejects.toThrow(
      /^No ONNX export of SapBERT, cross-lingual is published\..*`optimum-cli export onnx --model cambridgeltl\/SapBERT-UMLS-2020AB-all-lang-from-XLMR --task feature-extraction sapbert-xlmr`/u,
    );
    expect(fixture.hub.api.requests).toEqual([]);
  });

  it('as a repository with ONNX files but without its tokenizer says so', async () => {
    serve(without(/^tokenizer\.json$/u));
    await expect(fixture.download('lab/encoder')).rejects.toThrow(
      /has ONNX files, but no tokenizer\.json\. Export it yourself/u,
    );
  });

  it('as weights that are not published names those that are', async () => {
    serve(without(/fp16/u));
    const refused = fixture.download('lab/encoder', { precisions: ['fp16', 'int8'] });
    await expect(refused).rejects.toThrow(PrecisionNotPublishedError);
    await expect(refused).rejects.toThrow('lab/encoder has no fp16 weights. It has: fp32, int8.');
  });

  it.each(['nothing', 'https://huggingface.co/lab/encoder', 'lab/encoder/onnx', '', 'lab\\encoder'])(
    'as %j names those of the catalogue',
    async (model) => {
      const refused = fixture.download(model);
      await expect(refused).rejects.toThrow(UnknownModelError);
      await expect(refused).rejects.toThrow('It has: sapbert, sapbert-mean-token, sapbert-xlmr.');
    },
  );

  it.each(['../..', '../data', 'lab/..', './encoder'])('as %j never becomes a path', async (model) => {
    await expect(fixture.download(model)).rejects.toThrow(ModelIdError);
    expect(fixture.hub.api.requests).toEqual([]);
  });

  it.each(['../../evil', 'a/../b', 'main evil', ''])('of revision %j is refused', async (revision) => {
    await expect(fixture.download('lab/encoder', { revision })).rejects.toThrow('is no revision');
    expect(fixture.hub.api.requests).toEqual([]);
  });

  it('as the bundled one says that it is here', async () => {
    await expect(fixture.download('starter')).rejects.toThrow(
      'comes with TermLens; there is nothing to fetch',
    );
  });

  it('says where the mistake is when HF_ENDPOINT is none', async () => {
    vi.stubEnv('HF_ENDPOINT', 'mirror.example.org');
    await expect(fixture.download('lab/encoder')).rejects.toThrow(
      'HF_ENDPOINT is "mirror.example.org", which is no address. Write it as https://host, or unset it.',
    );
  });

  it('says so when the folder for models cannot be written', async () => {
    writeFileSync(fixture.dataFolder, 'a file where the folder should be');
    await expect(fixture.download('lab/encoder')).rejects.toThrow(
      `${join(fixture.dataFolder, 'models')} cannot be written (`,
    );
  });
});

describe('weights in more than one file', () => {
  it('are fetched together', async () => {
    const head = modelWithExternalData('model.onnx_data');
    const parts = modelWithExternalData('part-1');
    serve({
      ...modelFiles,
      'onnx/model.onnx': head,
      'onnx/model.onnx_data': weights.fp32,
      'onnx/model_fp16.onnx': parts,
      'onnx/part-1': weights.fp16,
      'onnx/unrelated': 'x',
    });
    await fixture.download('lab/encoder', { precisions: ['fp32', 'fp16'] });
    expect(fixture.read('lab--encoder', 'onnx/model.onnx').equals(head)).toBe(true);
    expect(fixture.read('lab--encoder', 'onnx/model.onnx_data').equals(weights.fp32)).toBe(true);
    expect(fixture.read('lab--encoder', 'onnx/part-1').equals(weights.fp16)).toBe(true);
    expect(fixture.exists('lab--encoder', 'onnx/unrelated')).toBe(false);
    expect(fixture.manifest('lab--encoder')['files']).toHaveProperty('onnx/part-1');
  });

  it('are refused when one of them lies elsewhere', async () => {
    serve({ ...modelFiles, 'onnx/model.onnx': modelWithExternalData('../../../secret') });
    const refused = fixture.download('lab/encoder');
    await expect(refused).rejects.toThrow(UnusableModelError);
    await expect(refused).rejects.toThrow(
      'lab/encoder/onnx/model.onnx: the model wants to read "../../../secret", which is outside its own folder.',
    );
    expect(fixture.exists('lab--encoder')).toBe(false);
  });

  it('are refused when one of them is not there', async () => {
    serve({ ...modelFiles, 'onnx/model.onnx': modelWithExternalData('weights') });
    await expect(fixture.download('lab/encoder')).rejects.toThrow(
      'its weights need a file onnx/weights, which it does not have.',
    );
  });
});
