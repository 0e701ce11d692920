import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stallAfter, trickle } from '../../../loopbackHub/behaviours.ts';
import { tarGz } from './archives.ts';
import { createHubFixture, modelFiles, sapbertCommit, weights, type HubFixture } from './hubFixture.ts';

let fixture: HubFixture;

beforeEach(async () => {
  fixture = await createHubFixture();
});

afterEach(async () => {
  await fixture.close();
});

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function termlens(
  parameters: readonly string[],
  whileRunning: (kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Outcome> {
  const script = join(import.meta.dirname, 'runCommand.ts');
  const child = spawn(process.execPath, [script, fixture.installFolder, 'encoder', ...parameters], {
    env: { ...process.env, TERMLENS_HOME: fixture.dataFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  whileRunning((signal) => child.kill(signal));
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = (await once(child, 'close')) as [number | null];
  const [stdout, stderr] = await outputs;
  return { status, stdout, stderr };
}

describe('termlens encoder', () => {
  it('list: what is here, what can be fetched and what can be brought', async () => {
    await fixture.download('lab/encoder', { precisions: ['int8'] });
    const { status, stdout } = await termlens(['list', '--json']);
    const encoders = JSON.parse(stdout) as { id: string; state: string; remedy?: string }[];
    expect(status).toBe(0);
    expect(encoders.map(({ id, state }) => [id, state])).toEqual([
      ['starter', 'bundled'],
      ['lab--encoder', 'installed'],
      ['sapbert', 'available'],
      ['sapbert-mean-token', 'bring'],
      ['sapbert-xlmr', 'bring'],
    ]);

    const table = await termlens(['list']);
    expect(table.status).toBe(0);
    expect(table.stdout).toMatch(
      /^sapbert +SapBERT +available +fp32 436 MB, fp16 218 MB, int8 110 MB +en +Apache-2\.0/mu,
    );
    expect(table.stderr).toMatch(/^termlens: sapbert-xlmr: Export it yourself/mu);
  }, 30_000);

  it('download: the result on standard output, the rest on standard error', async () => {
    const { status, stdout, stderr } = await termlens([
      'download',
      'sapbert',
      '--precision',
      'int8,fp16',
      '--json',
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      id: 'sapbert',
      state: 'installed',
      revision: sapbertCommit,
      precisions: [{ precision: 'fp16' }, { precision: 'int8' }],
    });
    expect(fixture.read('sapbert', 'onnx/model_fp16.onnx').equals(weights.fp16)).toBe(true);

    const again = await termlens(['download', 'sapbert', '--precision', 'int8', '--offline']);
    expect(again).toEqual({
      status: 0,
      stdout: `sapbert\t${join(fixture.dataFolder, 'models', 'sapbert')}\n`,
      stderr: 'termlens: SapBERT is installed; use it with --encoder sapbert\n',
    });
  }, 30_000);

  it('download: tells how far it is, in a log a line every few seconds', async () => {
    fixture.hub.storage.behave(trickle(1_000, 100));
    const { status, stdout, stderr } = await termlens([
      'download',
      'lab/encoder',
      '--precision',
      'int8',
      '--json',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'lab--encoder' });
    expect(stderr).toMatch(
      /^termlens: fetching onnx\/model_quantized\.onnx: 0\.\d MB of 0\.1 MB, 0\.0 MB\/s, 0:\d\d left$/mu,
    );
  }, 60_000);

  it('download: Ctrl+C ends it, and the next goes on from there', async () => {
    fixture.hub.storage.behave(stallAfter(60_000));
    const interrupted = await termlens(['download', 'lab/encoder', '--precision', 'int8'], (kill) => {
      const waiting = setInterval(() => {
        if (fixture.hub.storage.requests.some(({ sentBytes }) => sentBytes > 0)) {
          clearInterval(waiting);
          setTimeout(() => kill('SIGINT'), 500);
        }
      }, 20);
    });
    expect(interrupted).toMatchObject({ status: 1, stdout: '' });
    expect(interrupted.stderr).toContain('termlens: Interrupted.');
    fixture.hub.storage.behave();
    fixture.hub.storage.requests.length = 0;
    expect(await termlens(['download', 'lab/encoder', '--precision', 'int8'])).toMatchObject({ status: 0 });
    expect(fixture.hub.storage.requests.map(({ headers }) => headers.range)).toEqual([
      expect.stringMatching(/^bytes=\d+-$/u),
    ]);
  }, 30_000);

  it('import: a carried archive, without a network', async () => {
    const archive = join(fixture.folder, 'bio encoder.tar.gz');
    writeFileSync(archive, tarGz(Object.entries(modelFiles).map(([name, content]) => ({ name, content }))));
    const { status, stdout, stderr } = await termlens([
      'import',
      archive,
      '--id',
      'bio',
      '--pooling',
      'mean',
      '--json',
    ]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ id: 'bio', pooling: 'mean', state: 'installed' });
    expect(fixture.hub.api.requests).toEqual([]);
  }, 30_000);

  it.each([
    {
      what: 'fails offline',
      parameters: ['download', 'lab/encoder', '--offline'],
      status: 1,
      says: /leave out --offline/u,
    },
    {
      what: 'fails for what there is not',
      parameters: ['download', 'lab/nothing'],
      status: 1,
      says: /HF_TOKEN/u,
    },
    {
      what: 'fails for a file that is no archive',
      parameters: ['import', '/dev/null'],
      status: 1,
      says: /cannot be unpacked/u,
    },
    {
      what: 'wants a model',
      parameters: ['download'],
      status: 2,
      says: /missing required argument 'model'/u,
    },
    {
      what: 'knows its precisions',
      parameters: ['download', 'sapbert', '--precision', 'fp8'],
      status: 2,
      says: /Allowed are fp32, fp16, int8/u,
    },
    {
      what: 'knows its poolings',
      parameters: ['import', '.', '--pooling', 'max'],
      status: 2,
      says: /Allowed choices are cls, mean/u,
    },
  ])(
    '$what',
    async ({ parameters, status, says }) => {
      const outcome = await termlens(parameters);
      expect(outcome).toMatchObject({ status, stdout: '' });
      expect(outcome.stderr).toMatch(says);
      expect(outcome.stderr).not.toMatch(/^\s+at /mu);
    },
    30_000,
  );
});
