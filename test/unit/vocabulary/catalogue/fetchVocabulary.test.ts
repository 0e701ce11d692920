import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DamagedDownloadError,
  HttpStatusError,
  NotEnoughSpaceError,
  OfflineError,
  UnexpectedAnswerError,
} from '../../../../src/core/download/downloadErrors.ts';
import {
  fetchVocabulary,
  type FetchedVocabulary,
  type FetchVocabularyOptions,
} from '../../../../src/core/vocabulary/catalogue/fetchVocabulary.ts';
import type { VocabularyAddress } from '../../../../src/core/vocabulary/catalogue/resolveVocabulary.ts';
import type { VocabularyProgress } from '../../../../src/core/vocabulary/vocabularyProgress.ts';
import {
  answerStatus,
  captivePortal,
  damage,
  dropAfter,
  dropOnceReceived,
  inTurn,
  onPath,
} from '../../../loopbackHub/behaviours.ts';
import { startProxy } from '../../../loopbackHub/loopbackProxy.ts';
import { startLoopbackServer, type LoopbackServer } from '../../../loopbackHub/loopbackServer.ts';
import { serveFile } from '../../../loopbackHub/serveFile.ts';
import { createKnown } from './knownVocabularies.ts';

let server: LoopbackServer;
let dataFolder: string;
/** What the server has now, and what it says of it besides. */
let content: Buffer;
let headers: Record<string, string>;

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('base64');

beforeEach(async () => {
  content = Buffer.from('format-version: 1.2\n'.repeat(5_000));
  headers = { 'last-modified': 'Wed, 01 Jul 2026 10:00:00 GMT' };
  dataFolder = mkdtempSync(join(tmpdir(), 'termlens-fetch-'));
  server = await startLoopbackServer((request, response) => {
    if (request.url?.startsWith('/missing') === true) {
      response.writeHead(404).end();
    } else if (request.url === '/moved.obo') {
      response.writeHead(302, { location: '/devices.obo' }).end();
    } else {
      serveFile(request, response, content, headers);
    }
  });
});

