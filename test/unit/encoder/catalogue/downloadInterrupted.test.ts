import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotEnoughSpaceError, OfflineError } from '../../../../src/core/download/downloadErrors.ts';
import {
  answerStatus,
  damage,
  dropAfter,
  ignoreRange,
  inTurn,
  onPath,
  stallAfter,
  trickle,
} from '../../../loopbackHub/behaviours.ts';
import { sha256 } from '../../../loopbackHub/loopbackHub.ts';
import { commit, createHubFixture, modelFiles, weights, type HubFixture } from './hubFixture.ts';

let fixture: HubFixture;

beforeEach(async () => {
  fixture = await createHubFixture();
});

afterEach(async () => {
  await fixture.close();
});

const models = (): string => join(fixture.dataFolder, 'models');
const incomplete = (): string =>
  join(fixture.cacheFolder, 'models--lab--encoder', 'blobs', `${sha256(weights.fp32)}.incomplete`);

function expectInstalled(): void {
  expect(fixture.read('lab--encoder', 'onnx/model.onnx').equals(weights.fp32)).toBe(true);
  expect(readdirSync(models())).toEqual(['lab--encoder']);
}

describe('a download of a model', () => {
  it('goes on after its connection was dropped', async () => {
    fixture.hub.storage.behave(inTurn(dropAfter(100_000), dropAfter(70_000)));
    await fixture.download('lab/encoder', { precisions: ['fp32'] });
    expectInstalled();
    expect(fixture.hub.storage.requests).toHaveLength(3);
  });

  it('goes on after its connection was dropped while the hub was asked for the files', async () => {
    fixture.hub.api.behave(inTurn(dropAfter(20), undefined, dropAfter(100)));
    await fixture.download('lab/encoder', { precisions: ['fp32'] });
    expectInstalled();
    expect(fixture.waits).toEqual([1_000, 1_000]);
  });

  it('goes on where it was cancelled', async () => {
    const cancel = new AbortController();
    const reason = new Error('cancelled by the user');
    fixture.hub.storage.behave(stallAfter(120_000));
    const cancelled = fixture.download('lab/encoder', {
      precisions: ['fp32'],
      signal: cancel.signal,
    });
    const cancelling = setInterval(() => {
      if (existsSync(incomplete()) && statSync(incomplete()).size >= 100_000) {
        cancel.abort(reason);
      }
    }, 20);
    await expect(cancelled).rejects.toBe(reason);
    clearInterval(cancelling);
    expect(fixture.exists('lab--encoder')).toBe(false);
    expect(readdirSync(models())).toEqual([]);
    expect(existsSync(incomplete())).toBe(true);

    fixture.hub.storage.behave();
    fixture.hub.storage.requests.length = 0;
    await fixture.download('lab/encoder', { precisions: ['fp32'] });
    expectInstalled();
    expect(fixture.hub.storage.requests.map(({ headers }) => headers.range)).toEqual([
      expect.stringMatching(/^bytes=\d{5,}-$/u),
    ]);
  });

  it('starts over where the server knows no ranges', async () => {
    fixture.hub.storage.behave(inTurn(dropAfter(100_000), ignoreRange));
    await fixture.download('lab/encoder', { precisions: ['fp32'] });
    expectInstalled();
  });

  it('is resumed when nothing arrives, and left alone when little does', async () => {
    fixture.hub.storage.behave(inTurn(stallAfter(100_000), trickle(60_000, 300)));
    await fixture.download('lab/encoder', { precisions: ['fp32'] }, { idleTimeoutMs: 1_500 });
    expectInstalled();
    expect(fixture.hub.storage.requests).toHaveLength(2);
  });

  it('does not wait for ever for the list of files', async () => {
    fixture.hub.api.behave(() => undefined);
    await expect(fixture.download('lab/encoder', {}, { idleTimeoutMs: 200 })).rejects.toThrow(
      /nothing arrived for 1 seconds/u,
    );
  });

  it('waits as long as the hub asks for', async () => {
    fixture.hub.api.behave(
      inTurn(
        answerStatus(429, { 'retry-after': '11' }),
        undefined,
        undefined,
        answerStatus(503, { 'retry-after': '3' }),
      ),
    );
    await fixture.download('lab/encoder', { precisions: ['fp32'] });
    expectInstalled();
    expect(fixture.waits).toEqual([11_000, 3_000]);
  });

  it('fetches a damaged file once more, and gives up when it is damaged again', async () => {
    fixture.hub.storage.behave(inTurn(damage));
    await fixture.download('lab/encoder', { precisions: ['fp32'] });
    expectInstalled();

    fixture.hub.api.behave(onPath(/resolve.*tokenizer\.json/u, damage));
    const other = { ...modelFiles, 'tokenizer.json': `${String(modelFiles['tokenizer.json'])} ` };
    fixture.hub.repositories.set('lab/encoder', { commit: '2'.repeat(40), files: other });
    await expect(fixture.download('lab/encoder')).rejects.toThrow(
      /resolve\/2+\/tokenizer\.json: the file arrived damaged twice/u,
    );
    expectInstalled();
  });

  it('needs room before it begins', async () => {
    const asked: string[] = [];
    const refused = fixture.download(
      'lab/encoder',
      {},
      {
        freeSpace: (folder) => {
          asked.push(folder);
          return Promise.resolve(200_000);
        },
      },
    );
    await expect(refused).rejects.toThrow(NotEnoughSpaceError);
    await expect(refused).rejects.toThrow(
      /models--lab--encoder: 1 MB are needed and 1 MB are free\. Make room/u,
    );
    expect(asked).toHaveLength(1);
    expect(fixture.hub.fileBytes()).toBe(0);
  });

  it('counts what it has already when it looks for room', async () => {
    mkdirSync(join(incomplete(), '..'), { recursive: true });
    writeFileSync(incomplete(), weights.fp32.subarray(0, 299_000));
    const freeSpace = (): Promise<number> => Promise.resolve(10_000);
    await fixture.download('lab/encoder', { precisions: ['fp32'] }, { freeSpace });
    expectInstalled();
  });

  it('opens no connection when offline', async () => {
    const refused = fixture.download('lab/encoder', { network: { offline: true } });
    await expect(refused).rejects.toThrow(OfflineError);
    await expect(refused).rejects.toThrow('Turn off the setting "termlens.offline", or leave out --offline.');
    expect(fixture.hub.api.requests).toEqual([]);
    expect(fixture.waits).toEqual([]);
  });

  it('is done once when two processes ask for it at the same time', async () => {
    // Slow enough that the second comes while the first is at it.
    fixture.hub.storage.behave(trickle(50_000, 100));
    const script = join(import.meta.dirname, 'downloadInProcess.ts');
    const { dataFolder, installFolder } = fixture;
    const outputs = await Promise.all(
      [1, 2].map(() =>
        promisify(execFile)(process.execPath, [script, dataFolder, installFolder, 'lab/encoder']),
      ),
    );
    const entries = outputs.map(({ stdout }) => JSON.parse(stdout) as { id: string });
    expect(entries.map(({ id }) => id)).toEqual(['lab--encoder', 'lab--encoder']);
    expectInstalled();
    expect(fixture.hub.storage.requests).toHaveLength(3);
    expect(fixture.hub.fileBytes()).toBe(
      Object.entries(modelFiles)
        .filter(([path]) => !['.gitattributes', 'README.md'].includes(path))
        .reduce((sum, [, content]) => sum + Buffer.byteLength(content), 0),
    );
  }, 30_000);

  it('takes over from a process that was killed', async () => {
    const lock = join(models(), '.lab--encoder.lock');
    mkdirSync(lock, { recursive: true });
    utimesSync(lock, new Date(0), new Date(0));
    mkdirSync(join(models(), '.lab--encoder.aB3dE6'));
    writeFileSync(join(models(), '.lab--encoder.aB3dE6', 'config.json'), 'half');
    await fixture.download('lab/encoder', { precisions: ['fp32'] });
    expectInstalled();
  });

  it('puts back the model of a replacement that was interrupted between its two renames', async () => {
    await fixture.download('lab/encoder', { precisions: ['fp32'] });
    renameSync(join(models(), 'lab--encoder'), join(models(), '.lab--encoder.aB3dE6-old'));
    fixture.hub.repositories.clear();
    await expect(fixture.download('lab/encoder')).rejects.toThrow('does not show lab/encoder');
    expectInstalled();
    expect(fixture.manifest('lab--encoder')).toMatchObject({ revision: commit });
  });
});
