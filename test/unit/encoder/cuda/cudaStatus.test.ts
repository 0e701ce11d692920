import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectFolder } from '../../../../scripts/projectFolder.ts';
import { cudaProviderData } from '../../../../src/core/encoder/cuda/cudaProvider.ts';
import { readCudaStatus, type CudaStatus } from '../../../../src/core/encoder/cuda/cudaStatus.ts';
import { isOlder } from '../../../../src/core/encoder/cuda/nvidiaDriver.ts';
import {
  cudaRuntimeFolder,
  nativeFolderOf,
  runtimePlace,
} from '../../../../src/core/encoder/cuda/runtimeFolder.ts';
import { createFakeElf } from './fakeElf.ts';

const cuda12 = [
  'libcublasLt.so.12',
  'libcublas.so.12',
  'libcurand.so.10',
  'libcufft.so.11',
  'libcudart.so.12',
];
const needed12 = [...cuda12, 'libcudnn.so.9', 'libc.so.6'];
const needed13 = ['libcublasLt.so.13', 'libcudart.so.13', 'libcuda.so.1', 'libc.so.6'];
const cLibrary = { 'lib/x86_64-linux-gnu/libc.so.6': '' };

let root: string;
let dataFolder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'termlens-root-'));
  dataFolder = join(root, 'data');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function place(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

function driver(
  version: string,
  gpus: readonly string[] = ['NVIDIA A100-SXM4-80GB'],
): Record<string, string> {
  const device = (gpu: string, index: number): [string, string] => [
    `proc/driver/nvidia/gpus/0000:0${index}:00.0/information`,
    `Model: \t\t ${gpu}\nIRQ:   \t\t 55\nGPU UUID: \t GPU-1\n`,
  ];
  return {
    'proc/driver/nvidia/version':
      `NVRM version: NVIDIA UNIX x86_64 Kernel Module  ${version}  Thu Feb 22 01:44:30 UTC 2024\n` +
      'GCC version:  gcc version 12.3.0 (Ubuntu 12.3.0-1ubuntu1~22.04)\n',
    ...Object.fromEntries(gpus.map(device)),
  };
}

const inFolder = (folder: string, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`${folder}/${name}`, '']));

/** A runtime in its place whose provider needs these. */
function install(needed: readonly string[]): void {
  const runtime = runtimePlace(dataFolder);
  const native = nativeFolderOf(runtime);
  mkdirSync(native, { recursive: true });
  writeFileSync(
    join(runtime, 'node_modules', 'onnxruntime-node', 'package.json'),
    JSON.stringify({ version: cudaProviderData.onnxruntime }),
  );
  writeFileSync(join(native, 'libonnxruntime_providers_shared.so'), createFakeElf(['libc.so.6']));
  writeFileSync(join(native, 'libonnxruntime_providers_cuda.so'), createFakeElf(needed));
}

function status(
  machine: { cache?: string; env?: Record<string, string>; platform?: string } = {},
): Promise<CudaStatus> {
  return readCudaStatus({
    dataFolder,
    installFolder: projectFolder,
    machine: {
      root,
      env: machine.env ?? {},
      readLoaderCache: () => Promise.resolve(machine.cache ?? ''),
      platform: machine.platform ?? 'linux',
      architecture: 'x64',
    },
  });
}

const lineWith = ({ report }: CudaStatus, text: string): string | undefined =>
  report.find((line) => line.includes(text));

