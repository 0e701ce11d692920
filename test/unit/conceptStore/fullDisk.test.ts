import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'termlens-disk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file system of a few megabytes in a mount namespace of its own, for which no rights are needed where there are any. */
const onSmallDisk = (megabytes: number, command: string): string[] => [
  '--map-root-user',
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o size=${megabytes}m tmpfs "$0" && exec ${command}`,
  folder,
];
const canMount = spawnSync('unshare', onSmallDisk(1, 'true')).status === 0;

interface Ended {
  readonly name: string;
  readonly message: string;
  readonly conceptCount: number;
  readonly entries: readonly string[];
}

async function build(megabytes: number, concepts: number): Promise<Ended> {
  const script = join(import.meta.dirname, 'buildOnDisk.ts');
  const command = `"${process.execPath}" "${script}" "$0" ${concepts}`;
  const { stdout } = await promisify(execFile)('unshare', onSmallDisk(megabytes, command));
  return JSON.parse(stdout) as Ended;
}

describe.runIf(canMount)(
  `a disk that is full${canMount ? '' : ' (skipped: no file system can be mounted here)'}`,
  { timeout: 120_000 },
  () => {
    // Where it is full: in the tables, in what is encoded, in the graph.
    it.each([
      [2, 12_000],
      [6, 12_000],
      [12, 12_000],
    ])('of %i MB is told of, and the old store stays', async (megabytes, concepts) => {
      const { name, message, conceptCount, entries } = await build(megabytes, concepts);
      expect(name).toBe('StoreFolderError');
      expect(message).toContain(join(folder, 'vocabularies'));
      expect(message).toContain('TERMLENS_HOME');
      expect(conceptCount).toBe(10);
      expect(entries.filter((entry) => !entry.endsWith('.encoded'))).toEqual(['ten']);
    });

    it('that has room enough is no matter', async () => {
      expect(await build(200, 12_000)).toMatchObject({
        name: 'built',
        conceptCount: 12_010,
        entries: ['ten'],
      });
    });
  },
);
