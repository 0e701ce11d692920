import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createRandom } from '../../bench/soak/noteWriter.ts';
import { linkRequest } from '../../src/protocol/messages.ts';
import { startServer } from './client.ts';
import { createFolder, runCli } from './runningCli.ts';

const kills = 20;
const nameCount = 3_000;
const encoding = ['--provider', 'cpu', '--precision', 'fp32'];
const mention = 'Zwickel pump of the first release';

function writeRelease(file: string, version: number, names: readonly string[]): void {
  const terms = names.map((name, i) => `[Term]\nid: DEV:${i}\nname: ${name}\n`);
  writeFileSync(file, [`format-version: 1.2\ndata-version: ${version}\n`, ...terms].join('\n'));
}

/** How many names a build has encoded so far, and how many it has put there; more than that were encoded twice. */
function readEncoded(file: string): { readonly names: number; readonly written: number } {
  if (!existsSync(file)) {
    return { names: 0, written: 0 };
  }
  const database = new DatabaseSync(file);
  try {
    const tables = database.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'encoded'").get();
    const row =
      tables?.['n'] === 1
        ? database.prepare('SELECT count(*) AS names, max(rowid) AS written FROM encoded').get()
        : undefined;
    return { names: Number(row?.['names'] ?? 0), written: Number(row?.['written'] ?? 0) };
  } finally {
    database.close();
  }
}

test(`a build that is killed ${kills} times becomes what it would have been, and the old store serves`, async () => {
  const [folder, home, uninterrupted] = [createFolder(), createFolder(), createFolder()];
  const file = join(folder, 'devices.obo');
  const encoded = join(home, 'vocabularies', 'devices.encoded');
  const lock = join(home, 'vocabularies', 'devices.lock');
  const add = (dataFolder: string): ReturnType<typeof runCli> =>
    runCli(['vocabulary', 'add', file, '--json', ...encoding], { env: { TERMLENS_HOME: dataFolder } });

  writeRelease(file, 1, [mention]);
  expect((await add(home).ended).status).toBe(0);
  const server = await startServer({ dataFolder: home });
  const linkFirst = async (): Promise<string | undefined> => {
    const [result] = await server.connection.sendRequest(linkRequest, { mentions: [mention] });
    return result?.candidates[0]?.curie;
  };
  expect(await linkFirst()).toBe('DEV:0');

  let version = 1;
  const writeNext = (): void => {
    version++;
    const names = Array.from(
      { length: nameCount },
      (_, i) => `device ${version} of kind ${i} and make ${i % 7}`,
    );
    writeRelease(file, version, names);
  };
  writeNext();
  const random = createRandom(1);
  let keptBefore = 0;
  let sizeBefore = 0;
  for (let killed = 0; killed < kills;) {
    const { child, ended } = add(home);
    // Every other time not before it has done something new, so that on a slow machine too it comes to its end.
    if (killed % 2 === 1) {
      while (child.exitCode === null && readSize(encoded) <= sizeBefore) {
        await setTimeout(20);
      }
    }
    await setTimeout(random() * 1_500);
    child.kill('SIGKILL');
    await ended;
    if (readVersion(home) === String(version)) {
      // It was whole before it could be killed.
      writeNext();
      keptBefore = sizeBefore = 0;
      continue;
    }
    expect(child.signalCode).toBe('SIGKILL');
    expect(readVersion(home)).toBe(String(version - 1));
    killed++;
    sizeBefore = readSize(encoded);
    const { names: kept, written } = readEncoded(encoded);
    expect(written).toBe(kept);
    expect(kept).toBeGreaterThanOrEqual(keptBefore);
    keptBefore = kept;
    expect(await linkFirst()).toBe('DEV:0');
    if (existsSync(lock)) {
      // Of a dead process; the next one would wait until it is old.
      utimesSync(lock, new Date(0), new Date(0));
    }
  }
  const whole = await add(home).ended;
  expect(whole).toMatchObject({ status: 0 });
  expect(await linkFirst(), 'what is open stays open').toBe('DEV:0');
  await server.stop();
  expect(readdirSync(join(home, 'vocabularies')).filter((entry) => entry.includes('devices'))).toEqual([
    'devices',
  ]);
  expect(await add(uninterrupted).ended).toMatchObject({ status: 0 });
  const [resumed, expected] = [home, uninterrupted].map((at) =>
    readStore(join(at, 'vocabularies', 'devices')),
  );
  expect(resumed?.manifest).toEqual(expected?.manifest);
  expect(resumed?.tables).toEqual(expected?.tables);
  expect(resumed?.vectors).toHaveLength(expected?.vectors.length ?? 0);
  // A name's vector depends a little on those it was encoded with.
  const difference = expected?.vectors.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (resumed?.vectors[i] ?? NaN))),
    0,
  );
  expect(difference).toBeLessThan(1e-5);
}, 1_200_000);

function readVersion(home: string): string {
  const manifest = readFileSync(join(home, 'vocabularies', 'devices', 'manifest.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** Of its vectors the numbers behind the names' ids. */
function readStore(folder: string): { manifest: unknown; tables: unknown[]; vectors: Float32Array } {
  const database = new DatabaseSync(join(folder, 'concepts.sqlite'), { readOnly: true });
  const tables = ['concepts', 'names', 'trigrams', 'trigram_lengths'].map((table) =>
    database.prepare(`SELECT * FROM ${table}`).all(),
  );
  database.close();
  const vectors = readFileSync(join(folder, 'vectors', 'index.tlv'));
  const start = 12 + nameCount * Uint32Array.BYTES_PER_ELEMENT;
  return {
    manifest: JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')),
    tables,
    vectors: new Float32Array(vectors.buffer.slice(vectors.byteOffset + start)),
  };
}

function readSize(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
