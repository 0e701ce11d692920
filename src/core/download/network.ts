import type { SecureContext } from 'node:tls';
import type { Dispatcher } from 'undici';
import { OfflineError, ProxyAddressError } from './downloadErrors.ts';

/** What `fetch` looks like. Outside this folder the global one is out of bounds; this one is passed along. */
export type Fetch = typeof fetch;

export interface NetworkOptions {
  /** Forbids every connection. */
  readonly offline: boolean;
  /** Address of a proxy; without one the environment's HTTPS_PROXY and HTTP_PROXY count. */
  readonly proxy?: string;
  /** Value of the `Proxy-Authorization` header. */
  readonly proxyAuthorization?: string;
  /** Hosts (and, with them, their subdomains) reached without the proxy; without it NO_PROXY counts. */
  readonly noProxy?: readonly string[];
  /** False accepts certificates that cannot be verified. Default true. */
  readonly strictSsl?: boolean;
}

/** Never behind a proxy: it would look for the server on the proxy's own machine. */
const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * The one way out of this machine. The result follows redirects and, as the Fetch standard says, leaves the
 * `Authorization` header behind when one leads to another origin.
 * @throws {ProxyAddressError}
 * Calls of the result reject with {@link OfflineError} when `options.offline` is set.
 */
export function createNetworkFetch(options: NetworkOptions): Fetch {
  if (options.offline) {
    return (input) =>
      Promise.reject(new OfflineError(input instanceof Request ? input.url : input.toString()));
  }
  const route = chooseRoute(options, process.env);
  let connected: Promise<Fetch> | undefined;
  // Loaded when first needed: it takes 200 ms, and most sessions never fetch anything.
  return async (input, init) => {
    connected ??= connect(route, options.strictSsl ?? true);
    return (await connected)(input, init);
  };
}

interface Route {
  /** Address for `http:` and for `https:`, each empty where there is none. */
  readonly http: string;
  readonly https: string;
  readonly noProxy: readonly string[];
  readonly authorization: string | undefined;
}

function chooseRoute(options: NetworkOptions, env: Readonly<Record<string, string | undefined>>): Route {
  const noProxy = options.noProxy ?? (env['no_proxy'] ?? env['NO_PROXY'] ?? '').split(/[,\s]+/u);
  const fromSettings = parseProxy(options.proxy);
  const http = fromSettings ?? parseProxy(env['http_proxy'] ?? env['HTTP_PROXY']) ?? '';
  const https = fromSettings ?? parseProxy(env['https_proxy'] ?? env['HTTPS_PROXY']) ?? http;
  return noProxy.includes('*')
    ? { http: '', https: '', noProxy: [], authorization: undefined }
    : { http, https, noProxy: [...noProxy, ...loopback], authorization: options.proxyAuthorization };
}

/** Many write `proxy.example.org:3128`, which as a URL would be one of the scheme "proxy.example.org". */
function parseProxy(address: string | undefined): string | undefined {
  if (!address) {
    return undefined;
  }
  try {
    return new URL(/^\w+:\/\//u.test(address) ? address : `http://${address}`).href;
  } catch (cause) {
    throw new ProxyAddressError(address, { cause });
  }
}

async function connect(route: Route, strictSsl: boolean): Promise<Fetch> {
  const undici = await import('undici');
  const encryption = await encryptionOptions(strictSsl);
  const dispatcher: Dispatcher = new undici.EnvHttpProxyAgent({
    connect: encryption,
    requestTls: encryption,
    proxyTls: encryption,
    // Left out, undici would read the environment by its own, slightly different, rules.
    httpProxy: route.http,
    httpsProxy: route.https,
    noProxy: route.noProxy.join(','),
    ...(route.authorization && { token: route.authorization }),
  });
  const throughDispatcher: typeof undici.fetch = (input, init) =>
    undici.fetch(input, { ...init, dispatcher });
  // The same interface twice: undici's package and Node's types each declare it for themselves.
  return throughDispatcher as unknown as Fetch;
}

/**
 * Node trusts the certificates that it was built with; a hospital's proxy that inspects traffic signs with one
 * that only the operating system's store knows. Both are trusted here, as in a browser.
 */
async function encryptionOptions(
  strictSsl: boolean,
): Promise<{ secureContext?: SecureContext; rejectUnauthorized?: false }> {
  if (!strictSsl) {
    return { rejectUnauthorized: false };
  }
  const tls = await import('node:tls');
  // Since Node 22.15; an older one keeps to its own.
  const { getCACertificates } = tls as Partial<typeof tls>;
  if (!getCACertificates) {
    return {};
  }
  const ca = [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];
  return { secureContext: tls.createSecureContext({ ca }) };
}
