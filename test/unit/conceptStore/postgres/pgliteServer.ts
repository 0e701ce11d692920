/**
 * Run by `startPostgres.ts` in a process of its own: PostgreSQL with pgvector, in memory, on a port of this machine.
 * Every connection shares one session there, so what belongs to a session (advisory locks) excludes nobody.
 * Argument: "plain" leaves pgvector out.
 */
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const [kind] = process.argv.slice(2);
const db = await PGlite.create(kind === 'plain' ? {} : { extensions: { vector } });
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 50 });
server.addEventListener('listening', (event) => {
  process.stdout.write(`${String((event as CustomEvent<{ port: number }>).detail.port)}\n`);
});
await server.start();
