import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { SharedStoreOptions } from '../../../../src/core/conceptStore/postgres/connect.ts';
import type { RunningPostgres } from './startPostgres.ts';

/** The head of the message BackendKeyData, after which come the session's process id and its key, 4 bytes each. */
const keyDataHead = Buffer.from([0x4b, 0, 0, 0, 12]);

/** A way to the server that tells, as PgBouncer does, another process id than the server's; until the test ends. */
export async function startPooler({ host, port, shared }: RunningPostgres): Promise<SharedStoreOptions> {
  const pooler = createServer((client) => {
    const server = connect(port, host);
    client.on('error', () => server.destroy());
    server.on('error', () => client.destroy());
    client.pipe(server);
    server.on('data', (chunk) => {
      const at = chunk.indexOf(keyDataHead);
      if (at >= 0) {
        chunk.writeInt32BE(0x7fffffff, at + keyDataHead.length);
      }
      client.write(chunk);
    });
    server.on('end', () => client.end());
  });
  pooler.listen(0, '127.0.0.1');
  await once(pooler, 'listening');
  onTestFinished(() => {
    pooler.close();
  });
  const url = new URL(shared.url);
  url.host = `127.0.0.1:${(pooler.address() as AddressInfo).port}`;
  return { ...shared, url: url.href };
}
