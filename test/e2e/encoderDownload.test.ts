import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { inTurn, stallAfter, trickle } from '../loopbackHub/behaviours.ts';
import { sha256, startLoopbackHub, type LoopbackHub } from '../loopbackHub/loopbackHub.ts';
import { startVsCode, type VsCode } from './environment.ts';
import { packedExtension } from './packedExtension.ts';
import { readyStatus } from './readyStatus.ts';
import { waitFor } from './waitFor.ts';
import type { Workbench } from './workbench.ts';

/*
 * Another encoder, from choosing it to its first answers, in order, in one window. Each test begins where the last
 * ended. The hub is on this machine, and what it calls SapBERT is the starter encoder under another name.
 */

const repository = 'Xenova/SapBERT-from-PubMedBERT-fulltext';
/** The one that models/catalogue.json pins. */
const commit = '0970b6fc7204ea233c894fcbcad3bdc3d077209f';
/** What arrives of the first weights before the user loses patience. */
const firstPartBytes = 6_000_000;

/** None of these phrases is in the vocabulary as it stands, so each takes the encoder to answer. */
const phrases = {
  beforeEncoding: { text: 'kidneys full of stones', curie: 'MESH:D007669' },
  whileEncoding: { text: 'clot in the lung', curie: 'MESH:D011655' },
  afterEncoding: { text: 'thinning of the bones', curie: 'MESH:D010024' },
  afterCrash: { text: 'infection of the bladder', curie: 'MESH:D003556' },
};
const note = Object.values(phrases)
  .map(({ text }) => `- ${text}\n`)
  .join('');

let root: string;
let hub: LoopbackHub;
let files: Readonly<Record<string, Buffer>>;
let vsCode: VsCode;
let workbench: Workbench;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'termlens-e2e-hub-'));
  files = await repositoryFiles();
  hub = await startLoopbackHub();
  hub.repositories.set(repository, { commit, files });
  vsCode = await startVsCode({
    vsix: await packedExtension(),
    files: { 'note.txt': note },
    environment: {
      TERMLENS_HOME: path.join(root, 'home'),
      HF_ENDPOINT: hub.endpoint,
      HF_HOME: path.join(root, 'huggingFace'),
      // Would win over HF_HOME if whoever runs this has it set.
      HF_HUB_CACHE: path.join(root, 'huggingFace', 'hub'),
    },
  });
  workbench = vsCode.workbench;
});

afterAll(async () => {
  await vsCode.dispose();
  await hub.close();
  await rm(root, { recursive: true, force: true });
});

/** The starter encoder as the hub would have SapBERT; weights of another hash make another encoder of it. */
async function repositoryFiles(): Promise<Record<string, Buffer>> {
  const read = (file: string): Promise<Buffer> =>
    readFile(path.join(projectFolder, 'models', 'starter', ...file.split('/')));
  const small = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
  const fp32 = await read('onnx/model.onnx');
  return {
    ...Object.fromEntries(await Promise.all(small.map(async (file) => [file, await read(file)] as const))),
    'onnx/model.onnx': withMark(fp32, 'fp32'),
    // No processor is given 16-bit weights, so these are fetched and then left alone.
    'onnx/model_fp16.onnx': withMark(fp32, 'fp16'),
    'onnx/model_quantized.onnx': withMark(await read('onnx/model_quantized.onnx'), 'int8'),
  };
}

/** Appends the field `metadata_props` (14) of ONNX's ModelProto, with this as its key (1): noted, and ignored. */
function withMark(weights: Buffer, key: string): Buffer {
  const text = Buffer.from(key);
  return Buffer.concat([weights, Buffer.from([0x72, text.length + 2, 0x0a, text.length]), text]);
}

async function storeFingerprint(): Promise<unknown> {
  const file = path.join(root, 'home', 'vocabularies', 'starter', 'manifest.json');
  return (JSON.parse(await readFile(file, 'utf8')) as { encoderFingerprint: unknown }).encoderFingerprint;
}

/** From the palette to the confirmed download. Gives what was asked before it. */
async function orderSapBert(): Promise<string> {
  await workbench.runCommand('TermLens: Select Encoder…');
  await workbench.pickQuickPick('SapBERT');
  await workbench.pickQuickPick('All (recommended)');
  return workbench.answerDialog('Download SapBERT?', 'Download');
}

