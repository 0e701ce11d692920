import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, inject, onTestFinished, test } from 'vitest';
import { linkRequest } from '../../src/protocol/messages.ts';
import { eventually, hoverText, startServer, type ServerClient, type ServerOptions } from './client.ts';
import { createNote } from './noteOnDisk.ts';

async function startFor(options: ServerOptions): Promise<ServerClient> {
  const server = await startServer(options);
  onTestFinished(async () => {
    await server.stop();
  });
  return server;
}

const cursor = { line: 0, character: 3 };

test('a model folder that is not there is told, and setting it back mends it', async () => {
  const server = await startFor({ settings: { encoder: { model: '/nowhere/model' } } });
  const note = createNote('heart attack');
  await server.open(note.uri, 'heart attack');

  const status = await server.waitForStatus('failed');
  expect(status.message).toMatch(
    /^\/nowhere\/model\/config\.json: the file is missing\. .*choose another encoder/u,
  );
  await expect(server.connection.sendRequest(linkRequest, { mentions: ['pain'] })).rejects.toThrow(
    status.message,
  );
  // A pop-up for every movement of the mouse would be too much.
  expect(await server.hover(note.uri, cursor)).toBeNull();
  expect(server.messages).toEqual([]);

  await server.configure({ encoder: { model: 'starter' } });
  await server.waitForStatus('ready');
  expect(hoverText(await server.hover(note.uri, cursor))).toContain('MESH:D009203');
});

test('an encoder that is named and not installed is told with the folder where it would be', async () => {
  const server = await startFor({ settings: { encoder: { model: 'sapbert' } } });
  const { message } = await server.waitForStatus('failed');
  expect(message).toContain(join(inject('dataFolder'), 'models', 'sapbert'));
});

test('hovers can be turned off and on', async () => {
  const server = await startFor({ settings: { hover: { enabled: false } } });
  const note = createNote('heart attack');
  await server.open(note.uri, 'heart attack');
  await server.waitForStatus('ready');
  expect(await server.hover(note.uri, cursor)).toBeNull();
  const before = await server.status();

  await server.configure({ hover: { enabled: true } });
  await eventually(async () => {
    expect(hoverText(await server.hover(note.uri, cursor))).toContain('MESH:D009203');
  });
  // What the change does not touch stays loaded.
  expect((await server.status()).encoder?.processId).toBe(before.encoder?.processId);
});

test('candidate count, minimum score and semantic types take effect at once', async () => {
  const server = await startFor({ settings: { linking: { candidateCount: 2, minScore: 0 } } });
  const link = async (): Promise<readonly { score: number; semanticTypes: readonly string[] }[]> => {
    const [result] = await server.connection.sendRequest(linkRequest, { mentions: ['heart attack'] });
    return result?.candidates ?? [];
  };
  await server.waitForStatus('ready');
  expect(await link()).toHaveLength(2);
  await server.configure({ linking: { candidateCount: 9, minScore: 1 } });
  await eventually(async () => {
    expect(await link()).toMatchObject([{ score: 1 }]);
  });
  await server.configure({ linking: { minScore: 0, semanticTypes: ['Anatomy'] } });
  await eventually(async () => {
    const candidates = await link();
    expect(candidates.length).toBeGreaterThan(0);
    expect(candidates.every(({ semanticTypes }) => semanticTypes.includes('Anatomy'))).toBe(true);
  });
});

test('a vocabulary that is not installed is told', async () => {
  const server = await startFor({ settings: { vocabularies: ['nonsense'] } });
  const { message } = await server.waitForStatus('failed');
  expect(message).toMatch(/"termlens\.vocabularies" \(nonsense\).*starter/u);
});

test('nonsense in the settings is passed over for the defaults', async () => {
  const settings = {
    encoder: { model: '../evil', precision: 'fp64', idleTimeoutMinutes: -1 },
    linking: 'all',
    hover: 7,
  };
  const server = await startFor({ settings });
  expect((await server.waitForStatus('ready')).encoder?.modelId).toBe('starter');
  const [result] = await server.connection.sendRequest(linkRequest, { mentions: ['T2DM'] });
  expect(result?.candidates[0]?.curie).toBe('MESH:D003924');
});

test('clients without settings may send them when they start the server', async () => {
  const server = await startFor({ initializationOptions: { settings: { hover: { enabled: false } } } });
  const note = createNote('heart attack');
  await server.open(note.uri, 'heart attack');
  await server.waitForStatus('ready');
  expect(await server.hover(note.uri, cursor)).toBeNull();
});

test('an idle encoder goes to sleep and wakes up for the next request', async () => {
  const server = await startFor({ settings: { encoder: { idleTimeoutMinutes: 0.005 } } });
  await server.waitForStatus('sleeping');
  const [result] = await server.connection.sendRequest(linkRequest, { mentions: ['never asked before'] });
  expect(result?.mention).toBe('never asked before');
  await server.waitForStatus('sleeping');
});

test('an execution provider that cannot be used is told, and the CPU does the work', async () => {
  const server = await startFor({ settings: { encoder: { executionProvider: 'dml' } } });
  const { encoder } = await server.waitForStatus('ready');
  expect(encoder?.executionProvider).toBe('cpu');
  expect(encoder?.notices).toEqual([expect.stringMatching(/^dml (?:fp32|int8): /u)]);
});

test('many changes of settings in a row end with the last one', async () => {
  const server = await startFor({ settings: {} });
  for (const executionProvider of ['cpu', 'auto', 'cpu', 'auto', 'cpu']) {
    await server.configure({ encoder: { executionProvider } });
    await delay(100);
  }
  const { encoder } = await server.waitForStatus('ready');
  expect(encoder).toMatchObject({ executionProvider: 'cpu', notices: [] });
});

test('a client that refuses what the server asks of it is served all the same', async () => {
  const server = await startFor({ settings: {}, refusesRequests: true });
  const note = createNote('heart attack', 'nonsense\n');
  await server.open(note.uri, 'heart attack');
  await eventually(() => {
    expect(server.messages).toEqual([expect.stringContaining('note.ann, line 1: ')]);
  });
  expect(hoverText(await server.hover(note.uri, cursor))).toContain('MESH:D009203');
});
