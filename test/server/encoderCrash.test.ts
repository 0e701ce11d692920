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
    { length: 3_000 },
    (_, i) => `subacute granulomatous inflammation of rib ${i} in round ${round}`,
  );
}

/** Kills the encoder in the middle of a request; how that request ended. */
async function crash(server: ServerClient, round: number): Promise<unknown> {
  const { encoder } = await server.waitForStatus('ready');
  const asked = server.connection
    .sendRequest(linkRequest, { mentions: longRequest(round) })
    .then(() => 'answered', String);
  // The request is with the encoder by the time that a later one is answered.
  await server.status();
  process.kill(encoder?.processId ?? 0, 'SIGKILL');
  return asked;
}

test('a crash of the encoder is told to the request at work, and the next one works', async () => {
  const server = await startReadyServer();
  const note = createNote('shortness of breath');
  await server.open(note.uri, 'shortness of breath');
  const { encoder: before } = await server.status();

  expect(await crash(server, 1)).toMatch(
    /The encoder process ended unexpectedly \(.*SIGKILL.*\).*try again/u,
  );
  expect(hoverText(await server.hover(note.uri, { line: 0, character: 12 }))).toContain('MESH:D004417');
  const [result] = await server.connection.sendRequest(linkRequest, {
    mentions: ['unheard-of shortness of breath'],
  });
  expect(result?.mention).toBe('unheard-of shortness of breath');
  const { encoder: after } = await server.waitForStatus('ready');
  expect(after?.processId).not.toBe(before?.processId);
});

test('an encoder that crashes again and again is given up, and the server lives on', async () => {
  const server = await startReadyServer();
  const note = createNote('heart attack');
  await server.open(note.uri, 'heart attack');
  const gaveUp = /ended 3 times within a minute .*Restart Server/u;

  for (const round of [1, 2]) {
    expect(await crash(server, round)).toMatch(/try again/u);
    await server.connection.sendRequest(linkRequest, { mentions: [`not encoded before round ${round}`] });
  }
  expect(await crash(server, 3)).toMatch(gaveUp);
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
    settings: { termlens: { encoder: { precision: 'fp32' } } },
  });
  await server.waitForStatus('ready');
  expect(hoverText(await server.hover(note.uri, { line: 0, character: 3 }))).toContain('MESH:D009203');
});
