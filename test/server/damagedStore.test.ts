import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { draftPrefix } from '../../src/core/conceptStore/storeLayout.ts';
import { linkRequest } from '../../src/protocol/messages.ts';
import { eventually, startServer, type ServerClient } from './client.ts';
import { installSmall, type SmallInstallation } from './smallInstallation.ts';

const title = 'TermLens starter vocabulary';

async function startFor({ serverScript, dataFolder }: SmallInstallation): Promise<ServerClient> {
  const server = await startServer({ dataFolder, arguments: [serverScript, '--stdio'], settings: {} });
  onTestFinished(async () => {
    await server.stop();
  });
  return server;
}

/** An installation whose vocabulary is built, with nobody running. */
async function installBuilt(): Promise<SmallInstallation & { readonly store: string }> {
  const installation = installSmall(20);
  const server = await startFor(installation);
  await server.waitForStatus('ready');
  await server.stop();
  return { ...installation, store: join(installation.dataFolder, 'vocabularies', 'starter') };
}

/** By meaning, which takes vectors, and by name, which takes the database. */
async function expectLinking(server: ServerClient): Promise<void> {
  const mentions = ['infarct of the heart', 'heart attack'];
  const results = await server.connection.sendRequest(linkRequest, { mentions });
  const first = results.map(({ candidates }) => [candidates[0]?.curie, candidates[0]?.matchType]);
  expect(first).toEqual([
    ['MESH:D009203', 'semantic'],
    ['MESH:D009203', 'exact'],
  ]);
}

function builds(server: ServerClient): number {
  return server.logged.filter((line) => line === `Building ${title}…`).length;
}

/** The largest file of the folder, whatever the engine calls it. */
function vectorFile(store: string): string {
  const files = readdirSync(join(store, 'vectors')).map((name) => join(store, 'vectors', name));
  return files.sort((a, b) => statSync(b).size - statSync(a).size)[0] ?? '';
}

const damages: readonly (readonly [string, (store: string) => void])[] = [
  ['a truncated vector file', (store): void => truncateSync(vectorFile(store), 5_000)],
  ['a vector file that is something else', (store): void => writeFileSync(vectorFile(store), 'nonsense')],
  ['a missing vector folder', (store): void => rmSync(join(store, 'vectors'), { recursive: true })],
  ['a truncated database', (store): void => truncateSync(join(store, 'concepts.sqlite'), 5_000)],
  [
    'a database that is something else',
    (store): void => writeFileSync(join(store, 'concepts.sqlite'), 'nonsense'),
  ],
  ['a missing database', (store): void => rmSync(join(store, 'concepts.sqlite'))],
  ['a damaged manifest', (store): void => writeFileSync(join(store, 'manifest.json'), '{"id":')],
  ['a missing manifest', (store): void => rmSync(join(store, 'manifest.json'))],
];

test.each(damages)('after %s the store is built again', async (_, damage) => {
  const installation = await installBuilt();
  damage(installation.store);
  const server = await startFor(installation);
  await expectLinking(server);
  expect(builds(server)).toBe(1);
  expect((await server.waitForStatus('ready')).vocabularies[0]?.folder).toBe(installation.store);
  expect(readdirSync(dirname(installation.store))).toEqual(['starter']);
});

test('a store that is whole is not built again', async () => {
  const server = await startFor(await installBuilt());
  await expectLinking(server);
  expect(builds(server)).toBe(0);
});

test('the building is shown as a progress from beginning to end', async () => {
  const server = await startFor(installSmall(200));
  await server.waitForStatus('ready');
  expect(server.statuses.map(({ state }) => state)).not.toContain('failed');
  await eventually(() => {
    expect(server.progress[0]).toBe('begin');
    expect(server.progress).toContain('report');
    expect(server.progress.indexOf('end')).toBe(server.progress.length - 1);
  });
});

test('the progress of a building that is given up ends', async () => {
  const server = await startFor(installSmall(800));
  await eventually(() => {
    expect(server.progress).toContain('report');
  });
  expect(server.progress).not.toContain('end');
  await server.configure({ encoder: { model: '/nowhere/model' } });
  await server.waitForStatus('failed');
  await eventually(() => {
    expect(server.progress.at(-1)).toBe('end');
  });
});

test('two servers that start at once build once', async () => {
  const installation = installSmall(20);
  const servers = await Promise.all([startFor(installation), startFor(installation)]);
  await Promise.all(servers.map(expectLinking));
  expect(servers.map(builds).sort()).toEqual([0, 1]);
});

test('a replacement that was cut off is undone, and its leftovers go', async () => {
  const installation = await installBuilt();
  const vocabularies = dirname(installation.store);
  cpSync(installation.store, join(vocabularies, `${draftPrefix('starter')}1-old`), { recursive: true });
  rmSync(installation.store, { recursive: true });
  mkdirSync(join(vocabularies, `${draftPrefix('starter')}2`));
  const server = await startFor(installation);
  await expectLinking(server);
  expect(builds(server)).toBe(0);
  expect(readdirSync(vocabularies)).toEqual(['starter']);
});

test('a data folder that cannot be made is told with what to do', async () => {
  const installation = installSmall(20);
  writeFileSync(installation.dataFolder, 'a file');
  const server = await startFor(installation);
  const { message } = await server.waitForStatus('failed');
  expect(message).toMatch(/data\/vocabularies: the concept store cannot be written here .*TERMLENS_HOME/u);
  expect(builds(server)).toBe(0);

  rmSync(installation.dataFolder);
  await expectLinking(server);
});

test(
  'a server killed while it builds leaves nothing that hinders the next',
  { timeout: 120_000 },
  async () => {
    const installation = installSmall(800);
    const vocabularies = join(installation.dataFolder, 'vocabularies');
    const first = await startFor(installation);
    await eventually(() => {
      expect(builds(first)).toBe(1);
    });
    process.kill(first.processId, 'SIGKILL');
    expect(existsSync(join(vocabularies, 'starter'))).toBe(false);
    const second = await startFor(installation);
    // Until the dead one's lock counts as dead.
    await expect
      .poll(async () => (await second.status()).state, { timeout: 90_000, interval: 250 })
      .toBe('ready');
    await expectLinking(second);
    expect(readdirSync(vocabularies)).toEqual(['starter']);
  },
);
