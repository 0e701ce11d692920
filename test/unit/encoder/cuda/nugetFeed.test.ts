import { expect, test } from 'vitest';
import type { Fetch } from '../../../../src/core/download/network.ts';
import { CudaInstallError } from '../../../../src/core/encoder/cuda/cudaErrors.ts';
import { findInFeed, type FeedPackage } from '../../../../src/core/encoder/cuda/nugetFeed.ts';

/** A feed with TLS, which a test has no certificate for: its documents by address. */
function find(documents: Readonly<Record<string, unknown>>): {
  found: Promise<FeedPackage>;
  asked: string[];
} {
  const asked: string[] = [];
  const fetch: Fetch = (input) => {
    const url = input instanceof Request ? input.url : input.toString();
    asked.push(url);
    return Promise.resolve(Response.json(documents[url] ?? null));
  };
  return { found: findInFeed('https://feed.test/index.json', 'Some.Package', '1.2.0', { fetch }), asked };
}

function feedDocuments(
  addresses: { registration?: string; content?: string; catalog?: string } = {},
): Record<string, unknown> {
  const {
    registration = 'https://feed.test/registration/',
    content = 'https://feed.test/flat',
    catalog = 'https://feed.test/catalog/1.2.0.json',
  } = addresses;
  return {
    'https://feed.test/index.json': {
      resources: [
        { '@id': registration, '@type': ['RegistrationsBaseUrl', 'RegistrationsBaseUrl/3.0.0-rc'] },
        { '@id': content, '@type': 'PackageBaseAddress/3.0.0' },
      ],
    },
    'https://feed.test/registration/some.package/index.json': {
      items: [
        {
          '@id': 'https://feed.test/page',
          items: [{ catalogEntry: { '@id': catalog, version: '1.2.0+build.7' } }],
        },
      ],
    },
    'https://feed.test/catalog/1.2.0.json': {
      packageHash: Buffer.alloc(64, 7).toString('base64'),
      packageHashAlgorithm: 'sha512',
      packageSize: 1_000,
    },
  };
}

test('one address for several types, versions listed in the index, and a base without its slash', async () => {
  expect(await find(feedDocuments()).found).toEqual({
    url: 'https://feed.test/flat/some.package/1.2.0/some.package.1.2.0.nupkg',
    bytes: 1_000,
    sha512: '07'.repeat(64),
  });
});

test.each([
  [{ registration: 'http://feed.test/registration/' }],
  [{ content: 'http://feed.test/flat/' }],
  [{ catalog: 'http://feed.test/catalog/1.2.0.json' }],
])('a feed with TLS that leads away from it is refused: %j', async (addresses) => {
  const { found, asked } = find(feedDocuments(addresses));
  await expect(found).rejects.toThrow(CudaInstallError);
  await expect(found).rejects.toThrow('the feed leads to an address without TLS');
  expect(asked.filter((url) => url.startsWith('http:'))).toEqual([]);
});
