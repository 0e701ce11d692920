import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFolder, runCli, type CliOutcome } from './runningCli.ts';

const note = '\u{1F600} Fever and\r\nback pain, no cough.';
const anna = [
  'T1\tSign 2 7\tFever',
  'N1\tReference T1 HP:0001945\tFever',
  'T2\tSign 13 22\tback pain',
  'N2\tReference T2 HP:0003418\tBack pain',
  'T3\tSign 27 32\tcough',
  'A1\tNegated T3',
  '',
].join('\n');
const ben = [
  'T1\tSign 18 22\tpain',
  'N1\tReference T1 HP:0012531\tPain',
  'T2\tSign 2 7\tFever',
  'N2\tReference T2 HP:0001945\tFever',
  'A1\tHistorical T2',
  '',
].join('\n');

async function compare(...parameters: string[]): Promise<CliOutcome> {
  return runCli(['compare', ...parameters], { env: {}, input: '' }).ended;
}

/** Two annotators' folders of the same two notes, the second of which has nothing in it. */
function createFolders(): { readonly folder: string; readonly a: string; readonly b: string } {
  const folder = createFolder();
  const [a, b] = [join(folder, 'anna'), join(folder, 'ben')];
  for (const [side, standoff] of [
    [a, anna],
    [b, ben],
  ] as const) {
    mkdirSync(side);
    writeFileSync(join(side, 'one.txt'), note);
    writeFileSync(join(side, 'one.ann'), standoff);
    writeFileSync(join(side, 'two.txt'), 'Nothing.');
  }
  return { folder, a, b };
}

