import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { createFolder, runCli, type CliOutcome } from './runningCli.ts';

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

[Term]
name: nothing says which
`;

interface Place {
  readonly home: string;
  readonly file: string;
  run(...parameters: readonly string[]): Promise<CliOutcome>;
}

function createPlace(): Place {
  const folder = createFolder();
  const place = { home: join(folder, 'home'), file: join(folder, 'devices.obo') };
  writeFileSync(place.file, obo);
  return {
    ...place,
    run: (...parameters) => runCli(parameters, { env: { TERMLENS_HOME: place.home } }).ended,
  };
}

const encoding = ['--provider', 'cpu', '--precision', 'fp32'];

describe('termlens vocabulary', () => {
  test('add makes a vocabulary that link finds, list shows and remove takes away', async () => {
    const { home, file, run } = createPlace();
    const added = await run('vocabulary', 'add', file, ...encoding);
    expect(added.stderr).toContain('devices.obo, line 15: ');
    expect(added.stdout).toContain('Added "devices": devices, 2026-01-01 (OBO 1.4): 2 concepts, 3 names.');
    expect(added.status).toBe(0);
    expect(readdirSync(join(home, 'vocabularies'))).toEqual(['devices']);

    const linked = await run('link', 'the Zwickel pumps', 'heart attack', '--json', ...encoding);
    expect(JSON.parse(linked.stdout)).toMatchObject([
      { candidates: [{ curie: 'DEV:1', matchType: 'exact', vocabulary: 'devices' }] },
      { candidates: [{ curie: 'MESH:D009203', vocabulary: 'starter' }] },
    ]);

    const again = await run('vocabulary', 'add', file, '--json', ...encoding);
    expect(JSON.parse(again.stdout)).toMatchObject({ id: 'devices', conceptCount: 2, nameCount: 3 });
    const info = await run('vocabulary', 'info', 'devices', 'DEV:1', '--json', ...encoding);
    expect(JSON.parse(info.stdout)).toMatchObject({ definition: 'A pump that nobody has.' });

    expect((await run('vocabulary', 'remove', 'devices')).stdout).toBe('Removed "devices".\n');
    const list = await run('vocabulary', 'list', '--json', ...encoding);
    expect((JSON.parse(list.stdout) as { id: string }[]).map(({ id }) => id)).toEqual(['starter']);
  });

  test('what cannot be done ends with 1 and says what to do', async () => {
    const { home, file, run } = createPlace();
    const page = join(home, '..', 'portal.obo');
    writeFileSync(page, '<!DOCTYPE html><html><body>Please sign in</body></html>');
    for (const [parameters, message] of [
      [['add', join(home, 'missing.obo')], /missing\.obo: /u],
      [['add', page], /web page/u],
      [['add', file, '--id', 'Not an id'], /cannot be the id/u],
      [['add', file, '--id', 'starter'], /--id/u],
      [['add', file, '--id', 'own'], /--id/u],
      [['add', 'ftp://example.org/hp.obo'], /download the file/u],
      [['add', 'https://example.org/hp.obo', '--offline'], /offline/u],
      [['add', 'SNOMED CT'], /snomed\.org.*`termlens vocabulary add <file> --id snomedct`/u],
      [['add', 'gene onthology'], /Did you mean go\?/u],
      [['add', '-'], /--id mine/u],
      [['remove', 'starter'], /comes with TermLens/u],
      [['remove', 'nothing'], /vocabulary list/u],
    ] as const) {
      const { status, stderr, stdout } = await run('vocabulary', ...parameters);
      expect(stderr).toMatch(message);
      expect([status, stdout]).toEqual([1, '']);
    }
    expect(existsSync(join(home, 'vocabularies', 'devices'))).toBe(false);
  });

  test('rows on standard input become one', async () => {
    const { home } = createPlace();
    const input = 'id\tname\nX:1\tZwickel pump\nX:2\tQuandle clamp\n';
    const pasted = runCli(['vocabulary', 'add', '-', '--id', 'mine', '--json', ...encoding], {
      env: { TERMLENS_HOME: home },
      input,
    });
    const { status, stdout } = await pasted.ended;
    expect(JSON.parse(stdout)).toMatchObject({ id: 'mine', conceptCount: 2, source: 'standard input' });
    expect(status).toBe(0);
    expect(readdirSync(join(home, 'downloads', 'vocabularies'))).toEqual([]);

    const empty = runCli(['vocabulary', 'add', '-', '--id', 'none'], {
      env: { TERMLENS_HOME: home },
      input: '',
    });
    expect(await empty.ended).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('nothing') as string,
    });
  });

  test('a build that is killed goes on where it was', async () => {
    const { home, file, run } = createPlace();
    const count = 9_000;
    const terms = Array.from(
      { length: count },
      (_, i) => `[Term]\nid: DEV:${i}\nname: device of kind ${i}\n`,
    );
    writeFileSync(file, ['format-version: 1.2\n', ...terms].join('\n'));
    const encoded = join(home, 'vocabularies', 'devices.encoded');
    const { child, ended } = runCli(['vocabulary', 'add', file, ...encoding], {
      env: { TERMLENS_HOME: home },
    });
    while (!existsSync(encoded) || readFileSync(encoded).length < 1_000_000) {
      await setTimeout(50);
    }
    child.kill('SIGKILL');
    await ended;
    expect(existsSync(join(home, 'vocabularies', 'devices'))).toBe(false);

    const { status, stdout } = await run('vocabulary', 'add', file, '--json', ...encoding);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ conceptCount: count, nameCount: count });
    expect(readdirSync(join(home, 'vocabularies'))).toEqual(['devices']);
  }, 300_000);

  test('one that is damaged is left out, and the others serve', async () => {
    const { home, file, run } = createPlace();
    await run('vocabulary', 'add', file, ...encoding);
    truncateSync(join(home, 'vocabularies', 'devices', 'concepts.sqlite'), 100);
    const { stdout, stderr, status } = await run(
      'link',
      'heart attack',
      'Zwickel pump',
      '--json',
      ...encoding,
    );
    expect(status).toBe(0);
    expect(stderr).toContain('termlens vocabulary remove devices');
    const [known] = JSON.parse(stdout) as { candidates: { curie: string }[] }[];
    expect(known?.candidates[0]?.curie).toBe('MESH:D009203');
    // Adding it again mends it.
    expect((await run('vocabulary', 'add', file, ...encoding)).status).toBe(0);
    const mended = await run('link', 'Zwickel pump', '--json', ...encoding);
    expect(JSON.parse(mended.stdout)).toMatchObject([{ candidates: [{ curie: 'DEV:1' }] }]);
  });

  const hpo = join(projectFolder, '..', 'shared', 'data', 'hpo-2016', 'hp.obo.gz');
  test.skipIf(!existsSync(hpo))(
    'the Human Phenotype Ontology finds what people call its phenotypes',
    async () => {
      const { home, run } = createPlace();
      mkdirSync(home, { recursive: true });
      const added = await run('vocabulary', 'add', hpo, '--id', 'hpo', '--json', ...encoding);
      expect(JSON.parse(added.stdout)).toMatchObject({ id: 'hpo', title: 'Human Phenotype Ontology' });
      const { stdout } = await run(
        'link',
        'seizure',
        'big head',
        'cardiac enlargement',
        '--json',
        ...encoding,
      );
      const results = JSON.parse(stdout) as { candidates: { curie: string }[] }[];
      const firstThree = results.map(({ candidates }) => candidates.slice(0, 3).map(({ curie }) => curie));
      expect(firstThree[0]).toContain('HP:0001250');
      expect(firstThree[1]).toContain('HP:0000256');
      expect(firstThree[2]).toContain('HP:0001640');
    },
    300_000,
  );
});
