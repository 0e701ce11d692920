import { StoreAddressError } from '../storeErrors.ts';

/** How the connection is encrypted, as libpq's `sslmode` says it. */
const tlsModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
export type TlsMode = (typeof tlsModes)[number];

/** Where a shared store is. */
export interface StoreAddress {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** Without one PGUSER or the user of this machine counts. */
  readonly user: string | undefined;
  readonly tls: TlsMode;
  /** File of the certificates that the server's is checked with, in place of those that Node trusts. */
  readonly rootCertificate: string | undefined;
  /** On this machine, so that what is asked does not leave it. */
  readonly isLocal: boolean;
  /** For messages: host, port and database. */
  readonly label: string;
}

const postgresPort = 5432;
const loopback = ['localhost', '127.0.0.1', '::1'];
const passwordRemedy =
  'Take it out, and let the command "TermLens: Set Store Password…" keep it; on the command line PGPASSWORD or ' +
  "PostgreSQL's password file tells it.";

/**
 * Reads `postgresql://user@host:port/database?sslmode=…`; a Unix socket's folder is given as `?host=/folder`. Without
 * `sslmode` another machine has to prove who it is, and this one is not encrypted.
 * @throws {StoreAddressError} whose message never holds a password.
 */
export function parseStoreAddress(text: string): StoreAddress {
  if (!URL.canParse(text) || !/^postgres(?:ql)?:$/u.test(new URL(text).protocol)) {
    throw new StoreAddressError('it does not begin with postgresql://, or cannot be read.');
  }
  const url = new URL(text);
  const parameters = url.searchParams;
  if (url.password !== '' || parameters.has('password')) {
    throw new StoreAddressError(`it holds a password. ${passwordRemedy}`);
  }
  const known = ['host', 'sslmode', 'sslrootcert'];
  const unknown = [...parameters.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new StoreAddressError(`"${unknown}" is none of ${known.join(', ')}.`);
  }
  const host = parameters.get('host') ?? decode(url.hostname).replace(/^\[(.*)\]$/u, '$1');
  const database = decode(url.pathname.slice(1));
  if (host === '' || database === '') {
    throw new StoreAddressError('it names no host or no database.');
  }
  const isLocal = host.startsWith('/') || loopback.includes(host);
  const port = url.port === '' ? postgresPort : Number(url.port);
  return {
    host,
    port,
    database,
    user: decode(url.username) || undefined,
    tls: readTlsMode(parameters.get('sslmode') ?? (isLocal ? 'disable' : 'verify-full')),
    rootCertificate: parameters.get('sslrootcert') ?? undefined,
    isLocal,
    label: `${host.includes(':') ? `[${host}]` : host}:${port}/${database}`,
  };
}

function readTlsMode(mode: string): TlsMode {
  const known = tlsModes.find((other) => other === mode);
  if (!known) {
    throw new StoreAddressError(`its sslmode is none of ${tlsModes.join(', ')}.`);
  }
  return known;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new StoreAddressError('it has a % that begins no character.', { cause });
  }
}
