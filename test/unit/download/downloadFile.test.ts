import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadFile, type DownloadProgress } from '../../../src/core/download/downloadFile.ts';
import { DamagedDownloadError, HttpStatusError } from '../../../src/core/download/downloadErrors.ts';
import { gitBlobHash } from '../../../src/core/download/hashFile.ts';
import { createNetworkFetch } from '../../../src/core/download/network.ts';
import {
  answerStatus,
  dropAfter,
  dropOnceReceived,
  ignoreRange,
  inTurn,
  stallAfter,
} from '../../loopbackHub/behaviours.ts';
import type { Behaviour } from '../../loopbackHub/loopbackServer.ts';
import { serveFile } from '../../loopbackHub/serveFile.ts';
import { content, createDownloadFixture, sha256, type DownloadFixture } from './downloadFixture.ts';

let fixture: DownloadFixture;

beforeEach(async () => {
  fixture = await createDownloadFixture();
});

afterEach(async () => {
  await fixture.close();
});

describe('downloadFile', () => {
  it('puts a whole file in its place and tells how far it is', async () => {
    const steps: DownloadProgress[] = [];
    await fixture.download({}, { onProgress: (progress) => steps.push(progress) });
    fixture.expectWhole();
    expect(steps[0]).toMatchObject({ doneBytes: 0, totalBytes: content.length });
    expect(steps.at(-1)).toMatchObject({ doneBytes: content.length, totalBytes: content.length });
    expect(steps.at(-1)?.bytesPerSecond).toBeGreaterThan(0);
    expect(steps.at(-1)?.secondsLeft).toBe(0);
    expect(fixture.server.requests).toHaveLength(1);
    expect(fixture.server.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  it('replaces what was there, but only by something whole', async () => {
    fixture.leave(Buffer.alloc(0));
    writeFileSync(fixture.target, 'old');
    fixture.server.behave(answerStatus(404));
    await expect(fixture.download()).rejects.toThrow(HttpStatusError);
    expect(readFileSync(fixture.target, 'utf8')).toBe('old');
    fixture.server.behave();
    await fixture.download();
    fixture.expectWhole();
  });

  it('checks git’s hash of a file', async () => {
    const oid = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
    await fixture.download({ hash: gitBlobHash(oid, content.length) });
    fixture.expectWhole();
    await expect(fixture.download({ hash: gitBlobHash(oid, content.length + 1) })).rejects.toThrow(
      DamagedDownloadError,
    );
  });

  it('takes an empty file', async () => {
    await fixture.close();
    fixture = await createDownloadFixture(Buffer.alloc(0));
    await fixture.download({
      bytes: 0,
      hash: { algorithm: 'sha256', hex: createHash('sha256').digest('hex') },
    });
    expect(readFileSync(fixture.target)).toHaveLength(0);
  });
});

describe('a download that breaks off', () => {
  it('goes on where it was, wherever the connection is dropped', async () => {
    const { server, target, incomplete } = fixture;
    const asked: { have: number; range: string | undefined }[] = [];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: content.length - 1 }), { minLength: 1, maxLength: 6 }),
        async (drops) => {
          rmSync(target, { force: true });
          const dropping = inTurn(...drops.map(dropAfter));
          server.behave((exchange) => {
            const have = existsSync(incomplete) ? statSync(incomplete).size : 0;
            asked.push({ have, range: exchange.request.headers.range });
            dropping(exchange);
          });
          await fixture.download();
          fixture.expectWhole();
        },
      ),
      { numRuns: 25 },
    );
    // Of what is here, not a byte is asked for again.
    const expected = asked.map(({ have }) => ({ have, range: have > 0 ? `bytes=${have}-` : undefined }));
    expect(asked).toEqual(expected);
    expect(asked.some(({ have }) => have > 0)).toBe(true);
  }, 30_000);

  it('goes on after a restart of the program', async () => {
    fixture.leave(content.subarray(0, 200_000));
    await fixture.download();
    fixture.expectWhole();
    expect(fixture.ranges()).toEqual(['bytes=200000-']);
    expect(fixture.sentBytes()).toBe(100_000);
  });

  it('needs no request when only the last step was missing', async () => {
    fixture.leave(content);
    await fixture.download();
    fixture.expectWhole();
    expect(fixture.server.requests).toEqual([]);
  });

  it('starts over when the server knows no ranges', async () => {
    fixture.leave(content.subarray(0, 200_000));
    fixture.server.behave(ignoreRange);
    await fixture.download();
    fixture.expectWhole();
    expect(fixture.sentBytes()).toBe(content.length);
  });

  it('starts over when the server sends another part than was asked for', async () => {
    fixture.leave(content.subarray(0, 200_000));
    fixture.server.behave(
      inTurn(answerStatus(206, { 'content-range': `bytes 0-9/${content.length}` }, '0123456789')),
    );
    await fixture.download();
    fixture.expectWhole();
    expect(fixture.ranges()).toEqual(['bytes=200000-', undefined]);
  });

  it.each([
    { what: 'longer than the file', left: Buffer.alloc(content.length + 1) },
    { what: 'something else of the same length', left: Buffer.alloc(content.length) },
    { what: 'the beginning of something else', left: Buffer.alloc(1_000) },
  ])('throws away what an earlier download left when it is $what', async ({ left }) => {
    fixture.leave(left);
    await fixture.download();
    fixture.expectWhole();
  });

  it('throws away what is longer than the file when only the server knows how long that is', async () => {
    fixture.leave(Buffer.alloc(content.length));
    const file = { url: `${fixture.server.origin}/a`, destination: fixture.target };
    await downloadFile(
      { ...file, hash: { algorithm: 'sha256', hex: sha256 } },
      { fetch: createNetworkFetch({ offline: false }) },
    );
    fixture.expectWhole();
    expect(fixture.ranges()).toEqual([`bytes=${content.length}-`, undefined]);
  });

  it('keeps what has arrived when it is cancelled, and goes on from there', async () => {
    const cancel = new AbortController();
    const reason = new Error('cancelled by the user');
    fixture.server.behave(stallAfter(120_000));
    const cancelled = fixture.download(
      {},
      {
        signal: cancel.signal,
        onProgress: ({ doneBytes }) => {
          if (doneBytes >= 120_000) {
            cancel.abort(reason);
          }
        },
      },
    );
    await expect(cancelled).rejects.toBe(reason);
    expect(existsSync(fixture.target)).toBe(false);
    expect(readFileSync(fixture.incomplete)).toHaveLength(120_000);

    fixture.server.behave();
    fixture.server.requests.length = 0;
    await fixture.download();
    fixture.expectWhole();
    expect(fixture.sentBytes()).toBe(content.length - 120_000);
  });

  it('stops waiting for the next attempt when it is cancelled', async () => {
    const cancel = new AbortController();
    fixture.server.behave((exchange) => {
      answerStatus(503, { 'retry-after': '100' })(exchange);
      setTimeout(() => cancel.abort(new Error('enough')), 50);
    });
    // With the sleep of production.
    const running = downloadFile(
      { url: `${fixture.server.origin}/a`, destination: fixture.target },
      { fetch: createNetworkFetch({ offline: false }), signal: cancel.signal },
    );
    await expect(running).rejects.toThrow('enough');
    expect(fixture.server.requests).toHaveLength(1);
  });
});

