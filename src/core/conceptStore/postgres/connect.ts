import { readFile } from 'node:fs/promises';
import type { ClientConfig, QueryResultRow } from 'pg';
import { StoreAddressError, StoreOfflineError } from '../storeErrors.ts';
import { explainFailure } from './explainFailure.ts';
import { parseStoreAddress, type StoreAddress } from './storeAddress.ts';

export interface SharedStoreOptions {
  /** As `parseStoreAddress` reads it. */
  readonly url: string;
  /** Without one PGPASSWORD and PostgreSQL's password file count. */
  readonly password?: string | undefined;
  /** Then only a database on this machine will do. */
  readonly offline: boolean;
}

/** A database, whoever keeps its connections. Failures are `SharedStoreError`s. */
export interface Database {
  readonly address: StoreAddress;
  query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** A few connections, made when they are needed and made again when the server comes back. */
export interface ConnectionPool extends Database {
  close(): void;
}

const connectTimeoutMs = 10_000;
/** The server gives up a question that nobody waits for any more; the client, one that the server never answers. */
const answerTimeoutMs = 20_000;
const patienceMs = 25_000;
/** One editor asks a few questions at a time. */
const mostConnections = 4;
/** A laptop that wakes up finds dead connections; short-lived ones are few. */
const idleMs = 30_000;

/**
 * So many of the nearest vectors are looked at in the graph, of which each query takes at most 24: with 40, which is
 * pgvector's own choice, more of the true ones are missed. With a filter the graph is followed until enough pass it.
 */
const searchSettings = 'SET hnsw.ef_search = 100; SET hnsw.iterative_scan = strict_order';

/**
 * Whoever builds holds a lock, and would be waited for: for hours when it is killed while the server makes an index for
 * it, or when its machine loses the network. So the server looks whether it is still there.
 */
const livenessSettings =
  'SET tcp_keepalives_idle = 60; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 6';
const clientCheckMs = 5_000;

/**
 * A server's own limits are for what somebody waits for. Encoding leaves a session idle for long, and an index may take
 * hours; newer servers have more limits than older ones.
 */
const withoutLimits = `SET statement_timeout = 0; SELECT set_config(name, '0', false) FROM pg_settings
  WHERE name IN ('lock_timeout', 'idle_session_timeout', 'transaction_timeout')`;

/** @throws {StoreAddressError} @throws {StoreOfflineError} */
export function checkAddress({ url, offline }: SharedStoreOptions): StoreAddress {
  const address = parseStoreAddress(url);
  if (offline && !address.isLocal) {
    throw new StoreOfflineError(address.label);
  }
  return address;
}

/** Opens nothing yet: the first question does. */
export async function createConnectionPool(options: SharedStoreOptions): Promise<ConnectionPool> {
  const address = checkAddress(options);
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    ...(await clientConfig(address, options)),
    max: mostConnections,
    idleTimeoutMillis: idleMs,
    query_timeout: patienceMs,
    // Nobody is kept waiting for connections that are not used.
    allowExitOnIdle: true,
    // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it, whatever its types say
    onConnect: async (client) => {
      await client.query(
        `SET statement_timeout = ${answerTimeoutMs}; SET lock_timeout = 0; ${searchSettings}`,
      );
    },
  });
  // A connection that ends while nobody uses it: the next question gets another one.
  pool.on('error', () => undefined);
  return {
    address,
    query: (text, values) => ask(pool, address, text, values),
    close: () => {
      pool.end().catch(() => undefined);
    },
  };
}

/** One connection for work that takes as long as it takes, such as building; `use` has it to itself. */
export async function withConnection<T>(
  options: SharedStoreOptions,
  use: (database: Database) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  const address = checkAddress(options);
  const { default: pg } = await import('pg');
  const client = new pg.Client(await clientConfig(address, options));
  // Told by the question that is under way, or by the next one.
  client.on('error', () => undefined);
  // The server's own number: what a pooler tells when it connects is none of the server's.
  let session: number | undefined;
  try {
    await client.connect();
    await client.query(`${withoutLimits}; ${searchSettings}; ${livenessSettings}`);
    // Older servers than 14, and those on some systems, do not have it.
    await client.query(`SET client_connection_check_interval = ${clientCheckMs}`).catch(() => undefined);
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    session = rows[0]?.pid;
  } catch (error) {
    client.end().catch(() => undefined);
    throw explainFailure(error, address);
  }
  const underWay = { statements: 0, cancelled: Promise.resolve() };
  const cancel = (): void => {
    if (underWay.statements > 0) {
      underWay.cancelled = cancelStatement(options, session);
    }
  };
  signal?.addEventListener('abort', cancel);
  const query: Database['query'] = async (text, values) => {
    // The next statement, which cleans up, is not the one to be cancelled.
    await underWay.cancelled;
    underWay.statements++;
    try {
      return await ask(client, address, text, values);
    } finally {
      underWay.statements--;
    }
  };
  try {
    return await use({ address, query });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
    await underWay.cancelled;
    await client.end().catch(() => undefined);
  }
}

/** An index may take hours to build: whoever waits for it must be able to stop it. It takes another connection. */
async function cancelStatement(options: SharedStoreOptions, session: number | undefined): Promise<void> {
  await withConnection(options, (database) =>
    database.query('SELECT pg_cancel_backend($1)', [session]),
  ).catch(() => undefined); // Then the statement ends by itself.
}

interface Asked {
  query(text: string, values: unknown[] | undefined): Promise<{ rows: unknown[] }>;
}

async function ask<Row>(
  asked: Asked,
  address: StoreAddress,
  text: string,
  values: readonly unknown[] | undefined,
): Promise<readonly Row[]> {
  try {
    return (await asked.query(text, values && [...values])).rows as Row[];
  } catch (error) {
    throw explainFailure(error, address);
  }
}

async function clientConfig(address: StoreAddress, { password }: SharedStoreOptions): Promise<ClientConfig> {
  const { host, port, database, user } = address;
  return {
    host,
    port,
    database,
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password }),
    ssl: await encryptionOf(address),
    application_name: 'TermLens',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  };
}

async function encryptionOf({ tls, rootCertificate }: StoreAddress): Promise<ClientConfig['ssl']> {
  if (tls === 'disable') {
    return false;
  }
  if (tls === 'require') {
    return { rejectUnauthorized: false };
  }
  const ca =
    rootCertificate === undefined
      ? undefined
      : await readFile(rootCertificate, 'utf8').catch((cause: unknown) => {
          throw new StoreAddressError(`its sslrootcert ${rootCertificate} cannot be read.`, { cause });
        });
  return {
    rejectUnauthorized: true,
    ...(ca !== undefined && { ca }),
    // Only the signature counts then, not whose certificate it is.
    ...(tls === 'verify-ca' && { checkServerIdentity: () => undefined }),
  };
}