function hoverOver({ text, curie }: { text: string; curie: string }): Promise<string> {
  return workbench.hoverOver(text, { containing: curie });
}

async function encoderProcessId(): Promise<number> {
  await workbench.runCommand('TermLens: Show Status');
  return waitFor('the process in the status', async () => {
    const id = /^Process +(\d+)/mu.exec(await workbench.editorText())?.[1];
    return id === undefined ? undefined : Number(id);
  });
}

describe('another encoder', () => {
  it('is not asked for by looking at what there is', async () => {
    await workbench.openFile('note.txt');
    expect(await readyStatus(workbench)).toMatch(/^starter · \w+ · cpu$/u);
    await workbench.runCommand('TermLens: Select Encoder…');
    const labels = (await workbench.quickPickItems()).map(({ label }) => label);
    expect(labels).toContainEqual(expect.stringContaining('SapBERT'));
    await workbench.press('Escape');
    expect([...hub.api.requests, ...hub.storage.requests]).toEqual([]);
  });

  it('is fetched after the user agreed, can be cancelled and goes on where it was', async () => {
    hub.storage.behave(inTurn(stallAfter(firstPartBytes)));
    const question = await orderSapBert();
    expect(question).toContain(repository);
    expect(question).toContain(commit.slice(0, 12));
    const part = path.join(
      ...[root, 'huggingFace', 'hub', `models--${repository.replace('/', '--')}`, 'blobs'],
      `${sha256(files['onnx/model.onnx'] ?? '')}.incomplete`,
    );
    await waitFor('the first part of the weights', async () =>
      (await stat(part).catch(() => undefined))?.size === firstPartBytes ? true : undefined,
    );
    await workbench.pressNotificationButton('Downloading SapBERT', 'Cancel');
    await workbench.notification('goes on from there');

    hub.storage.behave(trickle(500_000, 25));
    await orderSapBert();
    expect(await workbench.notification('MB/s')).toMatch(
      /Downloading SapBERT.*\d MB of 4\d MB, [\d.]+ MB\/s/su,
    );
    await workbench.screenshot('encoderDownload');
    await workbench.notification('TermLens is switching to SapBERT');

    const ranges = hub.storage.requests.map(({ headers }) => headers.range);
    expect(ranges).toEqual([undefined, `bytes=${firstPartBytes}-`, undefined, undefined]);
    expect(hub.fileBytes()).toBe(Object.values(files).reduce((sum, { length }) => sum + length, 0));
  });

  it('takes over once the user had the vocabulary encoded again; the one before answers until then', async () => {
    const offer = 'has to encode your vocabularies first';
    expect(await workbench.notification(offer)).toContain('SapBERT');
    await workbench.screenshot('encoderOffer');
    const before = await storeFingerprint();
    expect(await hoverOver(phrases.beforeEncoding)).toContain('semantic');
    expect(await storeFingerprint()).toBe(before);
    await workbench.pressNotificationButton(offer, 'Encode Now');
    expect(await workbench.statusBarText('TermLens: building')).toContain('vocabulary');
    await hoverOver(phrases.whileEncoding);
    expect(await readyStatus(workbench, 'SapBERT')).toMatch(/^SapBERT · (?:fp32|int8) · cpu$/u);
    expect(await storeFingerprint()).not.toBe(before);
    await hoverOver(phrases.afterEncoding);
  });

  it('answers again after its process was killed', async () => {
    const killed = await encoderProcessId();
    process.kill(killed, 'SIGKILL');
    await workbench.openFile('note.txt');
    await hoverOver(phrases.afterCrash);
    expect(await encoderProcessId()).not.toBe(killed);
  });

  it('is measured, and the figures are shown', async () => {
    await workbench.runCommand('TermLens: Benchmark Encoder');
    const report = workbench.page.frameLocator('iframe.webview').frameLocator('iframe');
    await report.locator('table').waitFor();
    await workbench.screenshot('encoderBenchmark');
    expect(await report.locator('h1').innerText()).toContain('SapBERT');
    expect(await report.locator('tr.chosen').innerText()).toMatch(/cpu/iu);
    expect(await readyStatus(workbench, 'SapBERT')).toMatch(/^SapBERT · (?:fp32|int8) · cpu$/u);
  });
});
