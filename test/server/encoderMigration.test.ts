import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { reloadEncoderNotification } from '../../src/protocol/encoderMessages.ts';
import { linkRequest } from '../../src/protocol/messages.ts';
import { eventually, startServer, type ServerClient, type ServerOptions } from './client.ts';
import { copyStarterModel, editModelJson } from './modelCopy.ts';
import { installSmall } from './smallInstallation.ts';

/** The bundled encoder under another title and with another maximum length, so with another fingerprint. */
function createOtherModel(): string {
  const folder = copyStarterModel();
  editModelJson(folder, 'manifest.json', (manifest) => {
    Object.assign(manifest, { id: 'other', title: 'Another encoder', maximumTokens: 20 });
  });
  return folder;
}

const explicit = { precision: 'fp32', executionProvider: 'cpu' };
const starter = { encoder: { ...explicit, model: 'starter' } };

interface Installed {
  readonly start: (options: ServerOptions) => Promise<ServerClient>;
  readonly fingerprint: () => unknown;
}

function install(): Installed {
  const { serverScript, dataFolder } = installSmall(60);
  const manifest = join(dataFolder, 'vocabularies', 'starter', 'manifest.json');
  return {
    async start(options) {
      const server = await startServer({ ...options, dataFolder, arguments: [serverScript, '--stdio'] });
      onTestFinished(async () => {
        await server.stop();
      });
      return server;
    },
    fingerprint: () =>
      (JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>)['encoderFingerprint'],
  };
}

async function encoderTitle(server: ServerClient): Promise<string | undefined> {
  return (await server.waitForStatus('ready')).encoder?.modelTitle;
}

/** No vocabulary has them, and no two are asked of the same server: only the encoder can answer for them. */
const mentions = [
  'infarction of the myocardium',
  'infarct of heart muscle',
  'myocardium infarction, acute',
].values();

async function linksByMeaning(server: ServerClient): Promise<boolean> {
  const [result] = await server.connection.sendRequest(linkRequest, {
    mentions: [mentions.next().value ?? ''],
  });
  return (result?.candidates.length ?? 0) > 0;
}

test('the encoder before serves until the vocabularies are encoded again', async () => {
  const { start, fingerprint } = install();
  const offers: string[] = [];
  let accept: () => void = () => undefined;
  const accepted = new Promise<void>((resolve) => {
    accept = resolve;
  });
  const server = await start({
    settings: starter,
    choose(message, buttons) {
      offers.push(message);
      accept();
      return buttons[0];
    },
  });
  expect(await encoderTitle(server)).toBe('TermLens starter encoder');
  const before = fingerprint();

  await server.configure({ encoder: { ...explicit, model: createOtherModel() } });
  expect(await linksByMeaning(server)).toBe(true);
  await accepted;
  await eventually(async () => {
    expect(await encoderTitle(server)).toBe('Another encoder');
  });
  expect(offers).toEqual([
    expect.stringMatching(/^Another encoder has to encode your vocabularies first: .*\d+ names/u),
  ]);
  expect(fingerprint()).not.toBe(before);
  expect(await linksByMeaning(server)).toBe(true);
  expect(server.progress).toContain('end');
  // Every state on the way was one in which the server could answer.
  const afterReady = server.statuses.slice(server.statuses.findIndex(({ state }) => state === 'ready'));
  expect(afterReady.map(({ state }) => state)).not.toContain('failed');
});

test('who declines keeps the encoder before, also after a restart, and is asked again then', async () => {
  const { start, fingerprint } = install();
  const first = await start({ settings: starter });
  await first.waitForStatus('ready');
  const before = fingerprint();
  await first.stop();

  const other = { encoder: { ...explicit, model: createOtherModel() } };
  const offers: string[] = [];
  const server = await start({
    settings: other,
    choose(message, buttons) {
      offers.push(message);
      return buttons[1];
    },
  });
  await eventually(() => {
    expect(server.logged).toContainEqual(
      expect.stringMatching(/stay encoded with TermLens starter encoder, which goes on/u),
    );
  });
  expect(await encoderTitle(server)).toBe('TermLens starter encoder');
  expect(await linksByMeaning(server)).toBe(true);
  expect(offers).toHaveLength(1);
  expect(fingerprint()).toBe(before);

  await server.connection.sendNotification(reloadEncoderNotification);
  await eventually(() => {
    expect(offers).toHaveLength(2);
  });
});

test('a client that cannot be asked gets what its settings say', async () => {
  const { start } = install();
  const server = await start({ settings: starter });
  await server.waitForStatus('ready');
  await server.configure({ encoder: { ...explicit, model: createOtherModel() } });
  await eventually(async () => {
    expect(await encoderTitle(server)).toBe('Another encoder');
  });
});

test('an encoder that cannot be loaded is told, and setting the old one back mends it', async () => {
  const { start } = install();
  const server = await start({ settings: starter });
  await server.waitForStatus('ready');
  await server.configure({ encoder: { ...explicit, model: '/nowhere/model' } });
  expect((await server.waitForStatus('failed')).message).toContain('/nowhere/model/config.json');
  await server.configure(starter);
  expect(await encoderTitle(server)).toBe('TermLens starter encoder');
});
