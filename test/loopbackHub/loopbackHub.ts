import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { serveFile } from './serveFile.ts';
import { startLoopbackServer, type LoopbackServer } from './loopbackServer.ts';

/** A repository as the hub has it, at one commit. */
export interface HubRepository {
  readonly commit: string;
  /** Branches and tags that lead to the commit; `main` always does. */
  readonly refs?: readonly string[];
  readonly files: Readonly<Record<string, string | Buffer>>;
  /** Of the model's page. */
  readonly cardData?: object;
  /** Without this in the `Authorization` header, the hub denies that there is such a repository. */
  readonly token?: string;
  /** Asked for by somebody who did not accept its terms. */
  readonly gated?: boolean;
}

/** The Hugging Face hub's interface, as far as fetching models needs it, on two ports of this machine. */
export interface LoopbackHub {
  /** For HF_ENDPOINT. */
  readonly endpoint: string;
  /** Answers for lists and small files, and says where the large ones are. */
  readonly api: LoopbackServer;
  /** Another origin: has the large files, under names with a signature. */
  readonly storage: LoopbackServer;
  readonly repositories: Map<string, HubRepository>;
  /** Bytes of files that were sent; lists of files do not count. */
  fileBytes(): number;
  close(): Promise<void>;
}

/** The hub stores these apart; others are kept in git itself. */
function isLarge(path: string): boolean {
  return /\.(?:onnx|onnx_data|onnx\.data|bin|safetensors)$/u.test(path);
}

/** Few, so that a listing of a small model takes more than one page. */
const filesPerPage = 4;

export async function startLoopbackHub(): Promise<LoopbackHub> {
  const repositories = new Map<string, HubRepository>();
  const storage = await startLoopbackServer((request, response) => {
    const hash = /^\/blobs\/(\w+)\?signature=/u.exec(request.url ?? '')?.[1];
    const files = [...repositories.values()].flatMap(({ files }) => Object.values(files).map(toBuffer));
    const content = files.find((file) => sha256(file) === hash);
    if (content) {
      serveFile(request, response, content, { etag: `"${hash ?? ''}"` });
    } else {
      response.writeHead(403).end();
    }
  });
  const api = await startLoopbackServer((request, response) => {
    answer(request, response, repositories, { api: api.origin, storage: storage.origin });
  });
  return {
    endpoint: api.origin,
    api,
    storage,
    repositories,
    fileBytes: () =>
      [...api.requests, ...storage.requests]
        .filter(({ path }) => !path.startsWith('/api/'))
        .reduce((sum, { sentBytes }) => sum + sentBytes, 0),
    async close() {
      await api.close();
      await storage.close();
    },
  };
}

interface Origins {
  readonly api: string;
  readonly storage: string;
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  repositories: ReadonlyMap<string, HubRepository>,
  origins: Origins,
): void {
  const url = new URL(request.url ?? '', origins.api);
  const route = [...repositories.keys()].flatMap((name) => {
    const [, kind = '', revision = '', path = ''] =
      new RegExp(`^/api/models/${name}/(revision|tree)/([^/]+)()$`, 'u').exec(url.pathname) ??
      new RegExp(`^/${name}/(resolve)/([^/]+)/(.+)$`, 'u').exec(url.pathname) ??
      [];
    return kind === ''
      ? []
      : [{ name, kind, revision: decodeURIComponent(revision), path: decodeURIComponent(path) }];
  })[0];
  const repository = route && repositories.get(route.name);
  if (!route || !repository) {
    // As the real one does, which does not tell what is private from what is not there.
    refuse(response, 401, 'RepoNotFound', 'Invalid username or password.');
    return;
  }
  if (repository.token !== undefined && request.headers.authorization !== `Bearer ${repository.token}`) {
    refuse(response, 401, 'RepoNotFound', 'Invalid username or password.');
    return;
  }
  if (repository.gated && route.kind === 'resolve') {
    refuse(response, 403, 'GatedRepo', `Access to model ${route.name} is restricted.`);
    return;
  }
  if (![repository.commit, 'main', ...(repository.refs ?? [])].includes(route.revision)) {
    refuse(response, 404, 'RevisionNotFound', 'Invalid rev id: ' + route.revision);
    return;
  }
  switch (route.kind) {
    case 'revision':
      sendJson(response, describeRepository(route.name, repository, url.searchParams.getAll('expand')));
      break;
    case 'tree':
      sendPage(response, repository, url);
      break;
    default:
      resolveFile(request, response, repository, route.path, origins);
  }
}

