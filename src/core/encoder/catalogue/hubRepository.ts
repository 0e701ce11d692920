import * as z from 'zod';
import { HttpStatusError } from '../../download/downloadErrors.ts';
import type { Fetch } from '../../download/network.ts';
import { HubAccessError, HubAnswerError } from './catalogueErrors.ts';
import type { HubSettings } from './hubSettings.ts';

/** A file of a repository at one commit. */
export interface HubFile {
  /** Inside the repository, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** What the hub's caches name it by: its sha256 if it is stored apart (`lfs`), or else git's name for it. */
  readonly hash: string;
  readonly kind: 'sha256' | 'git';
}

/** A repository at one commit. */
export interface HubSnapshot {
  readonly repository: string;
  readonly commit: string;
  readonly files: readonly HubFile[];
  /** As its page states them. */
  readonly licence: string | undefined;
  readonly languages: readonly string[];
}

const sha1 = z.string().regex(/^[0-9a-f]{40}$/u);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);

// The library hands on what it was sent, typed but not checked; hashes become names of files.
const infoSchema = z.object({
  sha: sha1,
  cardData: z
    .object({
      license: z.string().optional().catch(undefined),
      language: z
        .union([z.string(), z.array(z.string())])
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});
const fileSchema = z.object({
  type: z.literal('file'),
  path: z.string().min(1).max(4_096),
  size: z.number().int().nonnegative(),
  oid: sha1,
  lfs: z.object({ oid: sha256, size: z.number().int().nonnegative() }).optional(),
});

/** An encoder's repository has a few dozen. */
const maximumFiles = 10_000;

/**
 * Resolves a branch, tag or commit once, and lists what the repository had at that commit, so that all files
 * of a download belong together.
 * @param fetch asks for JSON; see `createPatientFetch`.
 * @throws {HubAccessError} {@link HubAnswerError} and `DownloadError`s of `fetch`.
 */
export async function readSnapshot(
  repository: string,
  revision: string,
  settings: HubSettings,
  fetch: Fetch,
): Promise<HubSnapshot> {
  const { modelInfo, listFiles, HubApiError, InvalidApiResponseFormatError } =
    await import('@huggingface/hub');
  const hub = { hubUrl: settings.endpoint, fetch: withToken(fetch, settings) };
  try {
    const info = infoSchema.parse(
      await modelInfo({ ...hub, name: repository, revision, additionalFields: ['sha', 'cardData'] }),
    );
    const files: HubFile[] = [];
    for await (const entry of listFiles({ ...hub, repo: repository, revision: info.sha, recursive: true })) {
      if (entry.type === 'file' && isInside(entry.path)) {
        files.push(toHubFile(fileSchema.parse(entry)));
      }
      if (files.length > maximumFiles) {
        throw new HubAnswerError(settings.endpoint, `${repository} has over ${maximumFiles} files`);
      }
    }
    const { license, language } = info.cardData ?? {};
    return { repository, commit: info.sha, files, licence: license, languages: [language ?? []].flat() };
  } catch (error) {
    if (error instanceof HubApiError) {
      throw explainRefusal(error.statusCode, repository, revision, settings, { cause: error });
    }
    if (error instanceof z.ZodError) {
      throw new HubAnswerError(settings.endpoint, z.prettifyError(error), { cause: error });
    }
    if (error instanceof SyntaxError || error instanceof InvalidApiResponseFormatError) {
      throw new HubAnswerError(settings.endpoint, error.message, { cause: error });
    }
    throw error;
  }
}

/** Where a file of a snapshot is fetched from, and with which headers. */
export function fileRequest(
  { repository, commit }: HubSnapshot,
  file: HubFile,
  { endpoint, token }: HubSettings,
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    url: `${endpoint}/${repository}/resolve/${commit}/${path}`,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  };
}

/** The refusals of the hub mean other things than those of just any server. */
export function explainRefusal(
  status: number,
  repository: string,
  revision: string,
  { endpoint, token }: HubSettings,
  options?: ErrorOptions,
): Error {
  const page = `${endpoint}/${repository}`;
  switch (status) {
    case 401:
      return new HubAccessError(
        token === undefined
          ? `${endpoint} does not show ${repository} (status 401): there is no such repository, or it is private or ` +
              `gated. Check the name. If it needs an account, accept its terms on ${page} and set the ` +
              'environment variable HF_TOKEN to an access token of yours.'
          : `${endpoint} does not show ${repository} for the token in HF_TOKEN (status 401). Check the name, and ` +
              'whether the token is valid.',
        options,
      );
    case 403:
      return new HubAccessError(
        `${endpoint} gives no access to ${repository} (status 403). Accept its terms on ${page}, and set the ` +
          'environment variable HF_TOKEN to an access token that may read it.',
        options,
      );
    case 404:
      return new HubAccessError(
        `${endpoint} has no repository ${repository} with a revision "${revision}" (status 404). Check both names.`,
        options,
      );
    default:
      return new HttpStatusError(page, status);
  }
}

/** Names of files become names of files here. One that leads elsewhere is none that an encoder has. */
function isInside(path: string): boolean {
  return !/[\\:\0]/u.test(path) && path.split('/').every((part) => !['', '.', '..'].includes(part));
}

function toHubFile({ path, size, oid, lfs }: z.infer<typeof fileSchema>): HubFile {
  return lfs
    ? { path, bytes: lfs.size, hash: lfs.oid, kind: 'sha256' }
    : { path, bytes: size, hash: oid, kind: 'git' };
}

/**
 * The library would take tokens that begin with "hf_" only, which those of mirrors need not, and send them
 * wherever a `Link` header points.
 */
function withToken(fetch: Fetch, { endpoint, token }: HubSettings): Fetch {
  return (input, init) => {
    const url = input instanceof Request ? input.url : input.toString();
    const headers = new Headers(init?.headers);
    if (token !== undefined && new URL(url).origin === new URL(endpoint).origin) {
      headers.set('authorization', `Bearer ${token}`);
    }
    return fetch(input, { ...init, headers });
  };
}
