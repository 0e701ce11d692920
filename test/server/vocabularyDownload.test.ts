import { existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { StoreManifest } from '../../src/core/conceptStore/storeManifest.ts';
import type { VocabularyProgressLine } from '../../src/core/vocabulary/vocabularyProgress.ts';
import { stallAfter } from '../loopbackHub/behaviours.ts';
import { startLoopbackServer, type LoopbackServer } from '../loopbackHub/loopbackServer.ts';
import { serveFile } from '../loopbackHub/serveFile.ts';
import { createKnown } from '../unit/vocabulary/catalogue/knownVocabularies.ts';
import { runCli, type CliOutcome, type RunningCli } from './runningCli.ts';
import { installSmall } from './smallInstallation.ts';

let server: LoopbackServer;
/** The release that the server has now. */
let release: Buffer;
let home: string;
let start: (...parameters: readonly string[]) => RunningCli;

beforeEach(async () => {
  release = createRelease('2026-01-01', 20);
  server = await startLoopbackServer((request, response) => {
    serveFile(request, response, release);
  });
  onTestFinished(() => server.close());
  const known = createKnown({ address: `${server.origin}/devices.obo` });
  const { cliScript, dataFolder } = installSmall(10, [known]);
  home = dataFolder;
  start = (...parameters) =>
    runCli(['vocabulary', ...parameters], { env: { TERMLENS_HOME: home }, script: cliScript });
});

function createRelease(version: string, terms: number): Buffer {
  const stanzas = Array.from(
    { length: terms },
    (_, i) => `[Term]\nid: DEV:${i}\nname: device of kind ${i}\n`,
  );
  return Buffer.from(`format-version: 1.2\ndata-version: ${version}\n\n${stanzas.join('\n')}`);
}

const encoding = ['--provider', 'cpu', '--precision', 'fp32'];

function add(...parameters: readonly string[]): RunningCli {
  return start('add', 'Device Ontology', '--progress', 'json', '--json', ...encoding, ...parameters);
}

function readLines({ stderr }: CliOutcome): VocabularyProgressLine[] {
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as VocabularyProgressLine);
}

function phasesOf(outcome: CliOutcome): string[] {
  return readLines(outcome)
    .map(({ phase }) => phase)
    .filter((phase, i, all) => phase !== all[i - 1]);
}

function readManifest({ stdout }: CliOutcome): StoreManifest {
  return JSON.parse(stdout) as StoreManifest;
}

function sentBytes(): number {
  return server.requests.reduce((sum, request) => sum + request.sentBytes, 0);
}

test('a known vocabulary is fetched, not fetched again, and replaced by a newer release', async () => {
  const added = await add().ended;
  expect(phasesOf(added)).toEqual(['notice', 'downloading', 'reading', 'encoding']);
  expect(readLines(added)[0]).toEqual({
    phase: 'notice',
    message: 'Device Ontology, from Nobody, about 0.0 MB; licence: CC0-1.0 (https://example.org/licence)',
  });
  expect(readManifest(added)).toMatchObject({
    id: 'devices',
    title: 'Device Ontology',
    version: '2026-01-01',
    licence: 'CC0-1.0 (https://example.org/licence)',
    source: `${server.origin}/devices.obo`,
    conceptCount: 20,
  });
  expect(readdirSync(join(home, 'downloads', 'vocabularies'))).toEqual(['devices.json']);

  server.requests.length = 0;
  const again = await add().ended;
  expect(phasesOf(again)).toEqual(['notice']);
  expect(again.status).toBe(0);
  expect([server.requests.length, sentBytes()]).toEqual([1, 0]);
  const told = await start('add', 'devo', ...encoding).ended;
  expect(told.stdout).toMatch(/^"devices" is already there: Device Ontology, 2026-01-01 /u);

  release = createRelease('2026-07-01', 25);
  const newer = await add().ended;
  expect(readManifest(newer)).toMatchObject({ version: '2026-07-01', conceptCount: 25 });
  // Those of the old release have their vectors.
  expect(readLines(newer).find(({ phase }) => phase === 'encoding')).toMatchObject({ done: 20, total: 25 });

  const known = await start('known', '--json').ended;
  expect(JSON.parse(known.stdout)).toMatchObject([{ id: 'devices', installedVersion: '2026-07-01' }]);
  expect((await start('known').ended).stdout).toContain('installed, 2026-07-01');
  expect((await start('remove', 'devices').ended).status).toBe(0);
  expect(readdirSync(join(home, 'downloads', 'vocabularies'))).toEqual([]);
}, 120_000);

test('a download that is cancelled goes on where it was', async () => {
  release = createRelease('2026-01-01', 2_000);
  const half = Math.floor(release.length / 2);
  server.behave(stallAfter(half));
  const { child, ended } = add();
  const arrived = join(home, 'downloads', 'vocabularies', 'devices', 'devices.obo.incomplete');
  while (!existsSync(arrived) || statSync(arrived).size < half) {
    await setTimeout(20);
  }
  child.kill('SIGTERM');
  const cancelled = await ended;
  expect(readLines(cancelled).at(-1)).toEqual({ phase: 'failed', message: 'Interrupted.' });
  expect(cancelled.status).toBe(1);

  server.behave();
  server.requests.length = 0;
  const added = await add().ended;
  expect(server.requests.map(({ headers: { range } }) => range)).toEqual([`bytes=${half}-`]);
  expect(readManifest(added)).toMatchObject({ conceptCount: 2_000 });
}, 120_000);

test('one that is cancelled while it is encoded is not fetched again, nor is what was encoded encoded', async () => {
  release = createRelease('2026-01-01', 9_900);
  const { child, ended } = add();
  child.stderr.on('data', (lines: string) => {
    if (/"encoding","done":[5-9]\d\d\d/u.test(lines)) {
      child.kill('SIGTERM');
    }
  });
  expect(readLines(await ended).at(-1)).toEqual({ phase: 'failed', message: 'Interrupted.' });
  expect(existsSync(join(home, 'downloads', 'vocabularies', 'devices', 'devices.obo'))).toBe(true);

  server.requests.length = 0;
  const added = await add().ended;
  expect(sentBytes()).toBe(0);
  const first = readLines(added).find(({ phase }) => phase === 'encoding');
  expect(first).toMatchObject({ perSecond: 0 });
  expect(first && 'done' in first ? first.done : 0).toBeGreaterThanOrEqual(2_048);
  expect(readManifest(added)).toMatchObject({ conceptCount: 9_900, version: '2026-01-01' });
  expect(existsSync(join(home, 'downloads', 'vocabularies', 'devices'))).toBe(false);
}, 300_000);

test('a store that is damaged is made again of what is fetched again', async () => {
  const address = `${server.origin}/devices.obo`;
  const added = await start('add', address, '--json', ...encoding).ended;
  const { folder } = JSON.parse(added.stdout) as { folder: string };
  expect(readManifest(added)).toMatchObject({ id: 'devices', title: 'devices', source: address });
  truncateSync(join(folder, 'concepts.sqlite'), 100);
  const mended = await start('add', address, '--json', ...encoding).ended;
  expect(mended.status).toBe(0);
  expect(readManifest(mended)).toMatchObject({ conceptCount: 20 });
}, 120_000);
