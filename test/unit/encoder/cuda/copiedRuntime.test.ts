import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { projectFolder } from '../../../../scripts/projectFolder.ts';
import { copyBundledRuntime, nativeFolderOf } from '../../../../src/core/encoder/cuda/runtimeFolder.ts';
import { createFakeElf } from './fakeElf.ts';

const model = join(projectFolder, 'models', 'starter', 'onnx', 'model.onnx');

/** Asks for a session on CUDA and one on the CPU, as another process would; prints what became of each. */
const script = `
const ort = require('node:module').createRequire(process.argv[1] + '/package.json')('onnxruntime-node');
const open = (executionProvider) =>
  ort.InferenceSession.create(process.argv[2], { executionProviders: [executionProvider], logSeverityLevel: 4 });
(async () => {
  const cuda = await open('cuda').then(() => 'opened', (error) => error.message);
  const session = await open('cpu');
  const ids = new ort.Tensor('int64', BigInt64Array.of(2n, 5n, 3n), [1, 3]);
  const ones = new ort.Tensor('int64', BigInt64Array.of(1n, 1n, 1n), [1, 3]);
  const zeros = new ort.Tensor('int64', BigInt64Array.of(0n, 0n, 0n), [1, 3]);
  const { last_hidden_state: hidden } = await session.run({ input_ids: ids, attention_mask: ones, token_type_ids: zeros });
  const library = require('node:fs').readFileSync('/proc/self/maps', 'utf8').match(/\\S*libonnxruntime\\.so\\S*/)[0];
  console.log(JSON.stringify({ cuda, dims: hidden.dims, library }));
})();
`;

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('the copied ONNX Runtime', () => {
  let runtime: string;
  beforeAll(async () => {
    runtime = mkdtempSync(join(tmpdir(), 'termlens-runtime-'));
    await copyBundledRuntime(join(projectFolder, 'node_modules'), runtime);
    // Libraries that the loader refuses for want of CUDA, as it does on a machine without it.
    for (const name of ['shared', 'cuda']) {
      writeFileSync(
        join(nativeFolderOf(runtime), `libonnxruntime_providers_${name}.so`),
        createFakeElf(['libcudart.so.999']),
      );
    }
  });
  afterAll(() => {
    rmSync(runtime, { recursive: true, force: true });
  });

  test('loads from its own folder, says why CUDA does not work, and still has the CPU', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script, runtime, model], {
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    const result = JSON.parse(stdout) as { cuda: string; dims: number[]; library: string };
    expect(result.dims).toEqual([1, 1, 384]);
    expect(result.library).toBe(join(nativeFolderOf(runtime), 'libonnxruntime.so.1'));
    expect(result.cuda).toContain('Failed to load shared library');
    // Which one, it says on standard error alone; `cudaStatus.ts` finds it out beforehand.
    expect(stderr).toContain(join(nativeFolderOf(runtime), 'libonnxruntime_providers_shared.so'));
    expect(stderr).toContain('libcudart.so.999: cannot open shared object file');
  });

  test('has only what this platform runs, and shares it with the bundled package where the disk allows it', () => {
    expect(existsSync(join(runtime, 'node_modules/onnxruntime-node/bin/napi-v6/darwin'))).toBe(false);
    expect(existsSync(join(runtime, 'node_modules/onnxruntime-node/script'))).toBe(false);
    const library = 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime.so.1';
    const [bundled, copied] = [join(projectFolder, library), join(runtime, library)].map((file) =>
      statSync(file),
    );
    expect(copied?.size).toBe(bundled?.size);
    if (copied?.dev === bundled?.dev) {
      expect(copied?.ino).toBe(bundled?.ino);
    }
  });
});

test("a provider's library that lies in the bundled package is not taken along: it may be of another version", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-bundled-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const bundled = join(folder, 'node_modules');
  const native = join(bundled, 'onnxruntime-node', 'bin', 'napi-v6', 'linux', 'x64');
  for (const part of [
    native,
    join(bundled, 'onnxruntime-node', 'dist'),
    join(bundled, 'onnxruntime-common', 'dist'),
  ]) {
    mkdirSync(part, { recursive: true });
  }
  for (const name of ['onnxruntime-node', 'onnxruntime-common']) {
    writeFileSync(join(bundled, name, 'package.json'), '{}');
  }
  writeFileSync(join(native, 'libonnxruntime.so.1'), 'runtime');
  writeFileSync(join(native, 'libonnxruntime_providers_cuda.so'), 'provider');
  await copyBundledRuntime(bundled, join(folder, 'runtime'));
  expect(readdirSync(nativeFolderOf(join(folder, 'runtime')))).toEqual(['libonnxruntime.so.1']);
});
