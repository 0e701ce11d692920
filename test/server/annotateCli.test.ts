import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { annotate, createNotes, listFiles, termlens } from './annotatedNotes.ts';
import type { CliOutcome } from './runningCli.ts';

describe('termlens annotate of a folder', () => {
  const notes = {
    'notes/b.txt': 'Admitted with a heart attack.',
    'notes/a.txt': '\ufeffHe denies cough.\r\n',
    'notes/ward 1/b.txt': 'Nothing.',
    'notes/ward 1/c.md': '# Heart attack',
    'notes/.hidden/d.txt': 'Cough.',
    'notes/table.csv': 'cough',
  };

  test('writes what it finds as files beside each other, in folders as the notes are', async () => {
    const folder = createNotes(notes);
    const output = join(folder, 'out');
    const { status, stdout } = await annotate(join(folder, 'notes'), '--output', output);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `${output}: 4 documents, 3 annotations as brat standoff\n`,
    });
    expect(listFiles(output)).toEqual([
      '.termlens-annotate.jsonl',
      ...['a.ann', 'a.txt', 'b.ann', 'b.txt'],
      ...['ward 1/b.ann', 'ward 1/b.txt', 'ward 1/c.md.ann', 'ward 1/c.md.txt'],
    ]);
    expect(readFileSync(join(output, 'a.txt'), 'utf8')).toBe('He denies cough.\r\n');
    expect(readFileSync(join(output, 'a.ann'), 'utf8').split('\n')).toEqual([
      'T1\tFinding 10 15\tcough',
      'N1\tReference T1 MESH:D003371\tCough',
      'A1\tNegated T1',
      '',
    ]);
    expect(readFileSync(join(output, 'ward 1/c.md.ann'), 'utf8')).toContain('MESH:D009203');
    // What is written is read again.
    const { stdout: json } = await termlens('compare', output, output, '--json');
    expect(JSON.parse(json)).toMatchObject({ documents: 4, same: { spans: { inBoth: 3, f1: 1 } } });
  });

  test('writes one file of a format that holds all', async () => {
    const folder = createNotes(notes);
    const output = join(folder, 'out.xml');
    const parameters = [join(folder, 'notes'), '--output', output, '--format', 'bioc-xml'];
    const { status, stdout } = await annotate(...parameters, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ output, format: 'bioc-xml', documents: 4, doneBefore: 0, annotations: 3 },
      ...{ losses: [], problems: [], failures: [] },
    });
    const ids = Array.from(readFileSync(output, 'utf8').matchAll(/<id>(.*?)<\/id>/gu), ([, id]) => id);
    expect(ids).toEqual(['a', 'b', 'ward 1/b', 'ward 1/c.md']);
    expect(readdirSync(folder).sort()).toEqual(['notes', 'out.xml']);
    const again = await annotate(...parameters);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('it is there already. Give --force to overwrite it');
  });

  test('does what is done already only once, unless it changed', async () => {
    const folder = createNotes(notes);
    const output = join(folder, 'out');
    const run = async (...more: string[]): Promise<unknown> => {
      const { stdout } = await annotate(join(folder, 'notes'), '--output', output, '--json', ...more);
      const { documents, doneBefore, failures } = JSON.parse(stdout) as Record<string, unknown>;
      return { documents, doneBefore, failures };
    };
    await run();
    const before = statSync(join(output, 'b.ann')).mtimeMs;
    expect(await run()).toEqual({ documents: 4, doneBefore: 4, failures: [] });
    expect(statSync(join(output, 'b.ann')).mtimeMs).toBe(before);
    // The text of a note, an output that is gone, another option.
    writeFileSync(join(folder, 'notes/b.txt'), 'No cough.');
    expect(await run()).toEqual({ documents: 4, doneBefore: 3, failures: [] });
    expect(readFileSync(join(output, 'b.ann'), 'utf8')).toContain('MESH:D003371');
    writeFileSync(join(output, '.termlens-annotate.jsonl'), '{"half a li', { flag: 'a' });
    expect(await run('--min-score', '0.9')).toEqual({ documents: 4, doneBefore: 0, failures: [] });
    expect(await run('--min-score', '0.9')).toEqual({ documents: 4, doneBefore: 4, failures: [] });
  });

  test('overwrites nobody’s work', async () => {
    const folder = createNotes({ ...notes, 'out/a.txt': 'mine' });
    const output = join(folder, 'out');
    const run = (...more: string[]): Promise<CliOutcome> =>
      annotate(join(folder, 'notes'), '--output', output, ...more);
    const first = await run();
    expect(first.status).toBe(1);
    expect(first.stderr).toContain(
      `${join(output, 'a.txt')}: it is there already. Give --force to overwrite it`,
    );
    expect(first.stdout).toContain('3 documents, 2 annotations');
    expect(readFileSync(join(output, 'a.txt'), 'utf8')).toBe('mine');
    writeFileSync(join(output, 'b.ann'), 'corrected');
    writeFileSync(join(folder, 'notes/b.txt'), 'No cough.');
    const second = await run();
    expect(second.stderr).toContain(
      `${join(output, 'b.ann')}: it was changed since it was written. Give --force`,
    );
    expect(readFileSync(join(output, 'b.ann'), 'utf8')).toBe('corrected');
    expect((await run('--force')).status).toBe(0);
    expect(readFileSync(join(output, 'a.txt'), 'utf8')).toBe('He denies cough.\r\n');
  });

  test('tells at the end of notes that are none, and does the others', async () => {
    const folder = createNotes({
      'notes/a.txt': 'Cough.',
      'notes/binary.txt': Buffer.from([1, 0, 2]),
      'notes/latin.txt': Buffer.from('caf\xe9', 'latin1'),
      'notes/log.txt': 'x'.repeat(20_000_000),
      'notes/z.txt': 'Cough.',
    });
    const output = join(folder, 'out');
    const { status, stdout, stderr } = await annotate(
      join(folder, 'notes'),
      '/nowhere.txt',
      '--output',
      output,
    );
    expect(status).toBe(1);
    expect(stdout).toBe(`${output}: 2 documents, 2 annotations as brat standoff\n`);
    for (const problem of [
      '/nowhere.txt: the note cannot be read (ENOENT',
      `${join(folder, 'notes/binary.txt')}: this is a binary file, not a note.`,
      `${join(folder, 'notes/latin.txt')}: the file is no UTF-8 text.`,
      `${join(folder, 'notes/log.txt')}: the file is larger than 10 MB, which is no note.`,
    ]) {
      expect(stderr).toContain(`termlens: ${problem}`);
    }
    expect(stderr).not.toMatch(/\n\s+at /u);
    expect(listFiles(output)).toEqual(['.termlens-annotate.jsonl', 'a.ann', 'a.txt', 'z.ann', 'z.txt']);
  });

  test('prints all mentions as one JSON', async () => {
    const folder = createNotes(notes);
    const { status, stdout } = await annotate(join(folder, 'notes'), '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject([
      { file: join(folder, 'notes/a.txt'), mentions: [{ start: 11, end: 16, text: 'cough' }] },
      { file: join(folder, 'notes/b.txt'), mentions: [{ text: 'heart attack' }] },
      { file: join(folder, 'notes/ward 1/b.txt'), mentions: [] },
      { file: join(folder, 'notes/ward 1/c.md'), mentions: [{ text: 'Heart attack' }] },
    ]);
    expect(stdout).toBe(`${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
  });
});

describe('termlens annotate of a corpus', () => {
  const pubtator = [
    '1|t|Heart attack in men.',
    '1|a|He had a cough \u{1F600} and a fever.',
    '1\t0\t12\tHeart attack\tDisease\tD009203',
    '1\t30\t35\tcough\tDisease\tD000000',
    '1\t30\t50\tcough \u{1F600} and a fever\tDisease\t-1',
    '',
    '2|t|Nothing.',
    '',
  ].join('\n');

  test('reads the texts, drops what was annotated, and is compared with it', async () => {
    const folder = createNotes({ 'gold.txt': pubtator });
    const [gold, output] = [join(folder, 'gold.txt'), join(folder, 'found.txt')];
    const { status, stdout } = await annotate(gold, '--format', 'pubtator', '--output', output);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `${output}: 2 documents, 3 annotations as PubTator\n`,
    });
    const found = readFileSync(output, 'utf8');
    expect(found.split('\n').slice(0, 3)).toEqual([
      ...pubtator.split('\n').slice(0, 2),
      '1\t0\t12\tHeart attack\tDisorder\tMESH:D009203',
    ]);
    expect(found).not.toContain('D000000');
    const compared = await termlens('compare', gold, output, '--json');
    expect(JSON.parse(compared.stdout)).toMatchObject({
      documents: 2,
      same: { spans: { inBoth: 2, inA: 3, inB: 3 }, linkedSpans: { inBoth: 1, inA: 2, inB: 3 } },
      documentConcepts: { inBoth: 1, inA: 2, inB: 3 },
    });
  });

  test('keeps what was annotated when asked to', async () => {
    const folder = createNotes({ 'gold.txt': pubtator });
    const output = join(folder, 'found.txt');
    const parameters = ['--format', 'pubtator', '--output', output, '--keep'];
    expect((await annotate(join(folder, 'gold.txt'), ...parameters)).status).toBe(0);
    expect(readFileSync(output, 'utf8')).toContain('\tD000000\n');
    expect(readFileSync(output, 'utf8').match(/\tHeart attack\t/gu)).toHaveLength(2);
  });

  test('annotations beside a note are no part of it unless they are kept', async () => {
    const folder = createNotes({ 'n.txt': 'A cough.', 'n.ann': 'T1\tOther 0 1\tA\n' });
    const run = async (name: string, ...more: string[]): Promise<string> => {
      const output = join(folder, name);
      expect((await annotate(join(folder, 'n.txt'), '--output', output, ...more)).status).toBe(0);
      return readFileSync(join(output, 'n.ann'), 'utf8');
    };
    expect(await run('fresh')).toBe('T1\tFinding 2 7\tcough\nN1\tReference T1 MESH:D003371\tCough\n');
    expect(await run('kept', '--keep')).toBe(
      'T1\tOther 0 1\tA\nT2\tFinding 2 7\tcough\nN1\tReference T2 MESH:D003371\tCough\n',
    );
  });
});

test.each([
  [
    ['annotate', 'x', '--write', '--output', 'y'],
    "option '--write' cannot be used with option '--output <path>'",
  ],
  [['annotate', 'x', '--output', 'y', '--format', 'word'], 'Allowed choices are brat, bioc-xml'],
  [['annotate', 'x', '--jobs', '0'], 'A whole number from 1 is expected.'],
  [['annotate', 'x', '--generators', 'luck'], 'Some of exact, lexical, dense are expected'],
])('%j is used wrongly', async (parameters, problem) => {
  const { status, stdout, stderr } = await termlens(...parameters);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(problem);
});

test('a folder without notes is told, and links are not followed', async () => {
  const folder = createNotes({ 'elsewhere/a.txt': 'Cough.', 'empty/x.csv': 'cough' });
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'empty', 'link'));
  const { status, stdout, stderr } = await annotate(join(folder, 'empty'));
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toBe(
    `termlens: ${join(folder, 'empty')}: there is no note in this folder, no file that ends in .txt or .md.\n`,
  );
});
