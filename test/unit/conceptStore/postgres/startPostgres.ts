import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SharedStoreOptions } from '../../../../src/core/conceptStore/postgres/connect.ts';

/** A PostgreSQL server that answers over the wire, until it is stopped. */
export interface RunningPostgres {
  readonly port: number;
  readonly shared: SharedStoreOptions;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  readonly withVectors?: boolean;
}

export async function startPostgres({ withVectors = true }: PostgresOptions = {}): Promise<RunningPostgres> {
  const script = join(import.meta.dirname, 'pgliteServer.ts');
  const child = spawn(process.execPath, [script, withVectors ? 'vectors' : 'plain'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const listening = Number(String(line).trim());
  return {
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
