import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ensureSystemPackages } from '../../scripts/systemPackages.ts';
import {
  acceptSuggestionsRequest,
  annotateRequest,
  searchConceptsRequest,
  vocabulariesRequest,
} from '../../src/protocol/messages.ts';
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

const canUnshare = process.getuid?.() === 0 && spawnSync('unshare', ['--net', 'true']).status === 0;

test.skipIf(!canUnshare)('all of it works where there is no network', async () => {
  const server = await startSmall(['unshare', '--net']);
  await work(server);
  expect(await server.stop()).toBe(0);
});
