import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { ConceptStore } from '../../../src/core/conceptStore/conceptStore.ts';
import { ensureConceptStore } from '../../../src/core/conceptStore/ensureConceptStore.ts';
import {
  createConnectionPool,
  withConnection,
  type ConnectionPool,
  type Database,
} from '../../../src/core/conceptStore/postgres/connect.ts';
import { openSharedStore } from '../../../src/core/conceptStore/postgres/openSharedStore.ts';
import { publishVocabulary } from '../../../src/core/conceptStore/postgres/publishVocabulary.ts';
import { listSharedVocabularies } from '../../../src/core/conceptStore/postgres/sharedVocabularies.ts';
import { openConceptStore } from '../../../src/core/conceptStore/openConceptStore.ts';
import * as vectorEngines from '../../../src/core/conceptStore/vectorEngines.ts';
import type { Encoder } from '../../../src/core/encoder/encoder.ts';
import type { Concept } from '../../../src/core/vocabulary/concept.ts';
import { startPostgres, type RunningPostgres } from './postgres/startPostgres.ts';
import { createSource } from './tenConcepts.ts';

export const engineNames = ['vectra', 'usearch', 'pgvector'] as const;
export type EngineName = (typeof engineNames)[number];

/** Builds and opens stores of one engine, whatever their size. */
export interface EngineUnderTest {
  /** As `termlens vocabulary add` does: what is there is replaced. */
  add(id: string, concepts: readonly Concept[], encoder: Encoder, signal?: AbortSignal): Promise<void>;
  open(id: string, encoderFingerprint: string): Promise<ConceptStore>;
  /** Takes away some of what the manifest promises. */
  damage(id: string): Promise<void>;
  end(): Promise<void>;
}

export function startEngine(name: EngineName): Promise<EngineUnderTest> {
  return name === 'pgvector' ? startShared() : Promise.resolve(startLocal(name));
}

function startLocal(engine: 'vectra' | 'usearch'): EngineUnderTest {
  const dataFolder = mkdtempSync(join(tmpdir(), 'termlens-contract-'));
  const folderOf = (id: string): string => join(dataFolder, 'vocabularies', id);
  const chosen = vi.spyOn(vectorEngines, 'chooseVectorEngine').mockResolvedValue(engine);
  return {
    async add(id, concepts, encoder, signal) {
      const store = await ensureConceptStore(createSource(concepts, id), { dataFolder, encoder, signal });
      store.close();
    },
    open: (id, fingerprint) => openConceptStore(folderOf(id), fingerprint),
    damage(id) {
      rmSync(join(folderOf(id), 'vectors'), { recursive: true });
      return Promise.resolve();
    },
    end() {
      chosen.mockRestore();
      rmSync(dataFolder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

/** As it is with millions of names: the graph is followed, and left long before all of it was seen. */
const graphSettings = 'SET enable_seqscan = off; SET enable_bitmapscan = off; SET hnsw.max_scan_tuples = 200';

/** For the connections to come; where they share one session, for that one. Only pgvector's own session knows its settings. */
const followGraphs = (database: Database): Promise<unknown> =>
  database.query(`SELECT '[1]'::halfvec; ${graphSettings};
    DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET enable_seqscan = off', current_database());
      EXECUTE format('ALTER DATABASE %I SET enable_bitmapscan = off', current_database());
      EXECUTE format('ALTER DATABASE %I SET hnsw.max_scan_tuples = 200', current_database());
    END $$`);

async function startShared(): Promise<EngineUnderTest> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'termlens-contract-'));
  const postgres: RunningPostgres = await startPostgres();
  const pool: ConnectionPool = await createConnectionPool(postgres.shared);
  return {
    async add(id, concepts, encoder, signal) {
      const options = { dataFolder, encoder, signal, graphFrom: 1_000 };
      await publishVocabulary(createSource(concepts, id), postgres.shared, options);
      await withConnection(postgres.shared, followGraphs);
    },
    async open(id, fingerprint) {
      const found = (await listSharedVocabularies(pool)).find(({ manifest }) => manifest.id === id);
      if (!found) {
        throw new Error(`There is no ${id}.`);
      }
      return openSharedStore(pool, found, fingerprint);
    },
    async damage(id) {
      const [row] = await pool.query<{ release: number }>(
        'SELECT release FROM termlens.vocabularies WHERE vocabulary = $1',
        [id],
      );
      await pool.query(`DELETE FROM termlens.vectors_${row?.release ?? 0} WHERE name_id = 0`);
    },
    async end() {
      pool.close();
      await postgres.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
