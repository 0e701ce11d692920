import * as z from 'zod';
import { describeUrl, HttpStatusError, UnexpectedAnswerError } from '../../download/downloadErrors.ts';
import type { Fetch } from '../../download/network.ts';
import { createPatientFetch } from '../../download/patientFetch.ts';
import { CudaInstallError } from './cudaErrors.ts';

/** A package as its feed describes it. */
export interface FeedPackage {
  readonly url: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha512: string;
}

interface FeedOptions {
  readonly fetch: Fetch;
  readonly signal?: AbortSignal | undefined;
}

/*
 * NuGet's V3 protocol, https://learn.microsoft.com/nuget/api/overview: the service index names the base addresses;
 * the registration names, over pages that may be documents of their own, the package's entry in the catalog; and that
 * holds size and hash.
 */
const serviceIndex = z.object({
  resources: z.array(z.object({ '@id': z.url(), '@type': z.union([z.string(), z.array(z.string())]) })),
});
const leaf = z.object({ catalogEntry: z.object({ '@id': z.url(), version: z.string() }) });
const page = z.object({ '@id': z.url(), items: z.array(leaf).optional() });
const registration = z.object({ items: z.array(page).max(1_000) });
const catalogEntry = z.object({
  packageHash: z.string(),
  packageHashAlgorithm: z.string(),
  packageSize: z.number().int().positive(),
});

/** Best first: 3.6.0 lists packages with versions of the newer kind too. */
const registrationTypes = [
  'RegistrationsBaseUrl/3.6.0',
  'RegistrationsBaseUrl/3.4.0',
  'RegistrationsBaseUrl/3.0.0-rc',
  'RegistrationsBaseUrl',
];
const contentType = 'PackageBaseAddress/3.0.0';
/** Somebody looks at a dialog meanwhile. */
const maximumAttempts = 2;

/**
 * Looks a package up in a NuGet feed.
 * @throws {DownloadError} when the feed cannot be reached or answers with something else.
 * @throws {CudaInstallError} when it has no such package or states no SHA-512 for it.
 */
export async function findInFeed(
  index: string,
  name: string,
  version: string,
  options: FeedOptions,
): Promise<FeedPackage> {
  const getJson = createGetJson(index, options);
  const { resources } = await getJson(index, serviceIndex);
  const baseOf = (types: readonly string[]): string => {
    const found = types.flatMap((type) =>
      resources.filter((some) => [some['@type']].flat().includes(type)),
    )[0];
    if (found === undefined) {
      throw new CudaInstallError(
        `${describeUrl(index)}: the feed has no ${types[0] ?? ''}, so this is no NuGet V3 feed that serves packages. ` +
          'Name the service index of one that does.',
      );
    }
    requireTls(index, found['@id']);
    return found['@id'].endsWith('/') ? found['@id'] : `${found['@id']}/`;
  };

  const id = name.toLowerCase();
  const { items: pages } = await getJson(`${baseOf(registrationTypes)}${id}/index.json`, registration);
  // Newest last, and a new one is wanted.
  for (const { '@id': address, items } of pages.reverse()) {
    const leaves = items ?? (await getJson(address, page)).items ?? [];
    const found = leaves.find(({ catalogEntry: entry }) => entry.version.split('+')[0] === version);
    if (found !== undefined) {
      const entry = await getJson(found.catalogEntry['@id'], catalogEntry);
      return {
        url: `${baseOf([contentType])}${id}/${version}/${id}.${version}.nupkg`,
        bytes: entry.packageSize,
        sha512: decodeHash(entry.packageHashAlgorithm, entry.packageHash, index),
      };
    }
  }
  throw new CudaInstallError(`${describeUrl(index)}: the feed has no version ${version} of ${name}.`);
}

function createGetJson(
  index: string,
  { fetch, signal }: FeedOptions,
): <T>(url: string, schema: z.ZodType<T>) => Promise<T> {
  const patientFetch = createPatientFetch({ fetch, signal, maximumAttempts });
  return async (url, schema) => {
    requireTls(index, url);
    const response = await patientFetch(url, { headers: { accept: 'application/json' } });
    if (!response.ok) {
      throw new HttpStatusError(url, response.status);
    }
    const text = await response.text();
    try {
      return schema.parse(JSON.parse(text));
    } catch (error) {
      const what = error instanceof z.ZodError ? `not as expected: ${z.prettifyError(error)}` : 'no JSON';
      throw new UnexpectedAnswerError(url, { from: url, what });
    }
  };
}

/** Native code comes from there: what begins with TLS is not to go on without it. */
function requireTls(index: string, url: string): void {
  if (new URL(index).protocol === 'https:' && new URL(url).protocol !== 'https:') {
    throw new CudaInstallError(`${describeUrl(index)}: the feed leads to an address without TLS (${url}).`);
  }
}

function decodeHash(algorithm: string, base64: string, index: string): string {
  const hash = Buffer.from(base64, 'base64');
  if (algorithm.toUpperCase() !== 'SHA512' || hash.length !== 64) {
    throw new CudaInstallError(
      `${describeUrl(index)}: the feed states no SHA-512 of the package (${algorithm}), so that it could not be checked.`,
    );
  }
  return hash.toString('hex');
}