afterEach(async () => {
  await server.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

function addressOf(...paths: string[]): VocabularyAddress {
  const [first = '', ...others] = paths.map((path) => `${server.origin}${path}`);
  return { kind: 'address', urls: [first, ...others] };
}

async function fetchDevices(
  options: Partial<FetchVocabularyOptions> = {},
  address = addressOf('/devices.obo'),
): Promise<FetchedVocabulary> {
  return fetchVocabulary(
    address,
    { dataFolder, id: 'devices', network: { offline: false }, ...options },
    { idleTimeoutMs: 2_000, sleep: () => Promise.resolve(), freeSpace: () => Promise.resolve(1e9) },
  );
}

async function expectFetched(
  options?: Partial<FetchVocabularyOptions>,
  address?: VocabularyAddress,
): Promise<void> {
  const fetched = await fetchDevices(options, address);
  await fetched.close();
  expect(readFileSync(fetched.path ?? '').equals(content)).toBe(true);
}

/** Breaks off for good when so many bytes have arrived. */
async function breakOff(bytes: number, options: Partial<FetchVocabularyOptions> = {}): Promise<void> {
  const controller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.behave(dropOnceReceived(bytes, promise));
  const broken = fetchDevices({
    ...options,
    signal: controller.signal,
    onProgress(progress) {
      if (progress.done >= bytes) {
        controller.abort(new Error('Enough.'));
        resolve(undefined);
      }
    },
  });
  await expect(broken).rejects.toThrow('Enough.');
  server.behave();
  server.requests.length = 0;
}

describe('fetchVocabulary', () => {
  it('fetches a file by way of a redirect, and says where from, of when, and how far it is', async () => {
    const steps: VocabularyProgress[] = [];
    const fetched = await fetchDevices({ onProgress: (step) => steps.push(step) }, addressOf('/moved.obo'));
    expect(readFileSync(fetched.path ?? '').equals(content)).toBe(true);
    expect(fetched.description).toEqual({ source: `${server.origin}/moved.obo` });
    expect(fetched.otherwise).toEqual({ version: '2026-07-01' });
    expect(steps.at(-1)).toMatchObject({
      phase: 'downloading',
      done: content.length,
      total: content.length,
      secondsLeft: 0,
    });
    await fetched.close();
  });

  it('tells what the catalogue says of a known one, and names a yearly release by its year', async () => {
    const address = { ...addressOf('/devices2027.obo'), known: createKnown({ yearBegins: 10 }) };
    const fetched = await fetchDevices({}, address);
    expect(fetched.description).toMatchObject({
      title: 'Device Ontology',
      licence: 'CC0-1.0 (https://example.org/licence)',
    });
    expect(fetched.otherwise).toEqual({ version: '2027' });
    await fetched.close();
  });

  it('goes on after a dropped connection', async () => {
    server.behave(inTurn(dropAfter(30_000)));
    await expectFetched();
  });

  it('goes on where an earlier attempt broke off, if it is still that file', async () => {
    await breakOff(40_000);
    await expectFetched();
    expect(server.requests.map(({ headers: { range } }) => range)).toEqual(['bytes=40000-']);
    expect(server.requests[0]?.sentBytes).toBe(content.length - 40_000);
  });

  it('begins anew when the file has changed between the attempts', async () => {
    await breakOff(40_000);
    content = Buffer.from('format-version: 1.4\n'.repeat(5_000));
    await expectFetched();
  });

  it('begins anew when a server sends the rest of another file in spite of If-Range', async () => {
    await breakOff(40_000);
    content = Buffer.from('format-version: 1.4\n'.repeat(5_000));
    server.behave(({ request, serve }) => {
      delete request.headers['if-range'];
      serve();
    });
    await expectFetched();
  });

  it('takes nothing over from another address', async () => {
    await breakOff(40_000);
    await expectFetched({}, addressOf('/elsewhere/devices.obo'));
    expect(server.requests[0]?.headers.range).toBeUndefined();
  });

  it('does not fetch a file again that is there and could not be made a store of', async () => {
    await (await fetchDevices()).close();
    server.requests.length = 0;
    await expectFetched();
    expect(server.requests.map(({ sentBytes }) => sentBytes)).toEqual([0]);
  });

  it('does not take an older file for one that broke off', async () => {
    await (await fetchDevices()).close();
    content = Buffer.from('format-version: 1.4\n'.repeat(5_000));
    await breakOff(40_000);
    await expectFetched();
  });

  it('does not fetch again what is installed, until there is something newer', async () => {
    const installedSha256 = 'a'.repeat(64);
    const first = await fetchDevices();
    await first.installed(installedSha256);
    await first.close();
    expect(existsSync(first.path ?? '')).toBe(false);
    server.requests.length = 0;

    const second = await fetchDevices({ installedSha256 });
    expect(second.path).toBeUndefined();
    expect(server.requests.map(({ sentBytes }) => sentBytes)).toEqual([0]);
    await second.installed(installedSha256);
    await second.close();

    content = Buffer.from('format-version: 1.4\n');
    await expectFetched({ installedSha256 });
  });

  it.each([
    ['the store is not the one that was made of it', { installedSha256: 'b'.repeat(64) }],
    ['the store is gone', {}],
    ['it is to be read in another way', { installedSha256: 'a'.repeat(64), reading: 'languages' }],
  ])('fetches an unchanged file again when %s', async (_, options) => {
    const first = await fetchDevices();
    await first.installed('a'.repeat(64));
    await first.close();
    await expectFetched(options);
  });

  it('takes the next address where there is no such file, and tells when there is none at all', async () => {
    await expectFetched({}, addressOf('/missing2027.obo', '/devices.obo'));
    await expect(fetchDevices({}, addressOf('/missing2027.obo', '/missing2026.obo'))).rejects.toThrow(
      /missing2026\.obo: the server has no such file/u,
    );
  });

  it('asks no other address when the first fails otherwise', async () => {
    server.behave(onPath(/devices/u, answerStatus(403)));
    await expect(fetchDevices({}, addressOf('/devices.obo', '/other.obo'))).rejects.toThrow(HttpStatusError);
    expect(server.requests).toHaveLength(1);
  });

  it('refuses the sign-in page of a network', async () => {
    server.behave(captivePortal);
    await expect(fetchDevices()).rejects.toThrow(UnexpectedAnswerError);
    server.behave();
    await expectFetched();
  });

  it.each([
    ['Content-MD5', (): object => ({ 'content-md5': md5(content) })],
    [
      'Repr-Digest',
      (): object => ({
        'repr-digest': `sha-256=:${createHash('sha256').update(content).digest('base64')}:`,
      }),
    ],
  ])('checks the checksum in %s, also of a file that came in parts', async (_, say) => {
    headers = { ...headers, ...say() };
    server.behave(inTurn(damage));
    await expectFetched();
    server.behave(damage);
    await expect(fetchDevices({}, addressOf('/other.obo'))).rejects.toThrow(DamagedDownloadError);
    await breakOff(40_000, { id: 'parts' });
    await expectFetched({ id: 'parts' });
  });

  it('checks the checksum that its publisher states', async () => {
    const sha256 = createHash('sha256').update(content).digest('hex');
    await expectFetched({ sha256 });
    await expect(fetchDevices({ sha256: 'c'.repeat(64) })).rejects.toThrow(DamagedDownloadError);
  });

  it('contacts nobody offline', async () => {
    await expect(fetchDevices({ network: { offline: true } })).rejects.toThrow(OfflineError);
    expect(server.requests).toEqual([]);
  });

  it('goes through a proxy', async () => {
    const proxy = await startProxy(server);
    const network = { offline: false, proxy: proxy.address, noProxy: [] };
    await expectFetched({ network }, { kind: 'address', urls: ['http://devices.invalid/devices.obo'] });
    expect(proxy.tunnels.map(({ to }) => to)).toEqual(['devices.invalid:80']);
    await proxy.close();
  });

  it('sends a user name and password to their server, and keeps them to itself', async () => {
    const url = `${server.origin.replace('//', '//me:s%20ecret@')}/devices.obo`;
    const fetched = await fetchDevices({}, { kind: 'address', urls: [url] });
    await fetched.close();
    expect(server.requests[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('me:s ecret').toString('base64')}`,
    );
    expect(JSON.stringify(fetched.description)).not.toContain('ecret');
    expect(readFileSync(join(dataFolder, 'downloads/vocabularies/devices.json'), 'utf8')).not.toContain(
      'ecret',
    );
  });

  it('wants room for it', async () => {
    const address = { ...addressOf('/devices.obo'), known: createKnown({ bytes: 2e9 }) };
    await expect(fetchDevices({}, address)).rejects.toThrow(NotEnoughSpaceError);
  });

  it('lets one at a time have a vocabulary’s file', async () => {
    const first = await fetchDevices();
    let second: FetchedVocabulary | undefined;
    const waiting = fetchDevices().then((fetched) => (second = fetched));
    expect(second).toBeUndefined();
    await first.close();
    await (await waiting).close();
    expect(readFileSync(second?.path ?? '').equals(content)).toBe(true);
  });
});
