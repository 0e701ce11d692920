import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CancellationTokenSource, WorkDoneProgress } from 'vscode-languageserver-protocol/node';
import { linkRequest } from '../../src/protocol/messages.ts';
import {
  addVocabularyRequest,
  installedVocabulariesRequest,
  knownVocabulariesRequest,
  rebuildVocabularyRequest,
  removeVocabularyRequest,
  type AddedVocabulary,
  type VocabularyOrigin,
} from '../../src/protocol/vocabularyMessages.ts';
import type { KnownVocabulary } from '../../src/core/vocabulary/catalogue/catalogue.ts';
import { startProxy } from '../loopbackHub/loopbackProxy.ts';
import { startLoopbackServer } from '../loopbackHub/loopbackServer.ts';
import { serveFile } from '../loopbackHub/serveFile.ts';
import { createBrought, createKnown } from '../unit/vocabulary/catalogue/knownVocabularies.ts';
import { startServer, type ServerClient } from './client.ts';
import { installSmall } from './smallInstallation.ts';
import { createFolder } from './runningCli.ts';

/** The quickest choice: nothing has to be measured. */
const encoder = { executionProvider: 'cpu', precision: 'fp32' };

interface Running {
  readonly server: ServerClient;
  readonly dataFolder: string;
  /** CURIEs of the candidates. */
  link(mention: string): Promise<readonly string[]>;
  installed(): Promise<readonly (readonly [id: string, inUse: boolean, state: string])[]>;
}

async function startSmall(
  settings: Readonly<Record<string, unknown>> = {},
  catalogue: readonly KnownVocabulary[] = [],
): Promise<Running> {
  const { serverScript, dataFolder } = installSmall(40, catalogue);
  const server = await startServer({
    arguments: [serverScript, '--stdio'],
    dataFolder,
    settings: { encoder, ...settings },
  });
  onTestFinished(async () => {
    await server.stop();
  });
  await server.waitForStatus('ready');
  return {
    server,
    dataFolder,
    async link(mention) {
      const [result] = await server.connection.sendRequest(linkRequest, { mentions: [mention] });
      return (result?.candidates ?? []).map(({ curie }) => curie);
    },
    async installed() {
      const vocabularies = await server.connection.sendRequest(installedVocabulariesRequest);
      return vocabularies.map(({ id, inUse, state }) => [id, inUse, state] as const);
    },
  };
}

function writeDevices(count: number): VocabularyOrigin {
  const file = join(createFolder(), 'devices.obo');
  const terms = Array.from({ length: count }, (_, i) => `[Term]\nid: DEV:${i}\nname: device of kind ${i}\n`);
  writeFileSync(
    file,
    [
      'format-version: 1.2\n',
      ...terms,
      '[Term]\nid: DEV:Z\nname: Zwickel pump\n',
      '[Term]\nname: none\n',
    ].join('\n'),
  );
  return { kind: 'path', path: file };
}

test('a vocabulary that is added is searched at once, and removed no more', async () => {
  const { server, link, installed } = await startSmall();
  expect(await link('Zwickel pump')).toEqual([]);
  const steps: string[] = [];
  server.connection.onProgress(WorkDoneProgress.type, 'adding', (step) => {
    steps.push(step.kind === 'report' ? (step.message ?? '') : step.kind);
  });
  const origin = writeDevices(300);
  const added = await server.connection.sendRequest(addVocabularyRequest, {
    origin,
    id: 'devices',
    title: 'Our “devices”; --json',
    workDoneToken: 'adding',
  });
  expect(added).toMatchObject({
    id: 'devices',
    title: 'Our “devices”; --json',
    conceptCount: 301,
    nameCount: 301,
    format: 'OBO 1.4',
    problemCount: 1,
    problems: [expect.stringMatching(/devices\.obo, line \d+: /u)],
  });
  expect([steps[0], steps.at(-1)]).toEqual(['begin', 'end']);
  expect(steps).toContainEqual(expect.stringMatching(/^encoding: [\d,]+ of 301 names/u));

  expect(await link('Zwickel pumps')).toContain('DEV:Z');
  expect(await installed()).toEqual([
    ['starter', true, 'ready'],
    ['devices', true, 'ready'],
  ]);
  await server.connection.sendRequest(rebuildVocabularyRequest, { id: 'devices' });
  expect(await link('Zwickel pumps')).toContain('DEV:Z');

  await server.connection.sendRequest(removeVocabularyRequest, { id: 'devices' });
  expect(await link('Zwickel pumps')).toEqual([]);
  expect(await installed()).toEqual([['starter', true, 'ready']]);
});

test('rows that were pasted become a vocabulary, which the settings may leave out', async () => {
  const { server, link, installed } = await startSmall({ vocabularies: ['starter'] });
  await server.connection.sendRequest(addVocabularyRequest, {
    origin: { kind: 'rows', text: 'id\tname\tsynonyms\nX:1\tQuandle clamp\tclamp of Quandle\n' },
    id: 'ours',
  });
  expect(await installed()).toEqual([
    ['starter', true, 'ready'],
    ['ours', false, 'ready'],
  ]);
  expect(await link('clamp of Quandle')).toEqual([]);
  await server.configure({ encoder, vocabularies: ['ours', 'starter'] });
  await server.waitForStatus('ready');
  await expect.poll(() => link('clamp of Quandle'), { timeout: 20_000 }).toEqual(['X:1']);
  expect((await installed()).map(([id]) => id)).toEqual(['ours', 'starter']);
});

