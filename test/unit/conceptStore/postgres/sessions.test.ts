import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  createConnectionPool,
  type ConnectionPool,
  type SharedStoreOptions,
} from '../../../../src/core/conceptStore/postgres/connect.ts';
import {
  publishVocabulary,
  type PublishedVocabulary,
  type PublishOptions,
} from '../../../../src/core/conceptStore/postgres/publishVocabulary.ts';
import { createFakeEncoder } from '../../encoder/fakeEncoder.ts';
import { createSource, tenConcepts } from '../tenConcepts.ts';
import { startPooler } from './pooler.ts';
import { realServer, startPostgres, type RunningPostgres } from './startPostgres.ts';

vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(realServer === undefined)('a shared store with several sessions', () => {
  let postgres: RunningPostgres;
  let pool: ConnectionPool;

  beforeEach(async () => {
    postgres = await startPostgres();
    pool = await createConnectionPool(postgres.shared);
  });

  afterEach(async () => {
    pool.close();
    await postgres.stop();
  });

  function createFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'termlens-sessions-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    return folder;
  }

  /** As somebody on a machine of their own. */
  function publish(
    id: string,
    options: Partial<PublishOptions> = {},
    shared: SharedStoreOptions = postgres.shared,
  ): Promise<PublishedVocabulary> {
    const whole = { dataFolder: createFolder(), encoder: createFakeEncoder(), ...options };
    return publishVocabulary(createSource(tenConcepts, id), shared, whole);
  }

  /** Another session's transaction, which keeps what `statement` locks until it is ended. */
  async function begin(statement: string): Promise<{ commit(): Promise<void> }> {
    const { url, password } = postgres.shared;
    const client = new pg.Client({ connectionString: url, password });
    client.on('error', () => undefined);
    await client.connect();
    onTestFinished(() => client.end().catch(() => undefined));
    await client.query(`BEGIN; ${statement}`);
    return {
      async commit() {
        await client.query('COMMIT');
      },
    };
  }

  const countRows = async (text: string): Promise<number> => (await pool.query(text)).length;
  const countWaiting = (statement: string): Promise<number> =>
    countRows(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
      AND wait_event_type = 'Lock' AND query LIKE '${statement}%'`);
  const waitFor = (statement: string): Promise<void> =>
    vi.waitFor(async () => expect(await countWaiting(statement)).toBe(1), { timeout: 20_000 });
  const countTables = (): Promise<number> =>
    countRows("SELECT 1 FROM pg_tables WHERE schemaname = 'termlens' AND tablename ~ '_[0-9]+$'");
  const tablesPerRelease = 6;

  it('is made once, however many begin with it', async () => {
    const other = await begin('CREATE EXTENSION vector');
    const published = publish('first');
    await waitFor('CREATE EXTENSION');
    await other.commit();
    expect(await published).toMatchObject({ isNew: true });
    const together = await Promise.all(['a', 'b', 'c'].map((id) => publish(id)));
    expect(together.map(({ isNew }) => isNew)).toEqual([true, true, true]);
  });

  it('has a vocabulary built by one of those who publish it at the same time', async () => {
    const encoders = [1, 2, 3].map(() => createFakeEncoder());
    const published = await Promise.all(encoders.map((encoder) => publish('same', { encoder })));
    expect(published.map(({ isNew }) => isNew).sort()).toEqual([false, false, true]);
    expect(encoders.flatMap(({ requests }) => requests)).toHaveLength(1);
    expect(await countTables()).toBe(tablesPerRelease);
  });

  it('keeps nothing of a build that is cancelled between two statements', async () => {
    await publish('before');
    const controller = new AbortController();
    const reader = { transaction: undefined as Awaited<ReturnType<typeof begin>> | undefined };
    const encoder = createFakeEncoder({
      async beforeAnswer() {
        reader.transaction = await begin('LOCK TABLE termlens.names_2 IN ACCESS SHARE MODE');
        controller.abort(new Error('Enough.'));
      },
    });
    const cancelled = publish('cancelled', { encoder, signal: controller.signal });
    cancelled.catch(() => undefined);
    // Cleaning up has to wait for the other session, and is not what is cancelled.
    await Promise.race([cancelled.catch(() => undefined), waitFor('DROP TABLE')]);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await reader.transaction?.commit();
    await expect(cancelled).rejects.toThrow('Enough.');
    expect(await countTables()).toBe(tablesPerRelease);
  });

  it.each(['the server', 'a pooler'])('gives up a statement that is under way at %s', async (what) => {
    await publish('before');
    const other = await begin('LOCK TABLE termlens.vocabularies IN EXCLUSIVE MODE');
    const controller = new AbortController();
    const shared = what === 'a pooler' ? await startPooler(postgres) : postgres.shared;
    const cancelled = publish('cancelled', { signal: controller.signal }, shared);
    cancelled.catch(() => undefined);
    await waitFor('INSERT INTO termlens.vocabularies');
    controller.abort(new Error('Enough.'));
    await expect(cancelled).rejects.toThrow('Enough.');
    await other.commit();
    expect(await countTables()).toBe(tablesPerRelease);
  });

  it.each(['encoding', 'a statement'])('goes on after a build that was killed in %s', async (what) => {
    await publish('before');
    const other = await begin('LOCK TABLE termlens.vocabularies IN EXCLUSIVE MODE');
    const { url, password } = postgres.shared;
    const script = join(import.meta.dirname, 'publishingProcess.ts');
    const child = spawn(process.execPath, [script, url, createFolder(), what], {
      env: { ...process.env, PGPASSWORD: password },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    if (what !== 'encoding') {
      await waitFor('INSERT INTO termlens.vocabularies');
    }
    expect(await countTables()).toBe(2 * tablesPerRelease);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // Its session ends though nobody lets its statement go on, and with it its lock.
    await vi.waitFor(
      async () => {
        expect(
          await countRows(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
          ),
        ).toBe(0);
      },
      { timeout: 30_000, interval: 200 },
    );
    await other.commit();
    expect(await publish('killed')).toMatchObject({ isNew: true });
    expect(await countTables()).toBe(2 * tablesPerRelease);
    expect(await countRows('SELECT 1 FROM termlens.releases')).toBe(2);
  });
});
