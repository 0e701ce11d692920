import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { linkRequest } from '../../src/protocol/messages.ts';
import { startPostgres, type RunningPostgres } from '../unit/conceptStore/postgres/startPostgres.ts';
import { eventually, startServer, type ServerClient } from './client.ts';
import { createFolder, runCli, type CliOutcome } from './runningCli.ts';
import { installSmall } from './smallInstallation.ts';

const obo = `format-version: 1.2
data-version: 2026-01-01
ontology: devices

[Term]
id: DEV:1
name: Zwickel pump
synonym: "pump of Zwickel" EXACT []
def: "A pump that nobody has." []

[Term]
id: DEV:2
name: Quandle clamp
`;
const encoding = ['--provider', 'cpu', '--precision', 'fp32'];

let postgres: RunningPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
});

/** Runs the command line with a store, in a data folder of its own. */
function createRunner(url: string): (...parameters: readonly string[]) => Promise<CliOutcome> {
  const env = {
    TERMLENS_HOME: createFolder(),
    TERMLENS_STORE_URL: url,
    PGPASSWORD: postgres.shared.password,
  };
  return (...parameters) => runCli(parameters, { env }).ended;
}

function writeVocabulary(): string {
  const file = join(createFolder(), 'devices.obo');
  writeFileSync(file, obo);
  return file;
}

/** A way to the database that can be cut and mended. */
async function createWire(): Promise<{ url: string; cut(): Promise<void>; mend(): Promise<void> }> {
  const open = new Set<Socket>();
  const server: Server = createServer((client) => {
    const database = connect(postgres.port, postgres.host);
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const cut = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    open.forEach((socket) => socket.destroy());
    open.clear();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const url = new URL(postgres.shared.url);
  url.host = `127.0.0.1:${port}`;
  onTestFinished(() => {
    server.close();
    open.forEach((socket) => socket.destroy());
  });
  return { url: url.href, cut, mend: () => listen(port) };
}

/** A database server's address that answers, as PostgreSQL does, that it does not encrypt. */
async function startWithoutEncryption(): Promise<string> {
  const server = createServer((client) => {
    client.on('error', () => undefined);
    client.once('data', () => client.write('N'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return `postgresql://u@127.0.0.1:${(server.address() as AddressInfo).port}/db`;
}

async function start(settings: object): Promise<ServerClient> {
  const { serverScript, dataFolder } = installSmall(20);
  const server = await startServer({ dataFolder, arguments: [serverScript, '--stdio'], settings });
  onTestFinished(async () => {
    await server.stop();
  });
  return server;
}

async function firstCuries(server: ServerClient, ...mentions: string[]): Promise<(string | undefined)[]> {
  const results = await server.connection.sendRequest(linkRequest, { mentions });
  return results.map(({ candidates }) => candidates[0]?.curie);
}

describe('a shared store', () => {
  test('is filled by one machine and read by another', async () => {
    const file = writeVocabulary();
    const one = createRunner(postgres.shared.url);
    const added = await one('vocabulary', 'add', file, ...encoding);
    expect(added.stderr).toBe('');
    expect(added.stdout).toContain('Added "devices": devices, 2026-01-01 (OBO 1.4): 2 concepts, 3 names.');
    const again = await one('vocabulary', 'add', file, ...encoding);
    expect(again.stdout).toContain('"devices" is already there');

    const another = createRunner(postgres.shared.url);
    const linked = await another('link', 'the Zwickel pumps', 'heart attack', '--json', ...encoding);
    expect(JSON.parse(linked.stdout)).toMatchObject([
      { candidates: [{ curie: 'DEV:1', matchType: 'exact', vocabulary: 'devices' }] },
      { candidates: [{ curie: 'MESH:D009203', vocabulary: 'starter' }] },
    ]);
    const info = await another('vocabulary', 'info', 'devices', 'DEV:1', '--json', ...encoding);
    expect(JSON.parse(info.stdout)).toMatchObject({ definition: 'A pump that nobody has.' });

    expect((await another('vocabulary', 'remove', 'devices')).stdout).toBe('Removed "devices".\n');
    const list = await another('vocabulary', 'list', '--json', ...encoding);
    expect((JSON.parse(list.stdout) as { id: string }[]).map(({ id }) => id)).toEqual(['starter']);
  }, 180_000);

  test('that cannot be used ends with 1 and says what to do', async () => {
    const file = writeVocabulary();
    for (const [url, message] of [
      ['postgresql://u:hush@127.0.0.1/db', /holds a password.*Set Store Password/u],
      ['mysql://127.0.0.1/db', /begin with postgresql/u],
      ['postgresql://u@127.0.0.1:1/db', /127\.0\.0\.1:1\/db: it cannot be reached \(.*ECONNREFUSED/u],
      [`${await startWithoutEncryption()}?sslmode=require`, /no encrypted connection.*sslmode/u],
    ] as const) {
      const { status, stderr } = await createRunner(url)('vocabulary', 'add', file, ...encoding);
      expect(stderr).toMatch(message);
      expect(stderr).not.toContain('hush');
      expect(stderr).not.toContain(postgres.shared.password);
      expect(status).toBe(1);
    }
  });

  test('serves an editor, which survives that it goes away and comes back', async () => {
    const { url, cut, mend } = await createWire();
    await createRunner(url)('vocabulary', 'add', writeVocabulary(), ...encoding);
    const encoder = { executionProvider: 'cpu', precision: 'fp32' };
    const server = await start({ encoder, store: { url }, offline: true });
    expect(await firstCuries(server, 'Zwickel pump', 'heart attack')).toEqual(['DEV:1', 'MESH:D009203']);
    await cut();
    const failed = firstCuries(server, 'pump of Zwickel');
    await expect(failed).rejects.toThrow(/127\.0\.0\.1:\d+\/\w+: it cannot be reached.*tries again/u);
    await mend();
    expect(await firstCuries(server, 'pump of Zwickel')).toEqual(['DEV:1']);
    expect((await server.waitForStatus('ready')).vocabularies.map(({ id }) => id)).toEqual([
      'starter',
      'devices',
    ]);
    expect(server.logged.join('\n')).not.toMatch(/Zwickel/u);
    // Its vectors are somebody else's to make again.
    const other = await start({ encoder: { ...encoder, precision: 'int8' }, store: { url } });
    expect(await firstCuries(other, 'Zwickel pump', 'heart attack')).toEqual([undefined, 'MESH:D009203']);
    expect(other.logged.join('\n')).toContain('"devices" were made by another encoder');
  });

  test('that is away when the editor starts is tried again with the next request', async () => {
    const { url, cut, mend } = await createWire();
    await cut();
    const server = await start({ store: { url } });
    const { message } = await server.waitForStatus('failed');
    expect(message).toMatch(/cannot be reached/u);
    await mend();
    await eventually(async () => {
      expect(await firstCuries(server, 'heart attack')).toEqual(['MESH:D009203']);
    });
    expect((await server.waitForStatus('ready')).state).toBe('ready');
  });

  test('on another machine is refused while everything has to stay here', async () => {
    const server = await start({ store: { url: 'postgresql://u@db.example.org/terms' }, offline: true });
    await expect(firstCuries(server, 'heart attack')).rejects.toThrow(
      /db\.example\.org:5432\/terms: it is not on this machine, and "termlens\.offline"/u,
    );
  });
});
