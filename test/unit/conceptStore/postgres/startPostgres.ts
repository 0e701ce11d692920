import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  withConnection,
  type SharedStoreOptions,
} from '../../../../src/core/conceptStore/postgres/connect.ts';

/** A PostgreSQL database of one's own that answers over the wire, until it is stopped. */
export interface RunningPostgres {
  readonly host: string;
  readonly port: number;
  readonly shared: SharedStoreOptions & { readonly password: string };
  stop(): Promise<void>;
}

export interface PostgresOptions {
  readonly withVectors?: boolean;
}

/**
 * Of a database of a real server with pgvector, whose user is a superuser there; its password is PGPASSWORD. Without
 * one the tests ask PostgreSQL in WebAssembly, where all connections are one session.
 */
export const realServer = process.env['TERMLENS_TEST_POSTGRES'] || undefined;

export function startPostgres({ withVectors = true }: PostgresOptions = {}): Promise<RunningPostgres> {
  // A real server has pgvector or has it not.
  return realServer === undefined || !withVectors ? startPglite(withVectors) : createDatabase(realServer);
}

async function createDatabase(address: string): Promise<RunningPostgres> {
  const name = `termlens_test_${randomBytes(6).toString('hex')}`;
  const password = process.env['PGPASSWORD'] ?? '';
  const run = async (statement: string): Promise<void> => {
    await withConnection({ url: address, password, offline: false }, (database) => database.query(statement));
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(address);
  url.pathname = `/${name}`;
  return {
    host: url.hostname,
    port: Number(url.port || '5432'),
    shared: { url: url.href, password, offline: false },
    stop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function startPglite(withVectors: boolean): Promise<RunningPostgres> {
  const script = join(import.meta.dirname, 'pgliteServer.ts');
  const child = spawn(process.execPath, [script, withVectors ? 'vectors' : 'plain'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const listening = Number(String(line).trim());
  return {
    host: '127.0.0.1',
    port: listening,
    shared: {
      url: `postgresql://postgres@127.0.0.1:${listening}/postgres`,
      password: 'not asked for',
      offline: true,
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    },
  };
}
