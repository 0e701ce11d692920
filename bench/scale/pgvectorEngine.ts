import {
  createConnectionPool,
  withConnection,
  type SharedStoreOptions,
} from '../../src/core/conceptStore/postgres/connect.ts';
import {
  createGraph,
  createIndexes,
  createTables,
  releaseTables,
} from '../../src/core/conceptStore/postgres/schema.ts';
import { createSharedVectors } from '../../src/core/conceptStore/postgres/sharedVectors.ts';
import { createVectorTable } from '../../src/core/conceptStore/postgres/writeRelease.ts';
import type { MeasuredEngine } from './engines.ts';

/** Of a database with pgvector; `postgresql://user@host:port/database`, its password in PGPASSWORD. */
export const postgresAddress = process.env['TERMLENS_BENCH_POSTGRES'] || undefined;

/** Beside whatever the database holds, so that a store that is in use is left alone. */
const schema = 'termlens_bench';
const tables = releaseTables(1, schema);
const dropSchema = `DROP SCHEMA IF EXISTS ${schema} CASCADE`;
const rowsPerBlock = 4_096;

/** The vectors of a shared store, with its tables, graph and questions. */
export const pgvector: MeasuredEngine = {
  build(_folder, stream, rowCount) {
    return withConnection(connection(), async (database) => {
      const { dimensions } = stream;
      await database.query(
        `CREATE EXTENSION IF NOT EXISTS vector; ${dropSchema}; CREATE SCHEMA ${schema};
         ${createTables(tables, dimensions)}`,
      );
      const names = Array.from({ length: rowCount }, (_, nameId) => ({ nameId, semanticTypes: [] }));
      const writer = createVectorTable(database, tables, names, dimensions);
      for (let first = 0; first < rowCount; first += rowsPerBlock) {
        await writer.add(stream.read(first, Math.min(rowsPerBlock, rowCount - first)));
      }
      // Those of the other tables, which are empty, take no time.
      for (const statement of [...createIndexes(tables), createGraph(tables), `ANALYZE ${tables.vectors}`]) {
        await database.query(statement);
      }
    });
  },
  async open(_folder, dimensions) {
    const pool = await createConnectionPool(connection());
    // The first question makes the connection.
    await pool.query('SELECT 1');
    const vectors = createSharedVectors(pool, tables, dimensions);
    return {
      async search(query, count) {
        const [found = []] = await vectors.search(query, count);
        return found.map(({ nameId, similarity }) => ({ row: nameId, similarity }));
      },
      async close() {
        await pool.query(dropSchema);
        pool.close();
      },
    };
  },
  async countBytes() {
    const [row] = await withConnection(connection(), (database) =>
      database.query<{ bytes: string }>(`SELECT pg_total_relation_size('${tables.vectors}') AS bytes`),
    );
    return Number(row?.bytes ?? 0);
  },
};

function connection(): SharedStoreOptions {
  if (postgresAddress === undefined) {
    throw new Error('TERMLENS_BENCH_POSTGRES holds no address of a database.');
  }
  return { url: postgresAddress, offline: false };
}
