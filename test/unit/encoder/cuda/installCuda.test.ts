import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { projectFolder } from '../../../../scripts/projectFolder.ts';
import { DamagedDownloadError, OfflineError } from '../../../../src/core/download/downloadErrors.ts';
import { CudaInstallError } from '../../../../src/core/encoder/cuda/cudaErrors.ts';
import { cudaProviderData, feedVariable } from '../../../../src/core/encoder/cuda/cudaProvider.ts';
import type { CudaStatus } from '../../../../src/core/encoder/cuda/cudaStatus.ts';
import {
  describeCudaPackage,
  installCuda,
  type CudaPackage,
  type InstallCudaOptions,
} from '../../../../src/core/encoder/cuda/installCuda.ts';
import {
  cudaRuntimeFolder,
  nativeFolderOf,
  runtimePlace,
} from '../../../../src/core/encoder/cuda/runtimeFolder.ts';
import { answerStatus, captivePortal, dropAfter, inTurn, onPath } from '../../../loopbackHub/behaviours.ts';
import { createFakeElf } from './fakeElf.ts';
import { id, packagePath, startFakeFeed, type FakeFeed } from './fakeFeed.ts';
import { createZip, type ZipEntry } from './fakeNupkg.ts';

const native = 'runtimes/linux-x64/native';
const shared = createFakeElf(['libc.so.6']);
const provider = createFakeElf(['libcudart.so.12', 'libcudnn.so.9']);
const sharedEntry: ZipEntry = { path: `${native}/libonnxruntime_providers_shared.so`, content: shared };
const providerEntry: ZipEntry = { path: `${native}/libonnxruntime_providers_cuda.so`, content: provider };
const goodEntries: readonly ZipEntry[] = [
  { path: '[Content_Types].xml', content: Buffer.from('<Types/>') },
  { path: `${native}/libonnxruntime_providers_tensorrt.so`, content: Buffer.from('not wanted') },
  { path: `${native}/libonnxruntime.so`, content: Buffer.from('not wanted either') },
  sharedEntry,
  providerEntry,
];
const archive = createZip(goodEntries);
const online = { offline: false };
const isSupported = process.platform === 'linux' && process.arch === 'x64';

let dataFolder: string;
let feed: FakeFeed;
beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'termlens-data-'));
  feed = await startFakeFeed(archive);
  vi.stubEnv(feedVariable, feed.index);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await feed.server.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const describePackage = (): Promise<CudaPackage> => describeCudaPackage({ dataFolder, network: online });

async function install(options: Partial<InstallCudaOptions> = {}): Promise<CudaStatus> {
  const cudaPackage = options.package ?? (await describePackage());
  return installCuda({
    dataFolder,
    installFolder: projectFolder,
    network: online,
    ...options,
    package: cudaPackage,
  });
}

/** Serves a package of these entries, with the right size and hash. */
async function installEntries(entries: readonly ZipEntry[]): Promise<CudaStatus> {
  const other = createZip(entries);
  feed.serve(other);
  const sha512 = createHash('sha512').update(other).digest('hex');
  return install({ package: { ...(await describePackage()), bytes: other.length, sha512 } });
}

/** Nothing of a failed attempt counts as installed, and no draft stays. */
function expectNothingInstalled(): void {
  expect(cudaRuntimeFolder(dataFolder, projectFolder)).toBeUndefined();
  const runtimes = join(dataFolder, 'runtimes');
  expect(existsSync(runtimes) ? readdirSync(runtimes) : []).toEqual([]);
}