describe('termlens compare', () => {
  test('prints how far two folders agree', async () => {
    const { a, b } = createFolders();
    const { status, stdout, stderr } = await compare(a, b);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const rows = stdout.split('\n').map((line) => line.split(/\s{2,}/u));
    expect(rows.slice(0, 3)).toEqual([
      ['A', `${a} (brat): 2 documents, 3 annotations`],
      ['B', `${b} (brat): 2 documents, 2 annotations`],
      ['2 documents compared. Precision is of B, recall of A.'],
    ]);
    expect(rows).toContainEqual(['Same span', '0.5000', '0.3333', '0.4000', '1', '3', '2']);
    expect(rows).toContainEqual(['Overlapping span', '1.0000', '0.6667', '0.8000', '2', '3', '2']);
    expect(rows).toContainEqual(['Same span and a concept', '0.5000', '0.5000', '0.5000', '1', '2', '2']);
    expect(rows).toContainEqual(['Historical', '0.0000', '–', '0.0000', '0', '0', '1']);
  });

  test('gives the figures as JSON, of each document when asked', async () => {
    const { a, b } = createFolders();
    const { status, stdout } = await compare(a, b, '--json', '--documents');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      a: { path: a, formats: ['brat'], documents: 2, annotations: 3 },
      documents: 2,
      same: {
        spans: { inBoth: 1, inA: 3, inB: 2, precision: 0.5, recall: 1 / 3, f1: 0.4 },
        concepts: { pairs: 1, anyShared: 1, kappa: { judged: 1, observed: 1, kappa: null } },
      },
      documentConcepts: { inBoth: 1, inA: 2, inB: 2, f1: 0.5 },
      comparedAttributes: ['Historical', 'Negated'],
      differences: 3,
      notCompared: { onlyInA: [], onlyInB: [], otherText: [] },
      perDocument: [
        { id: 'one', differences: 3 },
        { id: 'two', differences: 0, same: { spans: { f1: null } } },
      ],
      problems: [],
    });
  });

  test('compares files of different formats, laid out in their own ways', async () => {
    const { folder, a, b } = createFolders();
    const xml = join(folder, 'ben.xml');
    expect(
      (await runCli(['convert', b, '--to', 'bioc-xml', '--output', xml], { env: {}, input: '' }).ended)
        .status,
    ).toBe(0);
    const pubtator = join(folder, 'anna.pubtator');
    expect(
      (await runCli(['convert', a, '--to', 'pubtator', '--output', pubtator], { env: {}, input: '' }).ended)
        .status,
    ).toBe(0);
    const { status, stdout } = await compare(pubtator, xml, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      a: { formats: ['pubtator'] },
      b: { formats: ['bioc-xml'] },
      documents: 2,
      same: { spans: { inBoth: 1, inA: 3, inB: 2 } },
      // PubTator has none.
      comparedAttributes: [],
    });
  });

  test('writes the differences, without a word of the notes unless asked to', async () => {
    const { folder, a, b } = createFolders();
    const file = join(folder, 'differences.tsv');
    const { status, stdout } = await compare(a, b, '--differences', file);
    expect(status).toBe(0);
    expect(stdout).toContain(`${file}: 3 differences\n`);
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines.slice(1)).toEqual([
      'one\tother attributes\tT1\t2-7\tSign\tHP:0001945\t\tT2\t2-7\tSign\tHP:0001945\tHistorical',
      'one\tother span, other concept\tT2\t13-22\tSign\tHP:0003418\t\tT1\t18-22\tSign\tHP:0012531\t',
      'one\tonly in A\tT3\t27-32\tSign\t\tNegated\t\t\t\t\t',
      '',
    ]);
    const again = await compare(a, b, '--differences', file);
    expect(again.status).toBe(1);
    expect(again.stderr).toBe(
      `termlens: ${file}: it is there already. Give --force to overwrite it, or another name.\n`,
    );
    expect((await compare(a, b, '--differences', file, '--force', '--with-text')).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('\tcough\t');
  });

  test('writes a third set to decide in, and overwrites none', async () => {
    const { folder, a, b } = createFolders();
    const third = join(folder, 'third');
    const { status, stdout } = await compare(a, b, '--adjudicate', third);
    expect(status).toBe(0);
    expect(stdout).toContain(`${third}: 2 documents, 3 differences to decide\n`);
    expect(readdirSync(third).sort()).toEqual(['one.ann', 'one.txt', 'two.ann', 'two.txt']);
    expect(readFileSync(join(third, 'one.txt'), 'utf8')).toBe(note);
    expect(readFileSync(join(third, 'one.ann'), 'utf8').split('\n')).toEqual([
      'T1\tSign 2 7\tFever',
      'N1\tReference T1 HP:0001945\tFever',
      'A1\tAdjudicate T1 A',
      '#1\tAnnotatorNotes T1\tDifference 1 of 3: other attributes; of anna; B has 2-7, HP:0001945, Historical',
      'T2\tSign 2 7\tFever',
      'N2\tReference T2 HP:0001945\tFever',
      'A2\tHistorical T2',
      'A3\tAdjudicate T2 B',
      '#2\tAnnotatorNotes T2\tDifference 1 of 3: other attributes; of ben; A has 2-7, HP:0001945',
      'T3\tSign 13 22\tback pain',
      'N3\tReference T3 HP:0003418\tBack pain',
      'A4\tAdjudicate T3 A',
      '#3\tAnnotatorNotes T3\tDifference 2 of 3: other span, other concept; of anna; B has 18-22, HP:0012531',
      'T4\tSign 18 22\tpain',
      'N4\tReference T4 HP:0012531\tPain',
      'A5\tAdjudicate T4 B',
      '#4\tAnnotatorNotes T4\tDifference 2 of 3: other span, other concept; of ben; A has 13-22, HP:0003418',
      'T5\tSign 27 32\tcough',
      'A6\tNegated T5',
      'A7\tAdjudicate T5 A',
      '#5\tAnnotatorNotes T5\tDifference 3 of 3: only in A; of anna',
      '',
    ]);
    writeFileSync(join(third, 'one.ann'), 'decided');
    const again = await compare(a, b, '--adjudicate', third);
    expect(again.status).toBe(1);
    expect(again.stderr).toContain('it is there already. Give --force to overwrite it');
    expect(readFileSync(join(third, 'one.ann'), 'utf8')).toBe('decided');
  });

  test('identifiers that a dictionary gives one concept are the same', async () => {
    const { folder, a, b } = createFolders();
    const dictionary = join(folder, 'dictionary.txt');
    writeFileSync(dictionary, 'HP:0003418|HP:0012531||back pain\n');
    const { stdout } = await compare(a, b, '--json', '--dictionary', dictionary);
    expect(JSON.parse(stdout)).toMatchObject({ documentConcepts: { inBoth: 2, inA: 2, inB: 2 } });
  });

  test('tells of documents that cannot be compared, and of what cannot be read', async () => {
    const { a, b } = createFolders();
    writeFileSync(join(a, 'two.txt'), 'Something else.');
    writeFileSync(join(b, 'three.txt'), 'Nothing.');
    writeFileSync(join(b, 'one.ann'), `${ben}T9\tSign 5 999\tgone\n`);
    const { status, stdout, stderr } = await compare(a, b);
    expect(status).toBe(0);
    expect(stdout).toContain('1 document compared.');
    expect(stderr).toContain('termlens: 1 document only in B, not compared: three\n');
    expect(stderr).toContain('termlens: 1 document with another text in B, not compared: two\n');
    expect(stderr).toContain(`termlens: ${join(b, 'one.ann')}, line 6: `);
  });

  test.each([
    [['/nowhere/a', '.'], 1, '/nowhere/a: there is no such file. Check the path.'],
    [['package.json', 'package.json'], 1, 'package.json: its format is not known.'],
    [['package.json'], 2, "missing required argument 'b'"],
    [['package.json', 'package.json', '--from-a', 'fhir'], 2, 'Allowed choices are brat, bioc-xml'],
  ])('%j', async (parameters, expected, problem) => {
    const { status, stdout, stderr } = await compare(...parameters);
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/\n\s+at /u);
  });
});
