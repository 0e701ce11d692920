import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { checkServerIdentity, type TLSSocket } from 'node:tls';
import pg from 'pg';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { withConnection } from '../../../../src/core/conceptStore/postgres/connect.ts';
import {
  listSharedVocabularies,
  removeSharedVocabulary,
} from '../../../../src/core/conceptStore/postgres/sharedVocabularies.ts';
import {
  MissingExtensionError,
  StoreAccessError,
  StoreEncryptionError,
  StorePasswordError,
} from '../../../../src/core/conceptStore/storeErrors.ts';
import { createFakeEncoder } from '../../encoder/fakeEncoder.ts';
import { tenConcepts } from '../tenConcepts.ts';
import { readRights } from './createRole.ts';
import { createFolder, search, tablesPerRelease, useRealStore } from './realStore.ts';
import { realServer } from './startPostgres.ts';

vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(realServer === undefined)('a server that is one', () => {
  const store = useRealStore();

  describe('with roles', () => {
    it('lets those who may only read search, and nothing else', async () => {
      const { shared } = await store().enter(readRights);
      await store().publish();
      const found = await search(await store().open());
      const reader = await store().connect(shared);
      expect(await search(await store().open(reader))).toEqual(found);
      // What is there already need not be added.
      expect(await store().publish({ as: shared })).toMatchObject({ isNew: false });
      const adding = store().publish({ as: shared, concepts: tenConcepts.slice(1) });
      await expect(adding).rejects.toThrow(StoreAccessError);
      await expect(adding).rejects.toThrow(/permission denied.*whoever adds vocabularies has to own it/su);
      await expect(removeSharedVocabulary(shared, 'ten')).rejects.toThrow(StoreAccessError);
      expect(await search(await store().open(reader))).toEqual(found);
      expect(await store().countTables()).toBe(tablesPerRelease);
    });

    it('says which rights are missing', async () => {
      await store().publish();
      const { shared } = await store().enter();
      const reader = await store().connect(shared);
      await expect(store().open(reader)).rejects.toThrow(
        /permission denied.*USAGE on the schema "termlens"/su,
      );
    });

    it('says that pgvector is to be created by somebody else', async () => {
      const { shared } = await store().enter();
      const adding = store().publish({ as: shared });
      await expect(adding).rejects.toThrow(MissingExtensionError);
      await expect(adding).rejects.toThrow(/may not create it.*CREATE EXTENSION vector/su);
    });

    it('says that the schema is to be created by somebody else', async () => {
      const { shared } = await store().enter('CREATE EXTENSION vector');
      const adding = store().publish({ as: shared });
      await expect(adding).rejects.toThrow(StoreAccessError);
      await expect(adding).rejects.toThrow(/CREATE on the database/u);
      expect(await listSharedVocabularies(await store().connect(shared))).toEqual([]);
    });

    it('refuses a wrong password and an unknown user', async () => {
      const { shared, name } = await store().enter();
      for (const other of [
        { ...shared, password: 'wrong' },
        { ...shared, url: shared.url.replace(name, 'nobody_at_all') },
      ]) {
        const asking = withConnection(other, listSharedVocabularies);
        await expect(asking).rejects.toThrow(StorePasswordError);
        await expect(asking).rejects.toThrow(/password authentication failed.*Set Store Password/su);
        await expect(asking).rejects.not.toThrow(/wrong/u);
      }
    });
  });

  it('keeps no names where their letters have no room', async () => {
    const name = `${store().databaseName}_latin`;
    await store().pool.query(`CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    onTestFinished(() =>
      withConnection(store().administrator, async (database) => {
        await database.query(`DROP DATABASE ${name} WITH (FORCE)`);
      }),
    );
    const adding = store().publish({
      as: { ...store().postgres.shared, url: `${store().postgres.shared.url}_latin` },
    });
    await expect(adding).rejects.toThrow(/LATIN1.*CREATE DATABASE/su);
  });

  it('counts what it has without reading vectors', async () => {
    await store().publish();
    const tables = await store().pool.query<{ relname: string }>(
      "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname ~ '_1$' AND relallvisible = relpages",
    );
    expect(tables.map(({ relname }) => relname)).toContain('vectors_1');
    expect(tables).toHaveLength(tablesPerRelease);
  });

  it('has pgvector where everybody finds it', async () => {
    // The schema of a user of that name is searched first.
    const { name, shared } = await store().enter(
      `GRANT ALL ON DATABASE ${store().databaseName} TO $role; CREATE SCHEMA termlens AUTHORIZATION $role`,
    );
    await store().pool.query(`ALTER DATABASE ${store().databaseName} SET search_path = termlens, public`);
    await store().pool.query(`ALTER ROLE ${name} SUPERUSER`);
    await store().publish({ as: shared });
    const rows = await store().pool.query<{ schema: string }>(
      "SELECT extnamespace::regnamespace::text AS schema FROM pg_extension WHERE extname = 'vector'",
    );
    expect(rows).toEqual([{ schema: 'public' }]);
  });

  describe('with limits of its own', () => {
    it('neither ends a build that takes longer nor a search', async () => {
      const { shared } = await store()
        .enter(`CREATE EXTENSION vector; GRANT ALL ON DATABASE ${store().databaseName} TO $role;
        ALTER ROLE $role SET statement_timeout = '1ms'; ALTER ROLE $role SET lock_timeout = '1ms';
        ALTER ROLE $role SET idle_session_timeout = '100ms';
        ALTER ROLE $role SET idle_in_transaction_session_timeout = '100ms'`);
      const slow = createFakeEncoder({ beforeAnswer: () => setTimeout(500) });
      expect(await store().publish({ as: shared, encoder: slow })).toMatchObject({ isNew: true });
      const opened = await store().open(await store().connect(shared));
      const whileLocked = (lock: string, work: () => Promise<unknown>): Promise<unknown> =>
        withConnection(store().postgres.shared, async (database) => {
          await database.query(`BEGIN; LOCK TABLE ${lock} MODE`);
          const done = work();
          done.catch(() => undefined);
          await setTimeout(300);
          await database.query('COMMIT');
          return done;
        });
      expect(await whileLocked('termlens.vectors_1 IN ACCESS EXCLUSIVE', () => search(opened))).toContain(
        'Myocardial Infarction',
      );
      const adding = (): Promise<unknown> => store().publish({ as: shared, concepts: tenConcepts.slice(1) });
      expect(await whileLocked('termlens.vocabularies IN EXCLUSIVE', adding)).toMatchObject({ isNew: true });
    });
  });

  describe('with encryption', () => {
    /** The server's certificate as a file, and whether it is one of `host`. */
    async function readCertificate(): Promise<{ file: string; fits(host: string): boolean }> {
      const { url, password } = store().postgres.shared;
      const client = new pg.Client({ connectionString: url, password, ssl: { rejectUnauthorized: false } });
      await client.connect();
      const { connection } = client as unknown as { connection: { stream: TLSSocket } };
      const certificate = connection.stream.getPeerCertificate();
      await client.end();
      const file = join(createFolder(), 'server.crt');
      const text = certificate.raw.toString('base64');
      writeFileSync(file, `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`);
      return { file, fits: (host) => checkServerIdentity(host, certificate) === undefined };
    }

    it('is trusted as the address says', async ({ skip }) => {
      const [server] = await store().pool.query<{ ssl: string }>('SHOW ssl');
      skip(server?.ssl !== 'on', 'the server does not encrypt');
      const { file, fits } = await readCertificate();
      const isEncrypted = async (parameters: string, host = store().postgres.host): Promise<boolean> => {
        const url = new URL(`${store().postgres.shared.url}?${parameters}`);
        url.hostname = host;
        const rows = await withConnection({ ...store().postgres.shared, url: url.href }, (database) =>
          database.query<{ ssl: boolean }>('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()'),
        );
        return rows[0]?.ssl ?? false;
      };
      expect(await isEncrypted('sslmode=disable')).toBe(false);
      expect(await isEncrypted('sslmode=require')).toBe(true);
      for (const mode of ['verify-ca', 'verify-full']) {
        await expect(isEncrypted(`sslmode=${mode}`)).rejects.toThrow(StoreEncryptionError);
        await expect(isEncrypted(`sslmode=${mode}`)).rejects.toThrow(/self-signed.*sslrootcert=FILE/su);
      }
      for (const host of ['localhost', '127.0.0.1']) {
        expect(await isEncrypted(`sslmode=verify-ca&sslrootcert=${file}`, host)).toBe(true);
        const full = isEncrypted(`sslmode=verify-full&sslrootcert=${file}`, host);
        await (fits(host)
          ? expect(full).resolves.toBe(true)
          : expect(full).rejects.toThrow(/does not match certificate/u));
      }
    });
  });
});