describe('what would be fetched', () => {
  test('comes from the feed: address, size, checksum; and nothing but documents is fetched', async () => {
    const { package: name, version } = cudaProviderData;
    expect(await describePackage()).toEqual({
      name,
      version,
      url: `${feed.server.origin}${packagePath}`,
      bytes: archive.length,
      sha512: createHash('sha512').update(archive).digest('hex'),
      folder: runtimePlace(dataFolder),
    });
    expect(feed.server.requests.map(({ path }) => path)).toEqual([
      '/v3/index.json',
      `/registration/${id}/index.json`,
      `/registration/${id}/page-${version}.json`,
      `/catalog/${version}.json`,
    ]);
    expect(readdirSync(dataFolder)).toEqual([]);
  });

  test('offline, nothing is contacted', async () => {
    await expect(describeCudaPackage({ dataFolder, network: { offline: true } })).rejects.toThrow(
      OfflineError,
    );
    expect(feed.server.requests).toEqual([]);
  });

  const { version } = cudaProviderData;
  test.each<[string, string, unknown, string]>([
    [
      'a feed without the version',
      `/registration/${id}/page-${version}.json`,
      { '@id': 'http://x/', items: [] },
      'the feed has no version',
    ],
    [
      'a feed without a catalog',
      `/catalog/${version}.json`,
      { version },
      'the answer is not the file (not as expected',
    ],
    [
      'another hash',
      `/catalog/${version}.json`,
      { packageHash: Buffer.alloc(64).toString('base64'), packageHashAlgorithm: 'SHA256', packageSize: 3 },
      'the feed states no SHA-512 of the package (SHA256)',
    ],
    [
      'a hash that is cut off',
      `/catalog/${version}.json`,
      { packageHash: 'AAAA', packageHashAlgorithm: 'SHA512', packageSize: 3 },
      'the feed states no SHA-512 of the package',
    ],
    [
      'an implausible size',
      `/catalog/${version}.json`,
      {
        packageHash: Buffer.alloc(64).toString('base64'),
        packageHashAlgorithm: 'SHA512',
        packageSize: 2 ** 40,
      },
      'more than the 2147483648 that the package can have',
    ],
    [
      'a feed of another kind',
      '/v3/index.json',
      { resources: [] },
      'the feed has no RegistrationsBaseUrl/3.6.0',
    ],
  ])('%s is told', async (_, path, document, problem) => {
    feed.documents.set(path, document);
    await expect(describePackage()).rejects.toThrow(problem);
  });

  test('a feed that is not there, and a sign-in page in its place', async () => {
    feed.server.behave(answerStatus(404));
    await expect(describePackage()).rejects.toThrow(`${feed.index}: the server has no such file`);
    feed.server.behave(captivePortal);
    await expect(describePackage()).rejects.toThrow('sign in if asked to');
    await feed.server.close();
    await expect(describePackage()).rejects.toThrow('Check the network');
  });
});

