import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { installSssom } from '../sssom/sssomValidator.ts';
import { createNotes, termlens } from './annotatedNotes.ts';
import { createFolder, runCli } from './runningCli.ts';

const table =
  '\ufeffid,term,n\r\n7,Heart attack,1\r\nHP:0001250,seizures,2\r\n,"he said ""fever""\r\nand | \\ left",3\r\n' +
  ',Heart attack,4\r\n,#fever,4\r\n,Heart attack,5\r\n,=1+2,6\r\n,qqqzzzxk,7\r\n';

describe('termlens map', () => {
  test('maps a column, each term once, and tells where it is', async () => {
    const folder = createNotes({ 'terms.csv': table });
    const output = join(folder, 'terms.csv.sssom.tsv');
    const { status, stdout } = await termlens(
      'map',
      join(folder, 'terms.csv'),
      '--id-column',
      'id',
      '--output',
      output,
    );
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${output}: 7 terms, 5 of them mapped\n` });
    expect(readdirSync(folder).sort()).toEqual(['terms.csv', 'terms.csv.sssom.tsv']);
    const text = readFileSync(output, 'utf8');
    expect(text).toMatch(
      /^#mapping_set_id: urn:uuid:[\da-f-]{36}\n#mapping_set_title: Terms of terms\.csv$/mu,
    );
    const rows = text.split('\n').filter((line) => !line.startsWith('#'));
    expect(rows[1]).toMatch(
      /^LOCAL:7\tHeart attack\tskos:exactMatch\tMESH:D009203\tMyocardial Infarction\t/u,
    );
    expect(text).toMatch(/^\tqqqzzzxk\tskos:exactMatch\tsssom:NoTermFound\t/mu);
  });

  test('a list from standard input goes to standard output, or as JSON', async () => {
    const env = { TERMLENS_HOME: inject('dataFolder') };
    const input = 'heart attack\r\nheart attack\n\nqqqzzzxk\n';
    const { status, stdout, stderr } = await runCli(['map', '-'], { env, input }).ended;
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'termlens: 2 terms, 1 of them mapped\n' });
    expect(stdout).toContain('\nheart attack\tskos:exactMatch\tMESH:D009203\t');
    const json = await runCli(['map', '-', '--json'], { env, input }).ended;
    expect(JSON.parse(json.stdout)).toMatchObject({
      ...{ terms: 2, mapped: 1 },
      mappings: [{ term: 'heart attack', candidate: { curie: 'MESH:D009203' } }, { term: 'qqqzzzxk' }],
    });
  });

  test('what is there is overwritten with --force alone', async () => {
    const folder = createNotes({ 'terms.txt': 'fever', 'mine.sssom.tsv': 'mine' });
    const output = join(folder, 'mine.sssom.tsv');
    const refused = await termlens('map', join(folder, 'terms.txt'), '--output', output);
    expect(refused).toEqual({
      ...{ status: 1, stdout: '' },
      stderr: `termlens: ${output}: it is there already. Give --force to overwrite it, or another --output.\n`,
    });
    expect(readFileSync(output, 'utf8')).toBe('mine');
    expect((await termlens('map', join(folder, 'terms.txt'), '--output', output, '--force')).status).toBe(0);
    expect(readFileSync(output, 'utf8')).toContain('MESH:D005334');
  });

  test('the terms themselves are not overwritten, whatever is forced', async () => {
    const file = join(createNotes({ 'terms.txt': 'fever' }), 'terms.txt');
    const { status, stderr } = await termlens('map', file, '--output', file, '--force');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `termlens: ${file}: the terms are in this file. Give another --output.\n`,
    });
    expect(readFileSync(file, 'utf8')).toBe('fever');
  });

  test.each([
    [['nowhere.csv'], 1, 'termlens: nowhere.csv: it cannot be read'],
    [['package.json', '--column', 'x'], 1, 'termlens: package.json: '],
    [['package.json', '--licence', 'mine'], 2, 'An address such as'],
    [['package.json', '--min-score', '2'], 2, 'A number from 0 to 1 is expected.'],
    [[], 2, "missing required argument 'file'"],
  ])('%j', async (parameters, status, problem) => {
    const ended = await termlens('map', ...parameters);
    expect(ended).toMatchObject({ status, stdout: '' });
    expect(ended.stderr).toContain(problem);
  });
});

test(
  'sssom-py, from PyPI, finds what is written valid by the schema of SSSOM',
  { timeout: 600_000 },
  async (context) => {
    const sssom = await installSssom();
    if ('missing' in sssom) {
      return context.skip(sssom.missing);
    }
    const folder = createFolder();
    const output = join(folder, 'a.sssom.tsv');
    writeFileSync(join(folder, 'a.csv'), table);
    for (const parameters of [
      ['--id-column', 'id'],
      ['--licence', 'https://example.org/mine'],
    ]) {
      const mapped = await termlens(
        'map',
        join(folder, 'a.csv'),
        '--output',
        output,
        '--force',
        ...parameters,
      );
      expect(mapped.status).toBe(0);
      expect(await sssom.validate(output)).toMatchObject({ status: 0 });
    }
    // It does find what is wrong.
    const damaged = join(folder, 'bad.sssom.tsv');
    writeFileSync(damaged, readFileSync(output, 'utf8').replace('semapv:LexicalMatching', 'semapv:Guessing'));
    expect((await sssom.validate(damaged)).output).toContain('validation errors');
  },
);