describe('before it is installed', () => {
  test('no driver', async () => {
    const found = await status();
    expect(found).toMatchObject({ supported: true, installed: false });
    expect(found.report[0]).toMatch(
      /^NVIDIA driver: none\. Install one \(525\.60\.13 or later for CUDA 12, 580\.65\.06 or later for CUDA 13\)/u,
    );
    expect(lineWith(found, 'not installed')).toContain('Install CUDA Provider…');
    expect(found.report.at(-1)).toMatch(/^CUDA: none\. cuDNN: none\./u);
  });

  test('what there is of driver, GPUs and CUDA', async () => {
    place({
      ...driver('550.54.14', ['NVIDIA A100-SXM4-80GB', 'Tesla T4']),
      ...inFolder('usr/local/cuda-12.4/lib64', ['libcudart.so', 'libcudart.so.12', 'libcudart.so.12.4.127']),
      ...inFolder('usr/lib/x86_64-linux-gnu', ['libcudart.so.11.0', 'libcudnn.so.8']),
    });
    const found = await status();
    expect(found.report).toEqual([
      'NVIDIA driver 550.54.14: too old for CUDA 13 (525.60.13 or later for CUDA 12, 580.65.06 or later for CUDA 13).',
      'GPU: NVIDIA A100-SXM4-80GB.',
      'GPU: Tesla T4.',
      expect.stringContaining('not installed'),
      expect.stringMatching(
        /^CUDA: 12 \(\/usr\/local\/cuda-12\.4\/lib64\), 11 \(\/usr\/lib\/x86_64-linux-gnu\)\. cuDNN: 8 /u,
      ),
    ]);
  });

  test('a driver that is too old for any', async () => {
    place(driver('470.256.02'));
    expect((await status()).report[0]).toMatch(
      /^NVIDIA driver 470\.256\.02: too old\. Update it \(525\.60\.13 /u,
    );
  });

  test("Windows' Linux subsystem has the driver of Windows", async () => {
    place({ 'usr/lib/wsl/lib/libcuda.so.1': '' });
    expect((await status()).report[0]).toMatch(/^NVIDIA driver: that of Windows/u);
  });

  test('a container without access to the GPU', async () => {
    place(driver('580.65.06', []));
    expect((await status()).report[1]).toContain(
      'the driver sees none. In a container, start it with access',
    );
  });
});

describe('installed', () => {
  test('all there', async () => {
    install(needed12);
    place({ ...driver('550.54.14'), ...cLibrary });
    const folder = join(root, 'opt/cuda/lib');
    place(inFolder('opt/cuda/lib', [...cuda12, 'libcudnn.so.9']));
    const cache = [...cuda12, 'libcudnn.so.9']
      .map((name) => `\t${name} (libc6,x86-64) => ${folder}/${name}\n`)
      .join('');
    const found = await status({ cache: `7 libs found in cache \`/etc/ld.so.cache'\n${cache}` });
    expect(found).toMatchObject({ supported: true, installed: true });
    expect(found.report).toEqual([
      'NVIDIA driver 550.54.14: recent enough.',
      'GPU: NVIDIA A100-SXM4-80GB.',
      `ONNX Runtime ${cudaProviderData.onnxruntime} with the CUDA provider: installed in ${runtimePlace(dataFolder)}.`,
      ...[...cuda12, 'libcudnn.so.9'].map((name) => `${name}: found in /opt/cuda/lib.`),
      'All libraries that the provider cannot do without are there.',
    ]);
  });

  test('an old driver, measured by what the provider was built for', async () => {
    install(needed12);
    place(driver('515.105.01'));
    expect((await status()).report[0]).toBe(
      'NVIDIA driver 515.105.01: too old. Update it (525.60.13 or later for CUDA 12): https://www.nvidia.com/drivers.',
    );
    install(needed13);
    place(driver('570.133.20'));
    expect((await status()).report[0]).toContain('too old. Update it (580.65.06 or later for CUDA 13)');
  });

  test('CUDA 11 only', async () => {
    install(needed12);
    place({
      ...driver('550.54.14'),
      ...cLibrary,
      ...inFolder('usr/lib/x86_64-linux-gnu', ['libcudart.so.11.0', 'libcublas.so.11', 'libcudnn.so.9']),
    });
    const found = await status();
    expect(lineWith(found, 'libcudart.so.12')).toBe(
      'libcudart.so.12: missing. There is libcudart.so.11 (/usr/lib/x86_64-linux-gnu), which does not do: the ' +
        'provider is built for CUDA 12.',
    );
    expect(lineWith(found, 'libcurand.so.10')).toBe('libcurand.so.10: missing.');
    expect(found.report.at(-1)).toMatch(/^Install the libraries of CUDA 12, which may lie beside/u);
    expect(lineWith(found, 'libc.so.6')).toBeUndefined();
  });

  test('CUDA 12 where 13 is wanted, and no user part of the driver', async () => {
    install(needed13);
    place({ ...driver('580.65.06'), ...cLibrary, ...inFolder('usr/local/cuda/lib64', cuda12) });
    const found = await status();
    expect(lineWith(found, 'libcudart.so.13')).toContain(
      'There is libcudart.so.12 (/usr/local/cuda/lib64), which does not do: the provider is built for CUDA 13.',
    );
    expect(lineWith(found, 'libcuda.so.1:')).toBe('libcuda.so.1: missing. It comes with the NVIDIA driver.');
    expect(lineWith(found, 'libcudnn.so.9')).toContain('missing. Many models run without it');
    expect(lineWith(found, 'developer.nvidia.com/cuda-downloads')).toContain('CUDA 13');
  });

  test('cuDNN 8 where 9 is wanted', async () => {
    install(needed12);
    place({ ...cLibrary, ...inFolder('usr/lib64', [...cuda12, 'libcudnn.so.8']) });
    const found = await status();
    expect(lineWith(found, 'libcudnn.so.9: missing')).toBe(
      'libcudnn.so.9: missing. There is libcudnn.so.8 (/usr/lib64), which does not do: the provider is built for cuDNN 9.',
    );
    expect(found.report.at(-1)).toBe(
      'Install cuDNN 9 for CUDA 12: https://developer.nvidia.com/cudnn-downloads.',
    );
    expect(lineWith(found, 'cuda-downloads')).toBeUndefined();
  });

  test('without cuDNN, where the provider opens it only on demand', async () => {
    install([...cuda12, 'libc.so.6']);
    place({ ...cLibrary, ...inFolder('usr/lib64', cuda12) });
    const found = await status();
    expect(lineWith(found, 'libcudnn.so.9')).toContain('missing. Many models run without it');
    expect(found.report.at(-1)).toBe('All libraries that the provider cannot do without are there.');
  });

  test('libraries that only LD_LIBRARY_PATH names, and those that nobody names', async () => {
    install(needed12);
    place({
      ...cLibrary,
      ...inFolder('usr/local/cuda-12.4/lib64', cuda12),
      ...inFolder('home/me/cudnn', ['libcudnn.so.9']),
    });
    const found = await status({ env: { LD_LIBRARY_PATH: '/nowhere:/home/me/cudnn' } });
    expect(lineWith(found, 'libcudnn.so.9')).toBe('libcudnn.so.9: found in /home/me/cudnn.');
    expect(lineWith(found, 'libcudart.so.12')).toBe(
      'libcudart.so.12: found in /usr/local/cuda-12.4/lib64, where the loader does not look.',
    );
    expect(found.report.at(-1)).toContain('LD_LIBRARY_PATH=/usr/local/cuda-12.4/lib64');
    const pathed = await status({ env: { LD_LIBRARY_PATH: '/home/me/cudnn:/usr/local/cuda-12.4/lib64' } });
    expect(pathed.report.at(-1)).toBe('All libraries that the provider cannot do without are there.');
  });

  test('a library that was damaged since', async () => {
    install(needed12);
    const library = join(nativeFolderOf(runtimePlace(dataFolder)), 'libonnxruntime_providers_cuda.so');
    writeFileSync(library, 'damaged');
    const found = await status();
    expect(found.installed).toBe(true);
    expect(lineWith(found, library)).toMatch(/it is cut off\. Install the CUDA provider again\.$/u);
  });

  test('another library of the system that is missing', async () => {
    install([...needed12, 'libstdc++.so.6']);
    place({ ...cLibrary, ...inFolder('usr/lib64', [...cuda12, 'libcudnn.so.9']) });
    expect(lineWith(await status(), 'libstdc++')).toBe(
      'libstdc++.so.6: missing. Install the package of your distribution that has it.',
    );
  });
});

describe('where the runtime counts as installed', () => {
  test('its place, for the bundled version, with both libraries', () => {
    expect(cudaRuntimeFolder(dataFolder, projectFolder)).toBeUndefined();
    install(needed12);
    expect(cudaRuntimeFolder(dataFolder, projectFolder)).toBe(runtimePlace(dataFolder));
    expect(cudaRuntimeFolder(dataFolder, root)).toBeUndefined();
    rmSync(join(nativeFolderOf(runtimePlace(dataFolder)), 'libonnxruntime_providers_shared.so'));
    expect(cudaRuntimeFolder(dataFolder, projectFolder)).toBeUndefined();
  });

  test('not when an update bundles another version', () => {
    install(needed12);
    place({ 'installation/dist/node_modules/onnxruntime-node/package.json': '{ "version": "9.9.9" }' });
    expect(cudaRuntimeFolder(dataFolder, join(root, 'installation'))).toBeUndefined();
  });
});

test.each(['win32', 'darwin'])('on %s there is none, and the reason says so', async (platform) => {
  const found = await status({ platform });
  expect(found).toMatchObject({ supported: false, installed: false });
  expect(found.reason).toContain(`on Linux x64 only, and this is ${platform} x64`);
});

test('an installation with another ONNX Runtime is told to be mended', async () => {
  place({ 'installation/node_modules/onnxruntime-node/package.json': '{ "version": "9.9.9" }' });
  const found = await readCudaStatus({
    dataFolder,
    installFolder: join(root, 'installation'),
    machine: { root, platform: 'linux', architecture: 'x64' },
  });
  expect(found.supported).toBe(false);
  expect(found.reason).toContain('ONNX Runtime 9.9.9 where');
});

test.each([
  ['525.60.13', '525.60.13', false],
  ['525.60.12', '525.60.13', true],
  ['525.125.06', '525.60.13', false],
  ['525.60', '525.60.13', true],
  ['1000.1', '525.60.13', false],
])('driver %s is older than %s: %s', (version, than, older) => {
  expect(isOlder(version, than)).toBe(older);
});
