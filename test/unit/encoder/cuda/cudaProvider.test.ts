import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cudaProviderData, feedAddress } from '../../../../src/core/encoder/cuda/cudaProvider.ts';

describe('models/cudaProvider.json', () => {
  const require = createRequire(import.meta.url);
  const packageFolder = dirname(require.resolve('onnxruntime-node/package.json'));

  test('names what the install script of the bundled onnxruntime-node would take', () => {
    const script = require(join(packageFolder, 'script', 'install-metadata.js')) as {
      requirements: Record<string, string[]>;
      manifests: Record<string, Record<string, { package: string; path: string }>>;
      packages: Record<string, { name: string; versions: { feed: string; version: string }[] }>;
      feeds: Record<string, { type: string; index: string }>;
    };
    const [requirement = ''] = script.requirements['linux/x64'] ?? [];
    const files = Object.values(script.manifests[`linux/x64:${requirement}`] ?? {});
    const chosen = script.packages[files[0]?.package ?? ''];
    const release = chosen?.versions[0];
    expect(cudaProviderData).toMatchObject({
      package: chosen?.name,
      version: release?.version,
      feed: script.feeds[release?.feed ?? '']?.index,
    });
    expect(
      files
        .map(({ path }) => path)
        .filter((path) => !path.includes('tensorrt'))
        .sort(),
    ).toEqual(cudaProviderData.libraries.map(({ path }) => path).sort());
  });

  test('is of the version that is bundled', () => {
    const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(cudaProviderData.onnxruntime).toBe(version);
  });

  test('only an environment variable names another feed', () => {
    expect(feedAddress({})).toBe('https://api.nuget.org/v3/index.json');
    expect(feedAddress({ TERMLENS_NUGET_INDEX: 'http://127.0.0.1/i.json' })).toBe('http://127.0.0.1/i.json');
  });
});
