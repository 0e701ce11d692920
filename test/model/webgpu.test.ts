import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { ensureSystemPackages } from '../../scripts/systemPackages.ts';
import type { EncoderDescription } from '../../src/core/encoder/encoder.ts';
import { openOnnxEncoder } from '../../src/core/encoder/runtime/onnxEncoder.ts';
import { bundledModelFolder, cosineDistances, encodeTogether, readNames } from './bundledEncoder.ts';

const names = readNames(6);

// The software Vulkan driver that Debian's chromium brings: the code of a user's GPU, without a GPU.
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';
const withDriver = { XDG_RUNTIME_DIR: '/tmp', VK_ICD_FILENAMES: swiftShader, VK_DRIVER_FILES: swiftShader };
const withoutDriver = { VK_ICD_FILENAMES: '/nowhere.json', VK_DRIVER_FILES: '/nowhere.json' };

async function encodeInChild(
  executionProvider: string,
  driver: Readonly<Record<string, string>>,
): Promise<{ description: EncoderDescription; vectors: Float32Array }> {
  const script = fileURLToPath(new URL('encodeInChild.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, executionProvider, ...names], {
    env: { ...process.env, ...driver },
    maxBuffer: 64 * 1024 * 1024,
  });
  const { description, vectors } = JSON.parse(stdout) as {
    description: EncoderDescription;
    vectors: number[];
  };
  return { description, vectors: Float32Array.from(vectors) };
}

let reference: Float32Array;
beforeAll(async () => {
  await ensureSystemPackages(['chromium', 'libvulkan1']);
  const encoder = await openOnnxEncoder({
    modelFolder: bundledModelFolder,
    precision: 'fp32',
    executionProvider: 'cpu',
  });
  reference = await encodeTogether(encoder, names);
  await encoder.release();
}, 900_000);

test('on a GPU vectors are those of the CPU', async () => {
  const { description, vectors } = await encodeInChild('webgpu', withDriver);
  expect(description.executionProvider).toBe('webgpu');
  expect(Math.max(...cosineDistances(vectors, reference, description.dimensions))).toBeLessThan(1e-3);
});

test('auto tries the GPU, and leaves it alone where it is slower than the CPU, as a driver in software is', async () => {
  const { description, vectors } = await encodeInChild('auto', withDriver);
  expect(description.executionProvider).toBe('cpu');
  const trial = description.measurement?.trials.find(
    ({ executionProvider }) => executionProvider === 'webgpu',
  );
  expect(trial?.namesPerSecond).toBeGreaterThan(0);
  expect(Math.max(...cosineDistances(vectors, reference, description.dimensions))).toBeLessThan(1e-6);
});

test('without a driver the CPU does the work, and says so', async () => {
  const { description, vectors } = await encodeInChild('webgpu', withoutDriver);
  expect(description.executionProvider).toBe('cpu');
  expect(description.notices).toEqual([expect.stringMatching(/^webgpu fp32: ./u)]);
  expect(Math.max(...cosineDistances(vectors, reference, description.dimensions))).toBeLessThan(1e-6);
});

test.each(['cuda', 'dml', 'coreml'])(
  '%s, which this platform does not have, falls back to the CPU',
  async (asked) => {
    const { description } = await encodeInChild(asked, withoutDriver);
    expect(description.executionProvider).toBe('cpu');
    expect(description.notices).toEqual([expect.stringMatching(new RegExp(`^${asked} fp32: .`, 'u'))]);
  },
);