describe('a file whose hash is not known', () => {
  /** The connection is dropped once 100,000 bytes are here; then the server behaves so. */
  async function downloadDropped(then?: Behaviour): Promise<void> {
    const received = Promise.withResolvers<undefined>();
    fixture.server.behave(inTurn(dropOnceReceived(100_000, received.promise), then));
    await fixture.downloadUnknown({
      onProgress({ doneBytes }) {
        if (doneBytes >= 100_000) {
          received.resolve(undefined);
        }
      },
    });
  }

  it('is resumed only as long as the server says that it is the same', async () => {
    await downloadDropped();
    fixture.expectWhole();
    expect(fixture.server.requests[1]?.headers['if-range']).toMatch(/^"\w+"$/u);
    expect(fixture.server.requests[1]?.sentBytes).toBe(200_000);
  });

  it('is fetched afresh when it changes on the server meanwhile', async () => {
    const other = randomBytes(300_000);
    await downloadDropped(({ request, response }) => {
      serveFile(request, response, other);
    });
    expect(readFileSync(fixture.target).equals(other)).toBe(true);
  });

  it('is not what an earlier download left, though it be as long', async () => {
    fixture.leave(Buffer.alloc(content.length));
    const { server, target } = fixture;
    await downloadFile(
      { url: `${server.origin}/a`, destination: target, bytes: content.length },
      { fetch: createNetworkFetch({ offline: false }) },
    );
    fixture.expectWhole();
  });

  it('is not put together with what an earlier download left', async () => {
    fixture.leave(Buffer.alloc(1_000));
    await fixture.downloadUnknown();
    fixture.expectWhole();
    expect(fixture.ranges()).toEqual([undefined]);
  });
});
