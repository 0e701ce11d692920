import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nameCombination } from '../../src/core/encoder/runtime/combination.ts';
import {
  openOnnxEncoder,
  type OnnxEncoder,
  type OnnxEncoderOptions,
} from '../../src/core/encoder/runtime/onnxEncoder.ts';
import { bundledModelFolder } from './bundledEncoder.ts';

interface Opened {
  readonly encoder: OnnxEncoder;
  readonly tried: readonly string[];
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-cache-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Opens the bundled encoder on the CPU with whatever precision suits it. */
async function open(cacheFolder: string, options: Partial<OnnxEncoderOptions> = {}): Promise<Opened> {
  const tried: string[] = [];
  const encoder = await openOnnxEncoder({
    modelFolder: bundledModelFolder,
    precision: 'auto',
    executionProvider: 'cpu',
    cacheFolder,
    onAttempt: (combination) => tried.push(nameCombination(combination)),
    ...options,
  });
  await encoder.release();
  return { encoder, tried };
}

test('what suits the machine is measured once and then remembered', async () => {
  const cache = temporaryFolder();
  const first = await open(cache);
  expect(first.tried.slice(0, 2)).toEqual(['cpu fp32', 'cpu int8']);
  const { measurement, precision } = first.encoder.description;
  expect(measurement?.trials.map(nameCombination)).toEqual(['cpu fp32', 'cpu int8']);
  const second = await open(cache);
  expect(second.tried).toEqual([`cpu ${precision}`]);
  expect(second.encoder.description).toEqual(first.encoder.description);
});

test('two that open at once do not measure at the same time', async () => {
  const cache = temporaryFolder();
  const opened = await Promise.all([open(cache), open(cache)]);
  const measuring = opened.filter(({ tried }) => tried.includes('cpu int8') && tried.length > 1);
  expect(measuring).toHaveLength(1);
});

test('a damaged memory is found out anew', async () => {
  const cache = temporaryFolder();
  await open(cache);
  const [file = ''] = readdirSync(cache).filter((name) => name.endsWith('.json'));
  for (const damage of ['', '{"key":', JSON.stringify({ key: 7 })]) {
    writeFileSync(join(cache, file), damage);
    const { tried } = await open(cache);
    expect(tried.length).toBeGreaterThan(1);
  }
  expect(JSON.parse(readFileSync(join(cache, file), 'utf8'))).toHaveProperty('measurement');
});

test('a combination that ended a process is left out, and that is remembered', async () => {
  const cache = temporaryFolder();
  const excluded = [{ executionProvider: 'webgpu', precision: 'fp32', reason: 'it hung.' }] as const;
  const { tried, encoder } = await open(cache, { executionProvider: 'webgpu', precision: 'fp32', excluded });
  expect(tried).toEqual(['cpu fp32']);
  expect(encoder.description.notices).toEqual(['webgpu fp32: it hung.']);
});

test('asked for everything, it is measured again and runs as asked', async () => {
  const cache = temporaryFolder();
  await open(cache, { precision: 'int8' });
  const { tried, encoder } = await open(cache, { precision: 'int8', measure: 'all' });
  expect(tried).toEqual(expect.arrayContaining(['cpu fp32', 'cpu int8']));
  expect(encoder.description.precision).toBe('int8');
});
