import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, onTestFinished } from 'vitest';
import type { ConceptStore } from '../../../../src/core/conceptStore/conceptStore.ts';
import {
  createConnectionPool,
  type ConnectionPool,
  type SharedStoreOptions,
} from '../../../../src/core/conceptStore/postgres/connect.ts';
import { openSharedStore } from '../../../../src/core/conceptStore/postgres/openSharedStore.ts';
import {
  publishVocabulary,
  type PublishedVocabulary,
  type PublishOptions,
} from '../../../../src/core/conceptStore/postgres/publishVocabulary.ts';
import { listSharedVocabularies } from '../../../../src/core/conceptStore/postgres/sharedVocabularies.ts';
import type { Concept } from '../../../../src/core/vocabulary/concept.ts';
import { createFakeEncoder } from '../../encoder/fakeEncoder.ts';
import { createSource, tenConcepts } from '../tenConcepts.ts';
import { createRole, dropRoles, type Role } from './createRole.ts';
import { realServer, startPostgres, type RunningPostgres } from './startPostgres.ts';

export interface PublishTen extends Partial<PublishOptions> {
  readonly concepts?: readonly Concept[];
  readonly as?: SharedStoreOptions;
}

/** A database of a real server, and those who use it. */
export interface RealStore {
  readonly postgres: RunningPostgres;
  /** Its owner's. */
  readonly pool: ConnectionPool;
  readonly databaseName: string;
  /** The whole server's. */
  readonly administrator: SharedStoreOptions;
  /** Somebody else; `$role` is their name in `grants`. */
  enter(grants?: string): Promise<Role>;
  connect(options: SharedStoreOptions): Promise<ConnectionPool>;
  /** Ten concepts, unless others are given, from a machine of their own. */
  publish(options?: PublishTen): Promise<PublishedVocabulary>;
  open(connections?: ConnectionPool): Promise<ConceptStore>;
  countTables(): Promise<number>;
}

export const tablesPerRelease = 6;
const encoder = createFakeEncoder();

/** @returns the store of the test that runs. */
export function useRealStore(): () => RealStore {
  const current: { store?: RealStore; roles: Role[] } = { roles: [] };
  beforeEach(async () => {
    const postgres = await startPostgres();
    current.store = describeStore(postgres, await createConnectionPool(postgres.shared), current.roles);
  });
  afterEach(async () => {
    current.store?.pool.close();
    await current.store?.postgres.stop();
    if (current.store) {
      await dropRoles(current.roles.splice(0), current.store.administrator);
    }
  });
  return () => {
    if (!current.store) {
      throw new Error('There is a store within a test only.');
    }
    return current.store;
  };
}

function describeStore(postgres: RunningPostgres, pool: ConnectionPool, roles: Role[]): RealStore {
  return {
    postgres,
    pool,
    databaseName: new URL(postgres.shared.url).pathname.slice(1),
    administrator: { ...postgres.shared, url: realServer ?? '' },
    async enter(grants) {
      const role = await createRole(postgres, grants);
      roles.push(role);
      return role;
    },
    async connect(options) {
      const connections = await createConnectionPool(options);
      onTestFinished(() => {
        connections.close();
      });
      return connections;
    },
    publish({ concepts = tenConcepts, as = postgres.shared, ...others } = {}) {
      return publishVocabulary(createSource(concepts), as, {
        dataFolder: createFolder(),
        encoder,
        ...others,
      });
    },
    async open(connections = pool) {
      const [found] = await listSharedVocabularies(connections);
      if (!found) {
        throw new Error('There is no vocabulary.');
      }
      return openSharedStore(connections, found, encoder.fingerprint);
    },
    async countTables() {
      const tables = await pool.query(
        "SELECT FROM pg_tables WHERE schemaname = 'termlens' AND tablename ~ '_[0-9]+$'",
      );
      return tables.length;
    },
  };
}

/** Gone when the test ends. */
export function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-real-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** What a reader asks for a mention. */
export async function search(store: ConceptStore): Promise<string[]> {
  const [nearest = []] = await store.findNearest(await encoder.encode(['heart attack']), 3);
  const names = await store.names(nearest.map(({ nameId }) => nameId));
  const concepts = await store.concepts(names.map(({ conceptId }) => conceptId));
  return concepts.map((concept) => concept?.preferredName ?? '').sort();
}
