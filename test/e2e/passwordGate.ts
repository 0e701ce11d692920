import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What guards a PostgreSQL server that asks for no password itself. */
export interface PasswordGate {
  readonly port: number;
  /** Passwords that were given, in order. */
  readonly given: readonly string[];
  close(): Promise<void>;
}

/** Message formats of PostgreSQL's protocol 3.0, "Message Formats" in its manual. */
const askForPassword = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]);

/** A port that lets through to `port` whoever gives the password, in clear text. */
export async function startPasswordGate(port: number, password: string): Promise<PasswordGate> {
  const given: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => undefined);
    void (async () => {
      const [startup] = (await once(client, 'data')) as [Buffer];
      client.write(askForPassword);
      const [answer] = (await once(client, 'data')) as [Buffer];
      // 'p', Int32 length, the password and a zero.
      const offered = answer.subarray(5, -1).toString();
      given.push(offered);
      if (offered !== password) {
        client.end(formatRefusal());
        return;
      }
      const database = connect(port, '127.0.0.1');
      open.add(database);
      database.on('error', () => undefined);
      client.on('close', () => database.destroy());
      database.on('close', () => client.destroy());
      database.write(startup);
      client.pipe(database);
      database.pipe(client);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    given,
    async close() {
      const closed = once(server, 'close');
      server.close();
      open.forEach((socket) => socket.destroy());
      await closed;
    },
  };
}

function formatRefusal(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0');
  const header = Buffer.alloc(5);
  header.write('E');
  header.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([header, fields]);
}
