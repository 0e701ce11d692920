import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ConnectionError,
  DamagedDownloadError,
  DownloadFolderError,
  OfflineError,
  StalledError,
  UnexpectedAnswerError,
} from '../../../src/core/download/downloadErrors.ts';
import { createNetworkFetch } from '../../../src/core/download/network.ts';
import {
  answerStatus,
  captivePortal,
  damage,
  inTurn,
  stallAfter,
  trickle,
} from '../../loopbackHub/behaviours.ts';
import { startLoopbackServer } from '../../loopbackHub/loopbackServer.ts';
import { content, createDownloadFixture, sha256, type DownloadFixture } from './downloadFixture.ts';

let fixture: DownloadFixture;

beforeEach(async () => {
  fixture = await createDownloadFixture();
});

afterEach(async () => {
  await fixture.close();
});

describe('a server in trouble', () => {
  it('is given the time that it asks for', async () => {
    fixture.server.behave(inTurn(answerStatus(429, { 'retry-after': '7' }), answerStatus(503)));
    await fixture.download();
    fixture.expectWhole();
    expect(fixture.waits).toEqual([7_000, 2_000]);
  });

  it('is given longer each time, and is given up after five times', async () => {
    fixture.server.behave(answerStatus(500));
    await expect(fixture.download()).rejects.toThrow(
      `${fixture.server.origin}/model.onnx: the server answered with status 500. Try again later.`,
    );
    expect(fixture.waits).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(existsSync(fixture.target)).toBe(false);
  });

  it('is not waited for when it asks for an hour', async () => {
    fixture.server.behave(answerStatus(429, { 'retry-after': '3600' }));
    await expect(fixture.download()).rejects.toThrow('Wait 3600 seconds and try again.');
    expect(fixture.waits).toEqual([]);
  });

  it.each([401, 403, 404])('is not asked again after it said %s', async (status) => {
    fixture.server.behave(answerStatus(status));
    await expect(fixture.download()).rejects.toMatchObject({ name: 'HttpStatusError', status });
    expect(fixture.server.requests).toHaveLength(1);
  });

  it('is told apart from a sign-in page that answers in its place', async () => {
    fixture.server.behave(captivePortal);
    const refused = fixture.download();
    await expect(refused).rejects.toThrow(UnexpectedAnswerError);
    await expect(refused).rejects.toThrow(
      /not the file \(text\/html; charset=utf-8\).*sign in if asked to/su,
    );
    await expect(fixture.downloadUnknown()).rejects.toThrow(UnexpectedAnswerError);
    expect(existsSync(fixture.target)).toBe(false);
  });

  it('is told apart from a sign-in page elsewhere that it is redirected to', async () => {
    const portal = await startLoopbackServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': 5 }).end('login');
    });
    try {
      fixture.server.behave(answerStatus(302, { location: `${portal.origin}/login?secret=1` }));
      const refused = fixture.download();
      await expect(refused).rejects.toThrow(
        `${fixture.server.origin}/model.onnx: the answer from ${portal.origin}/login is not the file ` +
          `(text/html, 5 bytes long instead of ${content.length}).`,
      );
      await expect(refused).rejects.not.toThrow('secret');
    } finally {
      await portal.close();
    }
  });

  it('cannot fill the disk with more than the file', async () => {
    fixture.server.behave(({ response }) => {
      response.writeHead(200, { 'transfer-encoding': 'chunked' });
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
        response.once('drain', write);
      };
      write();
    });
    await expect(fixture.download()).rejects.toThrow(`longer than ${content.length} bytes`);
    expect(readFileSync(fixture.incomplete).length).toBeLessThanOrEqual(content.length);
  });
});

describe('a damaged file', () => {
  it('is fetched afresh once', async () => {
    fixture.server.behave(inTurn(damage));
    await fixture.download();
    fixture.expectWhole();
    expect(fixture.server.requests).toHaveLength(2);
  });

  it('is thrown away when it is damaged again', async () => {
    fixture.server.behave(damage);
    const refused = fixture.download();
    await expect(refused).rejects.toThrow(DamagedDownloadError);
    await expect(refused).rejects.toThrow(
      new RegExp(`arrived damaged twice \\(checksum \\w{12}…, expected ${sha256.slice(0, 12)}…`, 'u'),
    );
    expect(fixture.server.requests).toHaveLength(2);
    expect(existsSync(fixture.target)).toBe(false);
    expect(existsSync(fixture.incomplete)).toBe(false);
  });
});

describe('a slow connection', () => {
  it('is left alone as long as something arrives', async () => {
    fixture.server.behave(trickle(30_000, 100));
    const begun = performance.now();
    await fixture.download({}, { idleTimeoutMs: 500, maximumAttempts: 1 });
    expect(performance.now() - begun).toBeGreaterThan(800);
    fixture.expectWhole();
    expect(fixture.server.requests).toHaveLength(1);
  });

  it('is cut and resumed when nothing arrives', async () => {
    fixture.server.behave(inTurn(stallAfter(100_000)));
    await fixture.download({}, { idleTimeoutMs: 400 });
    fixture.expectWhole();
    expect(fixture.ranges()).toEqual([undefined, 'bytes=100000-']);
  });

  it('is given up when nothing arrives time and again', async () => {
    fixture.server.behave(() => undefined);
    const given = fixture.download({}, { idleTimeoutMs: 300, maximumAttempts: 2 });
    await expect(given).rejects.toThrow(StalledError);
    await expect(given).rejects.toThrow('nothing arrived for 1 seconds');
    expect(fixture.server.requests).toHaveLength(2);
  });
});

describe('no way to the server', () => {
  it('says that nobody listens', async () => {
    await fixture.server.close();
    const refused = fixture.download();
    await expect(refused).rejects.toThrow(ConnectionError);
    await expect(refused).rejects.toThrow(/the server accepts no connection\. Check the network/u);
    expect(fixture.waits).toHaveLength(4);
  });

  it('opens no connection at all when offline', async () => {
    await expect(fixture.download({}, { fetch: createNetworkFetch({ offline: true }) })).rejects.toThrow(
      OfflineError,
    );
    expect(fixture.server.requests).toEqual([]);
    expect(fixture.waits).toEqual([]);
  });

  it('says which folder cannot be written', async () => {
    writeFileSync(dirname(fixture.target), 'a file where the folder should be');
    const refused = fixture.download();
    await expect(refused).rejects.toThrow(DownloadFolderError);
    await expect(refused).rejects.toThrow(`${fixture.incomplete} cannot be written (`);
  });
});
