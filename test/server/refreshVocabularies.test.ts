import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { linkRequest, type Candidate } from '../../src/protocol/messages.ts';
import { refreshVocabulariesNotification } from '../../src/protocol/vocabularyMessages.ts';
import { eventually, startServer, type ServerClient } from './client.ts';
import { createFolder, runCli } from './runningCli.ts';

async function firstCandidate(server: ServerClient, mention: string): Promise<Candidate | undefined> {
  const [result] = await server.connection.sendRequest(linkRequest, { mentions: [mention] });
  return result?.candidates[0];
}

const vocabularies = async (server: ServerClient): Promise<string[]> =>
  (await server.status()).vocabularies.map(({ id }) => id);

test('vocabularies that another process adds, changes and removes are taken up without a restart', async () => {
  const dataFolder = createFolder();
  cpSync(inject('dataFolder'), dataFolder, { recursive: true });
  const server = await startServer({ dataFolder });
  onTestFinished(async () => {
    await server.stop();
  });
  const processId = (await server.waitForStatus('ready')).encoder?.processId;
  const file = join(dataFolder, 'devices.obo');
  const add = async (name: string): Promise<void> => {
    writeFileSync(file, `format-version: 1.2\n\n[Term]\nid: DEV:1\nname: ${name}\n`);
    const { status, stderr } = await runCli(['vocabulary', 'add', file], {
      env: { TERMLENS_HOME: dataFolder },
    }).ended;
    expect([status, stderr]).toEqual([0, expect.anything()]);
  };

  await add('Zwickel pump');
  expect(await firstCandidate(server, 'Zwickel pump')).toBeUndefined();
  await server.connection.sendNotification(refreshVocabulariesNotification);
  await eventually(async () => {
    expect(await firstCandidate(server, 'Zwickel pump')).toMatchObject({ curie: 'DEV:1', score: 1 });
  });
  expect(await vocabularies(server)).toEqual(['starter', 'devices']);

  await add('Quandle clamp');
  await server.connection.sendNotification(refreshVocabulariesNotification);
  await eventually(async () => {
    expect(await firstCandidate(server, 'Quandle clamp')).toMatchObject({ curie: 'DEV:1' });
  });

  await runCli(['vocabulary', 'remove', 'devices'], { env: { TERMLENS_HOME: dataFolder } }).ended;
  await server.connection.sendNotification(refreshVocabulariesNotification);
  await eventually(async () => {
    expect(await vocabularies(server)).toEqual(['starter']);
  });
  expect(await firstCandidate(server, 'Quandle clamp')).toBeUndefined();
  expect(await firstCandidate(server, 'heart attack')).toMatchObject({ curie: 'MESH:D009203' });
  expect((await server.status()).encoder?.processId).toBe(processId);
}, 120_000);