function describeRepository(name: string, repository: HubRepository, expand: readonly string[]): object {
  const all: Record<string, unknown> = {
    sha: repository.commit,
    cardData: repository.cardData,
    private: repository.token !== undefined,
    gated: repository.gated ? 'auto' : false,
    downloads: 17,
    likes: 0,
    lastModified: '2024-03-12T00:00:00.000Z',
    pipeline_tag: 'feature-extraction',
    siblings: Object.keys(repository.files).map((rfilename) => ({ rfilename })),
  };
  // Who asks for nothing in particular, as the Python client does, gets all.
  const wanted = Object.entries(all).filter(([key]) => expand.length === 0 || expand.includes(key));
  return { _id: '64976c47ed8c2f5a1c6ba7d8', id: name, ...Object.fromEntries(wanted) };
}

/** One page of the tree, with a `Link` to the next. */
function sendPage(response: ServerResponse, repository: HubRepository, url: URL): void {
  const folders = new Set(
    Object.keys(repository.files).flatMap((path) =>
      path.includes('/') ? [path.replace(/\/[^/]*$/u, '')] : [],
    ),
  );
  const entries = [
    ...[...folders].map((path) => ({ type: 'directory', path, size: 0, oid: sha1(path) })),
    ...Object.entries(repository.files).map(([path, content]) => describeFile(path, toBuffer(content))),
  ];
  const start = Number(url.searchParams.get('cursor') ?? 0);
  if (start + filesPerPage < entries.length) {
    const next = new URL(url);
    next.searchParams.set('cursor', String(start + filesPerPage));
    response.setHeader('link', `<${next.href}>; rel="next"`);
  }
  sendJson(response, entries.slice(start, start + filesPerPage));
}

function describeFile(path: string, content: Buffer): object {
  if (!isLarge(path)) {
    return { type: 'file', path, size: content.length, oid: gitHash(content) };
  }
  const lfs = { oid: sha256(content), size: content.length, pointerSize: 134 };
  return {
    type: 'file',
    path,
    size: content.length,
    oid: sha1(sha256(content)),
    lfs,
    xetHash: sha256(lfs.oid),
  };
}

function resolveFile(
  request: IncomingMessage,
  response: ServerResponse,
  { commit, files }: HubRepository,
  path: string,
  origins: Origins,
): void {
  const stored = files[path];
  if (stored === undefined) {
    refuse(response, 404, 'EntryNotFound', 'Entry not found');
    return;
  }
  const content = toBuffer(stored);
  const common = { 'x-repo-commit': commit, 'accept-ranges': 'bytes' };
  if (isLarge(path)) {
    const hash = sha256(content);
    response
      .writeHead(302, {
        ...common,
        'x-linked-etag': `"${hash}"`,
        'x-linked-size': content.length,
        location: `${origins.storage}/blobs/${hash}?signature=secret`,
      })
      .end();
    return;
  }
  serveFile(request, response, content, {
    ...common,
    etag: `"${gitHash(content)}"`,
    'content-type': path.endsWith('.json') ? 'application/json' : 'text/plain; charset=utf-8',
  });
}

function refuse(response: ServerResponse, status: number, code: string, error: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'x-error-code': code,
    'x-error-message': error,
  });
  response.end(JSON.stringify({ error }));
}

function sendJson(response: ServerResponse, value: unknown): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
  });
  response.end(body);
}

function toBuffer(content: string | Buffer): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : content;
}

/** Weights of real size are not to be hashed for every request. */
const knownHashes = new WeakMap<Buffer, string>();

export function sha256(content: string | Buffer): string {
  const known = typeof content === 'string' ? undefined : knownHashes.get(content);
  const hash = known ?? createHash('sha256').update(content).digest('hex');
  if (typeof content !== 'string') {
    knownHashes.set(content, hash);
  }
  return hash;
}

function sha1(content: string | Buffer): string {
  return createHash('sha1').update(content).digest('hex');
}

/** Git's name for a file. */
export function gitHash(content: string | Buffer): string {
  return createHash('sha1')
    .update(`blob ${Buffer.byteLength(content)}\0`)
    .update(content)
    .digest('hex');
}
