import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFolder, runCli, type CliOutcome } from './runningCli.ts';

const note = '\u{1F600} Fever and\r\nback pain, no cough.';
const standoff = [
  'T1\tSign 2 7\tFever',
  'N1\tReference T1 HP:0001945\tFever',
  'T2\tSign 13 22\tback pain',
  'T3\tSign 27 32\tcough',
  'A1\tNegated T3',
  '#1\tAnnotatorNotes T2\tsince May',
  '',
].join('\n');

async function convert(...parameters: string[]): Promise<CliOutcome> {
  return runCli(['convert', ...parameters], { env: {}, input: '' }).ended;
}

/** Two notes with their annotations, and one without. */
function createNotes(): string {
  const folder = createFolder();
  mkdirSync(join(folder, 'notes'));
  for (const name of ['a', 'b']) {
    writeFileSync(join(folder, 'notes', `${name}.txt`), note);
    writeFileSync(join(folder, 'notes', `${name}.ann`), standoff);
  }
  writeFileSync(join(folder, 'notes', 'c.txt'), 'Nothing.');
  return folder;
}

describe('termlens convert', () => {
  test('a folder of notes becomes one BioC file, and that the same notes again', async () => {
    const folder = createNotes();
    const [xml, back] = [join(folder, 'all.xml'), join(folder, 'back')];
    const out = await convert(join(folder, 'notes'), '--to', 'bioc-xml', '--output', xml);
    expect(out).toEqual({
      status: 0,
      stdout: `${xml}: 3 documents with 6 annotations as BioC XML\n`,
      stderr: '',
    });
    expect(readdirSync(folder).sort()).toEqual(['all.xml', 'notes']);
    expect((await convert(xml, '--to', 'brat', '--output', back)).status).toBe(0);
    expect(readdirSync(back).sort()).toEqual(['a.ann', 'a.txt', 'b.ann', 'b.txt', 'c.ann', 'c.txt']);
    expect(readFileSync(join(back, 'b.txt'), 'utf8')).toBe(note);
    const lines = readFileSync(join(back, 'b.ann'), 'utf8').split('\n').sort();
    expect(lines).toEqual(standoff.split('\n').sort());
  });

  test('what a format cannot hold is told, in words and in the JSON', async () => {
    const folder = createNotes();
    const output = join(folder, 'all.conll');
    const parameters = [join(folder, 'notes', 'a.ann'), '--to', 'conll', '--output', output];
    const { status, stdout, stderr } = await convert(...parameters);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `${output}: 1 document with 3 annotations as CoNLL (IOB2)\n`,
    });
    expect(stderr).toContain('termlens: not held: comments: 1, first at document a, T2\n');
    expect(stderr).toContain('termlens: not held: concepts: 1, first at document a, T1\n');
    const json = await convert(...parameters, '--force', '--json');
    expect(json.stderr).toBe('');
    expect(JSON.parse(json.stdout)).toMatchObject({
      from: ['brat'],
      to: 'conll',
      documents: 1,
      annotations: 3,
      files: [output],
      problems: [],
    });
    expect(readFileSync(output, 'utf8')).toContain('pain\t18\t22\tI-Sign\n');
  });

  test('problems are told with file and line, and what is sound is converted', async () => {
    const folder = createNotes();
    const file = join(folder, 'notes', 'a.ann');
    writeFileSync(file, `${standoff}T9\tSign 5 999\tgone\n`);
    const { status, stderr } = await convert(file, '--to', 'tsv', '--output', join(folder, 'a.tsv'));
    expect(status).toBe(0);
    expect(stderr).toContain('termlens: a.ann, line 7: ');
    expect(readFileSync(join(folder, 'a.tsv'), 'utf8').split('\n')).toHaveLength(5);
  });

  test('nothing that is there is overwritten without --force', async () => {
    const folder = createNotes();
    const output = join(folder, 'all.json');
    writeFileSync(output, 'mine');
    const parameters = [join(folder, 'notes'), '--to', 'bioc-json', '--output', output];
    const refused = await convert(...parameters);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toBe(
      `termlens: ${output}: it is there already. Give --force to overwrite it, or another --output.\n`,
    );
    expect(readFileSync(output, 'utf8')).toBe('mine');
    // Nor the notes themselves, written where they were read.
    const inPlace = await convert(join(folder, 'notes'), '--to', 'brat', '--output', join(folder, 'notes'));
    expect(inPlace.status).toBe(1);
    expect(readFileSync(join(folder, 'notes', 'a.ann'), 'utf8')).toBe(standoff);
    expect((await convert(...parameters, '--force')).status).toBe(0);
    expect(readFileSync(output, 'utf8')).toContain('"documents"');
    expect(readdirSync(folder).sort()).toEqual(['all.json', 'notes']);
  });

  test.each([
    [
      ['/nowhere/a.xml', '--to', 'brat', '--output', 'x'],
      1,
      '/nowhere/a.xml: there is no such file. Check the path.',
    ],
    [['package.json', '--to', 'brat', '--output', 'x'], 1, 'package.json: its format is not known.'],
    [
      ['package.json', '--to', 'brat', '--from', 'fhir', '--output', 'x'],
      2,
      'Allowed choices are brat, bioc-xml',
    ],
    [['package.json', '--to', 'word', '--output', 'x'], 2, 'Allowed choices are brat, bioc-xml'],
    [['package.json', '--to', 'brat'], 2, "required option '--output <path>' not specified"],
  ])('%j', async (parameters, expected, problem) => {
    const { status, stdout, stderr } = await convert(...parameters);
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/\n\s+at /u);
    expect(existsSync('x')).toBe(false);
  });

  test('a large collection streams through with flat memory', async () => {
    const folder = createFolder();
    const document = (i: number): string =>
      `${i}|t|Pain in document ${i}\n${i}|a|${'Fever came and went. '.repeat(60)}\n${i}\t0\t4\tPain\tSign\tHP:0012531\n\n`;
    const input = join(folder, 'all.txt');
    writeFileSync(input, Array.from({ length: 20_000 }, (_, i) => document(i + 1)).join(''));
    const output = join(folder, 'all.json');
    const { status, stdout } = await runCli(['convert', input, '--to', 'bioc-json', '--output', output], {
      env: { NODE_OPTIONS: '--max-old-space-size=64' },
      input: '',
    }).ended;
    expect(status).toBe(0);
    expect(stdout).toContain('20,000 documents with 20,000 annotations as BioC JSON');
  });
});
