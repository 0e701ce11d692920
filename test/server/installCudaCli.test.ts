import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFakeElf } from '../unit/encoder/cuda/fakeElf.ts';
import { packagePath, startFakeFeed, type FakeFeed } from '../unit/encoder/cuda/fakeFeed.ts';
import { createZip } from '../unit/encoder/cuda/fakeNupkg.ts';
import { createFolder, runCli, type CliOutcome } from './runningCli.ts';

const native = 'runtimes/linux-x64/native';
const archive = createZip(
  ['shared', 'cuda'].map((name) => ({
    path: `${native}/libonnxruntime_providers_${name}.so`,
    content: createFakeElf(['libcudart.so.12', 'libc.so.6']),
  })),
);

async function startFeed(): Promise<FakeFeed> {
  const feed = await startFakeFeed(archive);
  onTestFinished(() => feed.server.close());
  return feed;
}

function installCuda(feed: FakeFeed, dataFolder: string, ...parameters: string[]): Promise<CliOutcome> {
  const env = { TERMLENS_HOME: dataFolder, TERMLENS_NUGET_INDEX: feed.index };
  return runCli(['encoder', 'install-cuda', ...parameters], { env, input: '' }).ended;
}

const isSupported = process.platform === 'linux' && process.arch === 'x64';

describe.skipIf(!isSupported)('termlens encoder install-cuda', () => {
  test('shows what it would fetch, and without a terminal fetches it only with --yes', async () => {
    const [feed, dataFolder] = [await startFeed(), createFolder()];
    const { status, stdout, stderr } = await installCuda(feed, dataFolder);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('Microsoft.ML.OnnxRuntime.Gpu.Linux');
    expect(stderr).toContain(`(${archive.length.toLocaleString('en-US')} bytes)`);
    expect(stderr).toMatch(/SHA-512 {3}[0-9a-f]{128}\n/u);
    expect(stderr).toContain(join(dataFolder, 'runtimes'));
    expect(stderr).toContain('Add --yes');
    expect(feed.server.requests.map(({ path }) => path)).not.toContain(packagePath);
    expect(readdirSync(dataFolder)).toEqual([]);
  });

  test('installs it, and tells what is still missing', async () => {
    const [feed, dataFolder] = [await startFeed(), createFolder()];
    const { status, stdout, stderr } = await installCuda(feed, dataFolder, '--yes', '--json');
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const result = JSON.parse(stdout) as {
      package: { folder: string };
      installed: boolean;
      report: string[];
    };
    expect(result.installed).toBe(true);
    expect(result.report.join('\n')).toContain('libcudart.so.12');
    const libraries = join(result.package.folder, 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64');
    expect(existsSync(join(libraries, 'libonnxruntime_providers_cuda.so'))).toBe(true);
    // Libraries that do not load take nothing away: the encoder runs from that copy, on the CPU.
    const env = { TERMLENS_HOME: dataFolder };
    const output = join(dataFolder, 'v.npy');
    const encoding = runCli(['encode', '-', '--output', output, '--provider', 'cuda', '--json'], {
      env,
      input: 'pain',
    });
    const encoded = await encoding.ended;
    expect(JSON.parse(encoded.stdout)).toMatchObject({ names: 1, executionProvider: 'cpu' });
    expect(encoded.stderr).toContain('cuda');
  });

  test('offline, it contacts nobody', async () => {
    const [feed, dataFolder] = [await startFeed(), createFolder()];
    const { status, stderr } = await installCuda(feed, dataFolder, '--yes', '--offline');
    expect(status).toBe(1);
    expect(stderr).toContain('because TermLens is offline');
    expect(feed.server.requests).toEqual([]);
  });
});
