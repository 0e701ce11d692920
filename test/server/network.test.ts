import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensureSystemPackages } from '../../scripts/systemPackages.ts';
import {
  acceptSuggestionsRequest,
  annotateRequest,
  searchConceptsRequest,
  vocabulariesRequest,
} from '../../src/protocol/messages.ts';
import { startLoopbackServer } from '../loopbackHub/loopbackServer.ts';
import { createKnown } from '../unit/vocabulary/catalogue/knownVocabularies.ts';
import { hoverText, startServer, type ServerClient } from './client.ts';
import { createNote } from './noteOnDisk.ts';
import { installSmall } from './smallInstallation.ts';

/** A user's whole morning: the vocabulary is built, a note is hovered, searched, annotated and decided on. */
async function work(server: ServerClient): Promise<void> {
  const text = 'Admitted with a heart attack and trouble getting enough air.';
  const note = createNote(text);
  await server.open(note.uri, text);
  expect(hoverText(await server.hover(note.uri, { line: 0, character: 20 }))).toContain('MESH:D009203');
  await server.connection.sendRequest(searchConceptsRequest, { query: 'infarction of the heart' });
  await server.connection.sendRequest(vocabulariesRequest);
  const suggestions = await server.connection.sendRequest(annotateRequest, {
    textDocument: { uri: note.uri },
  });
  const accepted = suggestions.map(({ id }) => ({ id }));
  await server.connection.sendRequest(acceptSuggestionsRequest, { uri: note.uri, accepted });
  expect(note.readAnn()).toContain('MESH:D009203');
  expect((await server.waitForStatus('ready')).encoder?.processId).toBeGreaterThan(0);
}

function startSmall(wrapper: readonly string[]): Promise<ServerClient> {
  const { serverScript, dataFolder } = installSmall(40);
  return startServer({ wrapper, dataFolder, arguments: [serverScript, '--stdio'] });
}

/** Socket calls that concern the internet; Node speaks to its children over AF_UNIX. */
const internetCalls = /AF_INET|AF_PACKET|AF_NETLINK/u;

let traces = false;
beforeAll(async () => {
  await ensureSystemPackages(['strace']);
  // Some containers forbid tracing altogether.
  traces = spawnSync('strace', ['-f', '-e', 'trace=network', 'true']).status === 0;
}, 600_000);

test('server and encoder open no socket to the outside', async ({ skip }) => {
  skip(!traces, 'strace does not work on this machine');
  const folder = mkdtempSync(join(tmpdir(), 'termlens-strace-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const server = await startSmall([
    'strace',
    '-ff',
    '-qq',
    '-e',
    'trace=network',
    '-o',
    join(folder, 'calls'),
  ]);
  const { encoder } = await server.waitForStatus('ready');
  await work(server);
  expect(await server.stop()).toBe(0);

  // One file for each process and thread; the encoder's own is among them, so it was watched as well.
  const files = readdirSync(folder);
  expect(files).toContain(`calls.${encoder?.processId ?? 0}`);
  const calls = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
  expect(calls.some((call) => call.includes('AF_UNIX'))).toBe(true);
  expect(calls.filter((call) => internetCalls.test(call))).toEqual([]);
});

describe('termlens vocabulary', () => {
  const encoding = ['--provider', 'cpu', '--precision', 'fp32'];

  /** What a command says, and those of its calls that concern the internet. */
  async function trace(
    parameters: readonly string[],
    address = 'https://vocabularies.invalid/devices.obo',
  ): Promise<{ calls: string[]; stderr: string }> {
    const { cliScript, dataFolder } = installSmall(40, [createKnown({ address })]);
    const folder = mkdtempSync(join(tmpdir(), 'termlens-strace-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    writeFileSync(join(folder, 'rows.tsv'), 'id\tname\nX:1\tZwickel pump\n');
    const child = spawn(
      'strace',
      [
        ...['-ff', '-qq', '-e', 'trace=network', '-o', join(folder, 'calls')],
        ...[process.execPath, cliScript, 'vocabulary', ...parameters],
      ],
      {
        env: { ...process.env, TERMLENS_HOME: dataFolder },
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    await once(child, 'close');
    const files = readdirSync(folder).filter((file) => file.startsWith('calls.'));
    expect(files).not.toEqual([]);
    const calls = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));
    return { calls: calls.filter((call) => internetCalls.test(call)), stderr };
  }

  for (const [command, parameters, told] of [
    ['known', [], ''],
    ['list', encoding, ''],
    ['add', ['rows.tsv', ...encoding], ''],
    ['add', ['devices', '--offline'], 'offline'],
    ['add', ['https://vocabularies.invalid/devices.obo', '--offline'], 'offline'],
  ] as const) {
    test(`${[command, ...parameters].join(' ')}: no socket to the outside`, async ({ skip }) => {
      skip(!traces, 'strace does not work on this machine');
      const { calls, stderr } = await trace([command, ...parameters]);
      expect(calls).toEqual([]);
      expect(stderr).toContain(told);
    });
  }

  test('add opens one for a known name and for an address', async ({ skip }) => {
    skip(!traces, 'strace does not work on this machine');
    const server = await startLoopbackServer((_, response) => response.writeHead(404).end());
    onTestFinished(() => server.close());
    const address = `${server.origin}/devices.obo`;
    for (const what of ['devices', address]) {
      const { calls, stderr } = await trace(['add', what], address);
      expect(calls.join('\n')).toContain('connect(');
      expect(stderr).toContain('the server has no such file');
    }
    expect(server.requests).toHaveLength(2);
  });
});

const canUnshare = process.getuid?.() === 0 && spawnSync('unshare', ['--net', 'true']).status === 0;

test.skipIf(!canUnshare)('all of it works where there is no network', async () => {
  const server = await startSmall(['unshare', '--net']);
  await work(server);
  expect(await server.stop()).toBe(0);
});
