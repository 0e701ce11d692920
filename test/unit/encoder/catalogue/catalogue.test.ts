import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectFolder } from '../../../../scripts/projectFolder.ts';
import { readCatalogue } from '../../../../src/core/encoder/catalogue/catalogue.ts';
import {
  DamagedCatalogueError,
  ModelIdError,
} from '../../../../src/core/encoder/catalogue/catalogueErrors.ts';
import { listEncoders } from '../../../../src/core/encoder/catalogue/installedModels.ts';
import {
  idOfRepository,
  isModelId,
  requireModelId,
  toModelId,
} from '../../../../src/core/encoder/catalogue/modelId.ts';
import {
  createModelProgress,
  type ModelProgress,
} from '../../../../src/core/encoder/catalogue/modelProgress.ts';
import { createHubFixture, weights, type HubFixture } from './hubFixture.ts';

let fixture: HubFixture;

beforeEach(async () => {
  fixture = await createHubFixture();
});

afterEach(async () => {
  await fixture.close();
});

describe('the catalogue', () => {
  it('pins what it has fetched to a commit', async () => {
    const entries = await readCatalogue(projectFolder);
    const fetched = entries.filter(({ repository }) => repository !== undefined);
    expect(fetched.map(({ id }) => id)).toEqual(['sapbert']);
    fetched.forEach(({ revision }) => expect(revision).toMatch(/^[0-9a-f]{40}$/u));
  });

  it('knows how each variant of SapBERT pools', async () => {
    const entries = await readCatalogue(projectFolder);
    expect(entries.map(({ source, pooling }) => [source, pooling])).toEqual([
      ['cambridgeltl/SapBERT-from-PubMedBERT-fulltext', 'cls'],
      ['cambridgeltl/SapBERT-from-PubMedBERT-fulltext-mean-token', 'mean'],
      ['cambridgeltl/SapBERT-UMLS-2020AB-all-lang-from-XLMR', 'cls'],
    ]);
  });

  const entry = {
    id: 'own',
    title: 'Own',
    description: 'An encoder.',
    licence: 'MIT',
    languages: ['en'],
    pooling: 'cls',
    maximumTokens: 25,
    source: 'lab/encoder',
    precisions: [],
    recommended: [],
  };

  it.each([
    { what: 'an id that is a path', encoders: [{ ...entry, id: '../evil' }] },
    { what: 'an id twice', encoders: [entry, entry] },
    {
      what: 'precisions without a repository',
      encoders: [{ ...entry, precisions: [{ precision: 'fp32', bytes: 1 }] }],
    },
    {
      what: 'a repository without a revision',
      encoders: [{ ...entry, repository: 'a/b', precisions: [{ precision: 'fp32', bytes: 1 }] }],
    },
    { what: 'an unknown pooling', encoders: [{ ...entry, pooling: 'max' }] },
    { what: 'a recommendation that is not published', encoders: [{ ...entry, recommended: ['fp32'] }] },
    { what: 'a field with a mistake in its name', encoders: [{ ...entry, license: 'MIT' }] },
  ])('is refused with $what', async ({ encoders }) => {
    const file = join(fixture.installFolder, 'models', 'catalogue.json');
    writeFileSync(file, JSON.stringify({ encoders }));
    await expect(readCatalogue(fixture.installFolder)).rejects.toThrow(DamagedCatalogueError);
    await expect(readCatalogue(fixture.installFolder)).rejects.toThrow(
      /catalogue\.json: .*Reinstall TermLens\.$/su,
    );
    writeFileSync(file, JSON.stringify({ encoders: [entry] }));
    await expect(readCatalogue(fixture.installFolder)).resolves.toHaveLength(1);
  });
});

