import { onTestFinished, expect, test } from 'vitest';
import { linkRequest } from '../../src/protocol/messages.ts';
import { eventually, hoverText, startServer, type ServerClient } from './client.ts';
import { createNote } from './noteOnDisk.ts';

async function startReadyServer(): Promise<ServerClient> {
  const server = await startServer();
  onTestFinished(async () => {
    await server.stop();
  });
  await server.waitForStatus('ready');
  return server;
}

/** Names that keep the encoder busy for seconds and are in nobody's cache. */
function longRequest(round: number): readonly string[] {
  return Array.from(
    { length: 1_000 },
    (_, i) => `subacute granulomatous inflammation of rib ${i} in round ${round}`,
  );
}

async function killEncoder(server: ServerClient): Promise<void> {
  const { encoder } = await server.waitForStatus('ready');
  process.kill(encoder?.processId ?? 0, 'SIGKILL');
}

test('a request at work is answered all the same when the encoder crashes, and so are later ones', async () => {
  const server = await startReadyServer();
  const note = createNote('shortness of breath');
  await server.open(note.uri, 'shortness of breath');
  const { encoder: before } = await server.status();

  const mentions = longRequest(1);
  const asked = server.connection.sendRequest(linkRequest, { mentions });
  // The request is with the encoder by the time that a later one is answered.
  await server.status();
  await killEncoder(server);
  expect(await asked).toHaveLength(mentions.length);
  expect(hoverText(await server.hover(note.uri, { line: 0, character: 12 }))).toContain('MESH:D004417');
  const { encoder: after } = await server.waitForStatus('ready');
  expect(after?.processId).not.toBe(before?.processId);
});

test('an encoder that crashes again and again is given up, and the server lives on', async () => {
  const server = await startReadyServer();
  const note = createNote('heart attack');
  await server.open(note.uri, 'heart attack');
  const gaveUp = /ended 4 times within a minute .*Restart Server/u;

  for (const round of [1, 2, 3]) {
    await killEncoder(server);
    await server.connection.sendRequest(linkRequest, { mentions: [`not encoded before round ${round}`] });
  }
  await killEncoder(server);
  const status = await server.waitForStatus('failed');
  expect(status.message).toMatch(gaveUp);
  expect(server.statuses.at(-1)).toEqual(status);

  await expect(
    server.connection.sendRequest(linkRequest, { mentions: ['also never encoded before'] }),
  ).rejects.toThrow(gaveUp);
  // What needs no encoder still works.
  await eventually(async () => {
    expect(await server.hover(note.uri, { line: 0, character: 40 })).toBeNull();
  });

  // As the message says: other settings, or the same anew, start it again.
  await server.connection.sendNotification('workspace/didChangeConfiguration', {
    settings: { termlens: { encoder: { idleTimeoutMinutes: 31 } } },
  });
  await server.waitForStatus('ready');
  expect(hoverText(await server.hover(note.uri, { line: 0, character: 3 }))).toContain('MESH:D009203');
});