describe.skipIf(!isSupported)('installing', () => {
  test('puts both libraries beside a copy of ONNX Runtime, and takes nothing else of the package', async () => {
    const progress: number[] = [];
    const status = await install({ onProgress: ({ doneBytes }) => progress.push(doneBytes) });
    expect(status).toMatchObject({ supported: true, installed: true });
    expect(status.report.join('\n')).toContain('libcudart.so.12');
    const runtime = cudaRuntimeFolder(dataFolder, projectFolder) ?? '';
    expect(runtime).toBe(runtimePlace(dataFolder));
    expect(readdirSync(nativeFolderOf(runtime)).sort()).toEqual([
      'libonnxruntime.so.1',
      'libonnxruntime_providers_cuda.so',
      'libonnxruntime_providers_shared.so',
      'onnxruntime_binding.node',
    ]);
    expect(readFileSync(join(nativeFolderOf(runtime), 'libonnxruntime_providers_cuda.so'))).toEqual(provider);
    expect(readdirSync(join(runtime, 'node_modules'))).toEqual(['onnxruntime-common', 'onnxruntime-node']);
    expect(progress.at(-1)).toBe(archive.length);
    expect(readdirSync(join(dataFolder, 'runtimes'))).toEqual([basename(runtime)]);
    expect(readdirSync(join(dataFolder, 'downloads'))).toEqual([]);
  });

  test('the bundled package is left as it was', async () => {
    const bundled = join(projectFolder, 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64');
    const before = readdirSync(bundled).map((name) => [name, statSync(join(bundled, name)).mtimeMs]);
    await install();
    expect(readdirSync(bundled).map((name) => [name, statSync(join(bundled, name)).mtimeMs])).toEqual(before);
  });

  test('again replaces what is there', async () => {
    await install();
    const library = join(nativeFolderOf(runtimePlace(dataFolder)), 'libonnxruntime_providers_cuda.so');
    writeFileSync(library, 'damaged');
    await install();
    expect(readFileSync(library)).toEqual(provider);
    expect(readdirSync(join(dataFolder, 'runtimes'))).toHaveLength(1);
  });

  test('a connection that breaks does not end it', async () => {
    feed.server.behave(onPath(/nupkg$/u, inTurn(dropAfter(100))));
    expect((await install()).installed).toBe(true);
    expect(feed.server.requests.filter(({ path }) => path === packagePath)).toHaveLength(2);
  });

  test('a wrong checksum leaves nothing', async () => {
    const changed = Buffer.from(archive);
    changed[50] = (changed[50] ?? 0) ^ 1;
    feed.serve(changed);
    await expect(install()).rejects.toThrow(DamagedDownloadError);
    expectNothingInstalled();
    expect(readdirSync(join(dataFolder, 'downloads'))).toEqual([]);
  });

  test('a failed attempt leaves an installed one alone', async () => {
    await install();
    await expect(installEntries([sharedEntry])).rejects.toThrow(CudaInstallError);
    expect(cudaRuntimeFolder(dataFolder, projectFolder)).toBeDefined();
    expect(readdirSync(join(dataFolder, 'runtimes'))).toHaveLength(1);
  });

  test.each<[string, readonly ZipEntry[], string]>([
    ['a missing library', [sharedEntry], `it has no entry ${native}/libonnxruntime_providers_cuda.so`],
    ['a library twice', [...goodEntries, sharedEntry], 'it has two entries'],
    [
      'an entry that leaves the folder',
      [...goodEntries, { path: '../../evil.so', content: provider }],
      'invalid relative path: ../../evil.so',
    ],
    [
      'an absolute path',
      [...goodEntries, { path: '/etc/evil.so', content: provider }],
      'absolute path: /etc/evil.so',
    ],
    [
      'more than is plausible',
      [sharedEntry, { ...providerEntry, statedBytes: 0xfffffffe }],
      'more than the 2147483648 expected',
    ],
    [
      'a bomb: more than it states',
      [sharedEntry, { ...providerEntry, content: Buffer.alloc(1 << 20), statedBytes: 10 }],
      'too many bytes in the stream',
    ],
    [
      'less than it states',
      [sharedEntry, { ...providerEntry, statedBytes: provider.length + 1 }],
      'not enough bytes in the stream',
    ],
    ['an encrypted library', [sharedEntry, { ...providerEntry, encrypted: true }], 'encrypted'],
    [
      'a library for another machine',
      [sharedEntry, { ...providerEntry, content: createFakeElf([], { machine: 183 }) }],
      'another kind of machine',
    ],
  ])('%s is refused', async (_, entries, problem) => {
    await expect(installEntries(entries)).rejects.toThrow(problem);
    expectNothingInstalled();
    expect(readdirSync(join(dataFolder, 'downloads'))).toEqual([]);
  });

  test('a zip file that is cut off is refused', async () => {
    const cut = archive.subarray(0, archive.length - 40);
    feed.serve(cut);
    const sha512 = createHash('sha512').update(cut).digest('hex');
    const installing = install({ package: { ...(await describePackage()), bytes: cut.length, sha512 } });
    await expect(installing).rejects.toThrow(/the package cannot be used \(.*\)\. Nothing was installed/u);
    expectNothingInstalled();
  });

  test('cancelled, it rejects with the reason, and what has arrived is kept', async () => {
    const cancelled = new AbortController();
    const installing = install({
      signal: cancelled.signal,
      onProgress: () => cancelled.abort(new Error('Interrupted.')),
    });
    await expect(installing).rejects.toThrow('Interrupted.');
    expectNothingInstalled();
    expect(readdirSync(join(dataFolder, 'downloads'))).toEqual([
      expect.stringMatching(/\.nupkg\.incomplete$/u),
    ]);
  });

  test('offline, nothing is contacted', async () => {
    const cudaPackage = await describePackage();
    const before = feed.server.requests.length;
    await expect(install({ package: cudaPackage, network: { offline: true } })).rejects.toThrow(OfflineError);
    expect(feed.server.requests).toHaveLength(before);
    expectNothingInstalled();
  });

  test('a package of another version, accepted before an update, is not installed', async () => {
    const other = { ...(await describePackage()), version: '1.0.0' };
    await expect(install({ package: other })).rejects.toThrow('Ask for the package again.');
    expectNothingInstalled();
  });

  test('two at a time install it once after the other', async () => {
    const cudaPackage = await describePackage();
    const both = await Promise.all([install({ package: cudaPackage }), install({ package: cudaPackage })]);
    expect(both.map(({ installed }) => installed)).toEqual([true, true]);
    expect(readdirSync(join(dataFolder, 'runtimes'))).toHaveLength(1);
  });

  test('a data folder that cannot be written is named', async () => {
    writeFileSync(join(dataFolder, 'runtimes'), 'a file where a folder should be');
    await expect(install()).rejects.toThrow(`${dataFolder}: it cannot be written (EEXIST)`);
  });
});
