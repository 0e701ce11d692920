import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { cudaProviderData } from '../../../../src/core/encoder/cuda/cudaProvider.ts';
import { startLoopbackServer, type LoopbackServer } from '../../../loopbackHub/loopbackServer.ts';
import { serveFile } from '../../../loopbackHub/serveFile.ts';

export interface FakeFeed {
  readonly server: LoopbackServer;
  readonly index: string;
  /** Documents by path; a test may change them. */
  readonly documents: Map<string, unknown>;
  /** What is served as the package; its stated size and hash stay those of the first one. */
  serve(archive: Buffer): void;
}

export const id = cudaProviderData.package.toLowerCase();
export const packagePath = `/flat/${id}/${cudaProviderData.version}/${id}.${cudaProviderData.version}.nupkg`;

/**
 * A NuGet V3 feed with the one package, laid out as nuget.org lays out a package with many versions: the registration's
 * pages are documents of their own, and all of it is compressed.
 */
export async function startFakeFeed(archive: Buffer): Promise<FakeFeed> {
  let served = archive;
  const documents = new Map<string, unknown>();
  const server = await startLoopbackServer((request, response) => {
    const document = documents.get(request.url ?? '');
    if (document !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify(document)));
    } else if (request.url === packagePath) {
      serveFile(request, response, served);
    } else {
      response.writeHead(404).end();
    }
  });
  const at = (path: string): string => `${server.origin}${path}`;
  const leafOf = (version: string): unknown => ({
    '@id': at(`/registration/${id}/${version}.json`),
    catalogEntry: { '@id': at(`/catalog/${version}.json`), version, id: cudaProviderData.package },
    packageContent: at('/elsewhere.nupkg'),
  });
  const pageOf = (...versions: string[]): unknown => ({
    '@id': at(`/registration/${id}/page-${versions[0] ?? ''}.json`),
    count: versions.length,
    items: versions.map(leafOf),
  });
  documents.set('/v3/index.json', {
    version: '3.0.0',
    resources: [
      { '@id': at('/search'), '@type': 'SearchQueryService' },
      { '@id': at('/flat/'), '@type': 'PackageBaseAddress/3.0.0' },
      { '@id': at('/old-registration/'), '@type': 'RegistrationsBaseUrl' },
      { '@id': at('/registration/'), '@type': 'RegistrationsBaseUrl/3.6.0' },
    ],
  });
  const { version } = cudaProviderData;
  documents.set(`/registration/${id}/index.json`, {
    count: 2,
    items: [pageOf('1.8.0', '1.9.0'), { '@id': at(`/registration/${id}/page-${version}.json`), count: 2 }],
  });
  documents.set(`/registration/${id}/page-${version}.json`, pageOf(version, '99.0.0'));
  documents.set(`/catalog/${version}.json`, {
    packageHash: createHash('sha512').update(archive).digest('base64'),
    packageHashAlgorithm: 'SHA512',
    packageSize: archive.length,
  });
  return {
    server,
    index: at('/v3/index.json'),
    documents,
    serve(other) {
      served = other;
    },
  };
}