describe('listEncoders', () => {
  const states = async (): Promise<string[][]> =>
    (await listEncoders(fixture)).map(({ id, state }) => [id, state]);

  it('has the bundled one and those of the catalogue before anything is installed', async () => {
    expect(await states()).toEqual([
      ['starter', 'bundled'],
      ['sapbert', 'available'],
      ['sapbert-mean-token', 'bring'],
      ['sapbert-xlmr', 'bring'],
    ]);
    const encoders = await listEncoders(fixture);
    expect(encoders[1]).toMatchObject({
      repository: 'Xenova/SapBERT-from-PubMedBERT-fulltext',
      precisions: [{ precision: 'fp32', bytes: 436_000_000 }, { precision: 'fp16' }, { precision: 'int8' }],
    });
    expect(encoders[1]).not.toHaveProperty('folder');
    expect(encoders[3]?.remedy).toContain('`termlens encoder import sapbert-xlmr`');
    expect(fixture.hub.api.requests).toEqual([]);
  });

  it('has what is installed in the place of what can be fetched', async () => {
    await fixture.download('sapbert', { precisions: ['int8'] });
    expect(await states()).toEqual([
      ['starter', 'bundled'],
      ['sapbert', 'installed'],
      ['sapbert-mean-token', 'bring'],
      ['sapbert-xlmr', 'bring'],
    ]);
    expect((await listEncoders(fixture))[1]).toMatchObject({
      precisions: [{ precision: 'int8', bytes: weights.int8.length }],
    });
  });

  it('says what is wrong with a damaged one, and passes over what is none', async () => {
    const models = join(fixture.dataFolder, 'models');
    mkdirSync(join(models, 'damaged'), { recursive: true });
    writeFileSync(join(models, 'damaged', 'manifest.json'), '{"id":');
    mkdirSync(join(models, 'empty'));
    mkdirSync(join(models, '.lab--encoder.aB3dE6'));
    mkdirSync(join(models, 'starter'));
    writeFileSync(join(models, 'note.txt'), '');
    symlinkSync(join(models, 'empty'), join(models, 'linked'));
    const encoders = await listEncoders(fixture);
    const installed = encoders.filter(({ state }) => state === 'installed');
    expect(installed.map(({ id }) => id)).toEqual(['damaged', 'empty', 'linked']);
    expect(installed[0]?.remedy).toMatch(/manifest\.json: the file is no valid JSON/u);
    expect(installed[1]?.remedy).toContain('There are no weights');
  });
});

describe('an id', () => {
  it('of a repository is its name with two hyphens', () => {
    expect(idOfRepository('Xenova/SapBERT-from-PubMedBERT-fulltext')).toBe(
      'Xenova--SapBERT-from-PubMedBERT-fulltext',
    );
    expect(() => idOfRepository('../..')).toThrow(ModelIdError);
  });

  it.each(['con', 'NUL.onnx', 'com1', 'LPT9.x', 'a b', 'ä', 'a/', '.a', 'a.', '-a', 'a..b', ''])(
    'is not %j',
    (id) => {
      expect(isModelId(id)).toBe(false);
      expect(() => requireModelId(id)).toThrow(ModelIdError);
    },
  );

  it('can be made of any name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('nul', 'con.x', '..', '💊', 'a..b', '-')), (name) => {
        expect(isModelId(toModelId(name))).toBe(true);
      }),
    );
    expect(toModelId('My Encoder (2)')).toBe('My-Encoder-2');
  });
});

describe('createModelProgress', () => {
  it('puts files together, and counts what was there as done but not as fast', () => {
    let time = 0;
    const steps: ModelProgress[] = [];
    const progress = createModelProgress(
      (step) => steps.push(step),
      () => time,
    );
    progress.expect(100);
    progress.report('a', 100, 100);
    progress.expect(300);
    time = 1_000;
    progress.report('b', 100, 300);
    time = 3_000;
    progress.report('b', 200, 300);
    expect(steps.at(-1)).toEqual({
      file: 'b',
      doneBytes: 300,
      totalBytes: 400,
      bytesPerSecond: 100 / 3,
      secondsLeft: 3,
    });
  });

  it('says little often, and the last of a file always', () => {
    const steps: number[] = [];
    const progress = createModelProgress(
      ({ doneBytes }) => steps.push(doneBytes),
      () => 0,
    );
    for (let done = 0; done <= 1_000; done++) {
      progress.report('a', done, 1_000);
    }
    expect(steps).toEqual([0, 1_000]);
  });
});
