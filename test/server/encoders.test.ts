import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { projectFolder } from '../../scripts/projectFolder.ts';
import {
  benchmarkEncoderRequest,
  cudaStatusRequest,
  diagnosticsRequest,
  downloadEncoderRequest,
  encodersRequest,
  importEncoderRequest,
  wakeNotification,
  type EncoderInfo,
} from '../../src/protocol/encoderMessages.ts';
import { startLoopbackHub, type LoopbackHub } from '../loopbackHub/loopbackHub.ts';
import { startServer, type ServerClient, type ServerOptions } from './client.ts';
import { copyStarterModel, editModelJson, starterFolder } from './modelCopy.ts';

async function startFor(options: ServerOptions): Promise<ServerClient> {
  const server = await startServer(options);
  onTestFinished(async () => {
    await server.stop();
  });
  return server;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-encoders-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The hub has a branch of the catalogue's name, or the commit itself where the catalogue pins one. */
const pinned = z
  .object({ encoders: z.array(z.object({ id: z.string(), revision: z.string().optional() })) })
  .parse(JSON.parse(readFileSync(join(projectFolder, 'models', 'catalogue.json'), 'utf8')))
  .encoders.find(({ id }) => id === 'sapbert')?.revision;
const commit = pinned !== undefined && /^[0-9a-f]{40}$/u.test(pinned) ? pinned : 'a'.repeat(40);

const sapbert = 'Xenova/SapBERT-from-PubMedBERT-fulltext';

/** A hub that has the bundled encoder's files under SapBERT's name. */
async function startHub(): Promise<LoopbackHub> {
  const hub = await startLoopbackHub();
  onTestFinished(() => hub.close());
  const paths = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'];
  hub.repositories.set(sapbert, {
    commit,
    files: Object.fromEntries(paths.map((path) => [path, readFileSync(join(starterFolder, path))])),
  });
  return hub;
}

/** A server with a data folder of its own that finds `hub` where the real one would be. */
function startWithHub(hub: LoopbackHub, settings: unknown): Promise<ServerClient> {
  const dataFolder = temporaryFolder();
  return startFor({
    dataFolder,
    settings,
    environment: { HF_ENDPOINT: hub.endpoint, HF_HOME: join(dataFolder, 'hub-cache') },
  });
}

async function listed(server: ServerClient, id: string): Promise<EncoderInfo | undefined> {
  return (await server.connection.sendRequest(encodersRequest)).find((encoder) => encoder.id === id);
}

/** Under an id of its own, for the bundled one's is taken. */
function copyOfStarter(): string {
  const folder = copyStarterModel();
  editModelJson(folder, 'manifest.json', (manifest) => {
    Object.assign(manifest, { id: 'mine', title: 'Mine' });
  });
  return folder;
}

const fixed = { precision: 'int8', executionProvider: 'cpu', idleTimeoutMinutes: 30 };
const download = { model: 'sapbert', precisions: ['int8'], network: {} };

test('an encoder is fetched when it is asked for, and serves', async () => {
  const hub = await startHub();
  const server = await startWithHub(hub, { encoder: { ...fixed, model: 'sapbert' } });
  await server.waitForStatus('failed');
  expect(await listed(server, 'sapbert')).toMatchObject({ state: 'available', selected: true });
  // Listing and failing ask nobody.
  expect(hub.api.requests).toEqual([]);

  const installed = await server.connection.sendRequest(downloadEncoderRequest, download);
  expect(installed).toMatchObject({
    id: 'sapbert',
    state: 'installed',
    repository: sapbert,
    revision: commit,
  });
  // The settings named it already, so it is taken up at once.
  expect((await server.waitForStatus('ready')).encoder).toMatchObject({
    modelId: 'sapbert',
    precision: 'int8',
  });
});

test('offline, a download connects to nobody and says why', async () => {
  const hub = await startHub();
  const server = await startWithHub(hub, { encoder: { ...fixed, model: 'starter' }, offline: true });
  await expect(server.connection.sendRequest(downloadEncoderRequest, download)).rejects.toThrow(
    /termlens\.offline/u,
  );
  expect([...hub.api.requests, ...hub.storage.requests]).toEqual([]);
});

test('an encoder is imported from a folder without a connection', async () => {
  const hub = await startHub();
  const server = await startWithHub(hub, { encoder: { ...fixed, model: 'starter' }, offline: true });
  const imported = await server.connection.sendRequest(importEncoderRequest, { path: copyOfStarter() });
  expect(imported).toMatchObject({ state: 'installed' });
  expect(await listed(server, imported.id)).toMatchObject({ state: 'installed', folder: imported.folder });
  expect(hub.api.requests).toEqual([]);
});

test('the encoder is measured on what there is, once', async () => {
  const server = await startFor({ dataFolder: temporaryFolder(), settings: {} });
  await server.waitForStatus('ready');
  const first = await server.connection.sendRequest(benchmarkEncoderRequest, { refresh: false });
  expect(first).toMatchObject({ modelId: 'starter', nameCount: 400 });
  const trial = (precision: string): (typeof first.trials)[number] | undefined =>
    first.trials.find((other) => other.executionProvider === 'cpu' && other.precision === precision);
  expect(trial('fp32')).toMatchObject({ meanCosine: 1, sameFirstCandidate: 1 });
  expect(trial('int8')?.sameFirstCandidate).toBeGreaterThanOrEqual(0.97);
  // Which is faster is the machine's business.
  const chosen = first.trials.filter((other) => other.chosen).map(({ precision }) => precision);
  expect(chosen).toEqual([(await server.status()).encoder?.precision]);
  const again = await server.connection.sendRequest(benchmarkEncoderRequest, { refresh: false });
  expect(again.measuredAt).toBe(first.measuredAt);
  const refreshed = await server.connection.sendRequest(benchmarkEncoderRequest, { refresh: true });
  expect(refreshed.measuredAt > first.measuredAt).toBe(true);
  expect((await server.status()).encoder?.namesPerSecond).toBeGreaterThan(0);
});

test('diagnostics and CUDA’s status say what there is', async () => {
  const server = await startFor({ settings: {} });
  await server.waitForStatus('ready');
  const lines = await server.connection.sendRequest(diagnosticsRequest);
  expect(lines).toContainEqual(`Data folder: ${inject('dataFolder')}`);
  expect(lines).toContainEqual(expect.stringMatching(/^cpu fp32: \d+ names\/s$/u));
  const { supported, installed, report } = await server.connection.sendRequest(cudaStatusRequest);
  expect({ supported, installed }).toEqual({ supported: process.arch === 'x64', installed: false });
  expect(report.length).toBeGreaterThan(0);
});

test('a sleeping encoder is brought back before anybody asks', async () => {
  const server = await startFor({ settings: { encoder: { idleTimeoutMinutes: 0.02 } } });
  await server.waitForStatus('sleeping');
  await server.connection.sendNotification(wakeNotification);
  await server.waitForStatus('ready');
});
