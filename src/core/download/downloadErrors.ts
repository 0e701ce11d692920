/** Base of what can go wrong between an address and a whole file on this machine. */
export class DownloadError extends Error {
  override readonly name: string = 'DownloadError';
}

/** A connection was asked for although connections are forbidden. */
export class OfflineError extends DownloadError {
  override readonly name = 'OfflineError';

  constructor(url: string) {
    super(
      `${describeUrl(url)} was not contacted, because TermLens is offline. ` +
        'Turn off the setting "termlens.offline", or leave out --offline.',
    );
  }
}

/** The address of a proxy cannot be understood. */
export class ProxyAddressError extends DownloadError {
  override readonly name = 'ProxyAddressError';

  constructor(address: string, options?: ErrorOptions) {
    // Without the part before the @, which may be a password.
    super(
      `The proxy address "${address.replace(/^.*@/u, '')}" is no address. Write it as http://host:port, ` +
        'in the setting "http.proxy" or in the environment variable HTTPS_PROXY.',
      options,
    );
  }
}

/** The server could not be reached, or the connection broke off more often than it was worth to go on. */
export class ConnectionError extends DownloadError {
  override readonly name = 'ConnectionError';

  constructor(url: string, problem: string, options?: ErrorOptions) {
    super(
      `${describeUrl(url)}: ${problem}. Check the network (behind a proxy: the setting "http.proxy" or ` +
        'HTTPS_PROXY) and try again; what has arrived is kept and not fetched twice.',
      options,
    );
  }
}

/** The server's certificate is not one that this machine trusts. */
export class CertificateError extends DownloadError {
  override readonly name = 'CertificateError';

  constructor(url: string, problem: string, options?: ErrorOptions) {
    super(
      `${describeUrl(url)}: the server's certificate cannot be verified (${problem}). If your organization's ` +
        "proxy inspects traffic, have its certificate installed in this machine's certificate store, or name " +
        'its file in the environment variable NODE_EXTRA_CA_CERTS.',
      options,
    );
  }
}

/** Nothing arrived for too long. */
export class StalledError extends DownloadError {
  override readonly name = 'StalledError';

  constructor(url: string, idleTimeoutMs: number) {
    super(
      `${describeUrl(url)}: nothing arrived for ${Math.ceil(idleTimeoutMs / 1000)} seconds. Try again; what ` +
        'has arrived is kept and not fetched twice.',
    );
  }
}

/** The server answered, and said no. */
export class HttpStatusError extends DownloadError {
  override readonly name = 'HttpStatusError';
  readonly status: number;
  readonly url: string;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(url: string, status: number, retryAfterMs?: number) {
    super(`${describeUrl(url)}: ${explainStatus(status, retryAfterMs)}`);
    this.url = url;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The server answered with something that is not the file, such as the sign-in page of a network. */
export class UnexpectedAnswerError extends DownloadError {
  override readonly name = 'UnexpectedAnswerError';

  constructor(url: string, answer: { readonly from: string; readonly what: string }) {
    const from = sameOrigin(url, answer.from) ? '' : ` from ${describeUrl(answer.from)}`;
    super(
      `${describeUrl(url)}: the answer${from} is not the file (${answer.what}). A network's sign-in page or a ` +
        'filter may have answered instead: open any web page in a browser, sign in if asked to, and try again.',
    );
  }
}

/** What arrived does not have the checksum that it should have, and was thrown away. */
export class DamagedDownloadError extends DownloadError {
  override readonly name = 'DamagedDownloadError';

  constructor(url: string, expected: string, found: string) {
    super(
      `${describeUrl(url)}: the file arrived damaged twice (checksum ${shorten(found)}, expected ` +
        `${shorten(expected)}) and was thrown away. Something on the way changes it, such as a proxy or a ` +
        'virus scanner, or the server has a damaged copy: try another network or server.',
    );
  }
}

/** The file cannot be written where it should go. */
export class DownloadFolderError extends DownloadError {
  override readonly name = 'DownloadFolderError';

  constructor(path: string, cause: unknown) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    super(
      full
        ? `${path}: the disk is full. Make room and try again; what has arrived is kept.`
        : `${path} cannot be written (${code ?? message}). Check who owns the folder and its permissions.`,
      { cause },
    );
  }
}

/** There is less room than what is about to be written. */
export class NotEnoughSpaceError extends DownloadError {
  override readonly name = 'NotEnoughSpaceError';

  constructor(folder: string, neededBytes: number, freeBytes: number) {
    super(
      `${folder}: ${formatMegabytes(neededBytes)} are needed and ${formatMegabytes(freeBytes)} are free. ` +
        'Make room, or choose a folder on another disk.',
    );
  }
}

/** An address as it may be shown: the query of a redirect can hold a signature, its user part a password. */
export function describeUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function sameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin;
}

function explainStatus(status: number, retryAfterMs: number | undefined): string {
  switch (status) {
    case 401:
    case 403:
      return `the server refuses access (status ${status}). It may want you to sign in or to accept terms.`;
    case 404:
    case 410:
      return `the server has no such file (status ${status}). Check the name.`;
    case 407:
      return 'the proxy wants a user name and password. Set them in "http.proxyAuthorization" or in the proxy\'s address.';
    case 429: {
      const wait = retryAfterMs === undefined ? 'a while' : `${Math.ceil(retryAfterMs / 1000)} seconds`;
      return `the server has had too many requests (status 429). Wait ${wait} and try again.`;
    }
    default:
      return `the server answered with status ${status}. Try again later.`;
  }
}

function formatMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en-US')} MB`;
}

function shorten(hex: string): string {
  return `${hex.slice(0, 12)}…`;
}