test('adding one can be cancelled and goes on where it was, while the server answers', async () => {
  const { server, dataFolder, link, installed } = await startSmall();
  // More than are under way at a time.
  const origin = writeDevices(9_500);
  const cancellation = new CancellationTokenSource();
  const countOf = (message = ''): number =>
    Number(/^encoding: ([\d,]+)/u.exec(message)?.[1]?.replaceAll(',', '') ?? Number.NaN);
  let answered = 0;
  server.connection.onProgress(WorkDoneProgress.type, 'first', (step) => {
    if (step.kind === 'report' && countOf(step.message) > 5_000 && answered === 0) {
      answered++;
      void link('device').then(() => {
        cancellation.cancel();
      });
    }
  });
  await expect(
    server.connection.sendRequest(
      addVocabularyRequest,
      { origin, id: 'devices', workDoneToken: 'first' },
      cancellation.token,
    ),
  ).rejects.toThrow('cancelled');
  expect(answered).toBe(1);
  expect((await installed()).map(([id]) => id)).toEqual(['starter']);
  expect(existsSync(join(dataFolder, 'vocabularies', 'devices.encoded'))).toBe(true);

  const firstCounts: number[] = [];
  server.connection.onProgress(WorkDoneProgress.type, 'second', (step) => {
    const count = step.kind === 'report' ? countOf(step.message) : Number.NaN;
    if (!Number.isNaN(count)) {
      firstCounts.push(count);
    }
  });
  const added = await server.connection.sendRequest(addVocabularyRequest, {
    origin,
    id: 'devices',
    workDoneToken: 'second',
  });
  expect(added).toMatchObject({ nameCount: 9_501 });
  expect(firstCounts[0]).toBeGreaterThanOrEqual(2_048);
  expect(readdirSync(join(dataFolder, 'vocabularies')).toSorted()).toEqual(['devices', 'starter']);
}, 240_000);

test('what cannot be added says why, and addresses are not taken for files', async () => {
  const { server, dataFolder } = await startSmall();
  const add = (origin: VocabularyOrigin, id: string): Promise<unknown> =>
    server.connection.sendRequest(addVocabularyRequest, { origin, id });
  const missing = join(dataFolder, 'missing.obo');
  await expect(add({ kind: 'path', path: missing }, 'x')).rejects.toThrow('missing.obo');
  await expect(add({ kind: 'path', path: 'https://example.org/hp.obo' }, 'x')).rejects.toThrow(
    'absolute path',
  );
  await expect(add({ kind: 'path', path: '-' }, 'x')).rejects.toThrow('absolute path');
  await expect(add({ kind: 'rows', text: '<!DOCTYPE html><html></html>' }, 'x')).rejects.toThrow('web page');
  await expect(add({ kind: 'rows', text: 'id\tname\nX:1\ty\n' }, '../x')).rejects.toThrow('cannot be the id');
  await expect(add({ kind: 'rows', text: 'id\tname\nX:1\ty\n' }, 'starter')).rejects.toThrow('--id');
  await expect(server.connection.sendRequest(removeVocabularyRequest, { id: 'starter' })).rejects.toThrow(
    'comes with TermLens',
  );
  expect(readdirSync(join(dataFolder, 'vocabularies'))).toEqual(['starter']);
});

const releases = `format-version: 1.2
data-version: 2026-01-01

[Term]
id: DEV:1
name: Zwickel pump
`;

test('a known one and an address are fetched as the client’s network has it, and not where that is forbidden', async () => {
  const publisher = await startLoopbackServer((request, response) => {
    serveFile(request, response, Buffer.from(releases));
  });
  const proxy = await startProxy(publisher);
  onTestFinished(async () => {
    await proxy.close();
    await publisher.close();
  });
  // The ending is reserved (RFC 2606): only the proxy leads anywhere.
  const address = 'http://publisher.invalid/devices.obo';
  const { server, link } = await startSmall({}, [createKnown({ address }), createBrought('codes')]);
  const network = { proxy: proxy.address, proxyAuthorization: 'Basic dTpw' };
  const add = (origin: VocabularyOrigin, id?: string): Promise<AddedVocabulary> =>
    server.connection.sendRequest(addVocabularyRequest, { origin, network, ...(id !== undefined && { id }) });
  const versions = async (): Promise<readonly (string | undefined)[]> => {
    const known = await server.connection.sendRequest(knownVocabulariesRequest);
    return known.map(({ installedVersion }) => installedVersion);
  };

  await server.configure({ encoder, offline: true });
  await server.waitForStatus('ready');
  await expect(add({ kind: 'known', id: 'devices' })).rejects.toThrow('offline');
  await expect(add({ kind: 'address', address }, 'mine')).rejects.toThrow('offline');
  expect(proxy.tunnels).toEqual([]);
  await server.configure({ encoder, offline: false });

  expect(await versions()).toEqual([undefined, undefined]);
  expect(await add({ kind: 'known', id: 'devices' })).toMatchObject({
    id: 'devices',
    title: 'Device Ontology',
    version: '2026-01-01',
    nameCount: 1,
  });
  expect(proxy.tunnels).toEqual([{ to: 'publisher.invalid:80', authorization: 'Basic dTpw' }]);
  expect(await versions()).toEqual(['2026-01-01', undefined]);
  expect(await link('Zwickel pumps')).toContain('DEV:1');
  expect(await add({ kind: 'known', id: 'devices' })).toMatchObject({ format: 'unchanged' });
  expect(await add({ kind: 'address', address }, 'mine')).toMatchObject({ id: 'mine', nameCount: 1 });

  await expect(add({ kind: 'known', id: 'codes' })).rejects.toThrow('it needs an account');
  await expect(add({ kind: 'known', id: 'device' })).rejects.toThrow('Did you mean devices?');
  await expect(add({ kind: 'known', id: '../devices' })).rejects.toThrow('cannot be the id');
  await expect(add({ kind: 'address', address: 'file:///etc/passwd' })).rejects.toThrow(
    'no address of the web',
  );
}, 120_000);
