import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFolder, runCli, type RunningCli } from './runningCli.ts';

/** Names so unlike each other that it is known what comes first. */
const dictionary = [
  ...['MESH:D009203||myocardial infarction', 'MESH:D009203||heart attack'],
  ...['MESH:D003920|222100||diabetes mellitus', 'MESH:D003371||cough', 'MESH:D005334||fever'],
  ...['MESH:D010146||pain', 'MESH:D006261||headache', ''],
].join('\n');

const queries = [
  'heart attack\tD009203', // exact
  'Heart Attack\tMESH:D009203', // exact, again
  'myocardial infarcton\tD009203', // not exact
  'diabetes mellitus\tOMIM:222100', // exact, by its other identifier
  'cough\tD005334', // exact, and wrong
  'fever\tD999999', // a concept that the dictionary lacks
  'qqq zzz xxx\t-1', // no concept is right
  '',
].join('\n');

interface Files {
  readonly folder: string;
  readonly home: string;
  readonly dictionary: string;
  readonly queries: string;
}

function writeFiles(content = queries): Files {
  const folder = createFolder();
  const files = {
    folder,
    home: join(folder, 'home'),
    dictionary: join(folder, 'd.txt'),
    queries: join(folder, 'q'),
  };
  writeFileSync(files.dictionary, dictionary);
  writeFileSync(files.queries, content);
  return files;
}

/** On the CPU and with the most exact weights, so that the same names have the same vectors. */
function evaluate(files: Files, ...parameters: readonly string[]): RunningCli {
  const given = ['--dictionary', files.dictionary, '--queries', files.queries];
  return runCli(['evaluate', '--provider', 'cpu', '--precision', 'fp32', ...given, ...parameters], {
    env: { TERMLENS_HOME: files.home },
  });
}

describe('termlens evaluate', () => {
  test('--json tells what is known of a small dictionary', async () => {
    const files = writeFiles();
    const { status, stdout } = await evaluate(files, '--json', '--errors', '9').ended;
    expect(status).toBe(0);
    const told = JSON.parse(stdout) as Record<string, unknown>;
    expect(told).toMatchObject({
      mentions: 6,
      // The fifth and the sixth are wrong; of the fifth, the right one is among the first five.
      accuracyAt1: 4 / 6,
      accuracyAt1Names: 4 / 6,
      exactMatchAccuracy: 3 / 6,
      encoder: 'starter',
      precision: 'fp32',
      executionProvider: 'cpu',
      similarity: 'cosine',
      dictionary: { concepts: 6, names: 7 },
      goldOutsideDictionary: 1,
      concepts: { exact: { mentions: 5 }, notExact: { mentions: 1, accuracyAt1: 1 } },
      nil: { nilMentions: 2, saidNil: 1, precision: 1, recall: 0.5 },
    });
    for (const key of ['accuracyAt5', 'accuracyAt20', 'accuracyAt5Names', 'accuracyAt20Names'] as const) {
      expect([4 / 6, 5 / 6]).toContain(told[key]);
    }
    expect(told['accuracyAt20Names']).toBe(5 / 6);
    expect(told['errors']).toMatchObject([
      { mention: 'cough', gold: 'D005334', goldName: 'fever', first: [{ id: 'D003371', name: 'cough' }] },
      { mention: 'fever', gold: 'D999999', first: [{ id: 'D005334' }] },
    ]);
    expect(told['errors']).not.toHaveProperty('1.goldName');
  });

  test('a table is for people; the dictionary is encoded once', async () => {
    const files = writeFiles();
    const first = await evaluate(files).ended;
    expect(first.stdout).toMatch(/^Concepts +6 +66\.67 % \[/mu);
    expect(first.stdout).toMatch(/^ {2}not exact +1 +100\.00 % \[/mu);
    expect(first.stdout).toMatch(/^NIL +precision 100\.00 %, recall 50\.00 %/mu);
    expect(first.stdout).toMatch(/^Encoder +starter fp32 on cpu$/mu);
    const stores = join(files.home, 'cache', 'evaluation', 'vocabularies');
    const [store = ''] = readdirSync(stores).filter((name) => name.startsWith('dictionary-'));
    const madeAt = statSync(join(stores, store, 'manifest.json')).mtimeMs;
    await evaluate(files).ended;
    expect(statSync(join(stores, store, 'manifest.json')).mtimeMs).toBe(madeAt);
    expect(existsSync(join(files.home, 'vocabularies'))).toBe(false);
  });

  test('two runs are compared by their predictions', async () => {
    const files = writeFiles();
    const predictions = join(files.folder, 'before.tsv');
    await evaluate(files, '--predictions', predictions).ended;
    expect(readFileSync(predictions, 'utf8').split('\n')).toHaveLength(9);
    const same = await evaluate(files, '--compare', predictions, '--json').ended;
    expect(JSON.parse(same.stdout)).toMatchObject({
      comparison: { mentions: 6, wins: 0, losses: 0, difference: 0, interval: [0, 0], p: 1 },
    });
    const exactAlone = await evaluate(files, '--generators', 'exact', '--compare', predictions).ended;
    expect(exactAlone.stdout).toMatch(
      /^Compared +accuracy@1 −\d+\.\d+ points \[.*\]: wins 0, losses 1 of 6 mentions/mu,
    );
  });

  test('raw inner product measures names alone', async () => {
    const files = writeFiles();
    const { stdout } = await evaluate(files, '--json', '--similarity', 'inner-product').ended;
    expect(JSON.parse(stdout)).toMatchObject({
      mentions: 6,
      similarity: 'inner-product',
      accuracyAt1: 4 / 6,
    });
  });

  test('PubTator, with the types asked for, and what was wrong in it', async () => {
    const lines = [
      '1|t|Cough.',
      '1|a|Aspirin.',
      '1\t0\t5\tCough\tDisease\tD003371',
      '1\t9\t16\tAspirin\tChemical\tD1',
      'x',
    ];
    const { stdout, stderr } = await evaluate(writeFiles(lines.join('\r\n')), '--types', 'disease', '--json')
      .ended;
    expect(JSON.parse(stdout)).toMatchObject({
      mentions: 1,
      accuracyAt1: 1,
      accuracyAt1Names: 1,
      types: ['disease'],
    });
    expect(stderr).toMatch(/q, line 5: a line "pmid start end mention type ids"/u);
  });

  test('a share of nothing is null', async () => {
    const { stdout } = await evaluate(writeFiles('qqq zzz xxx\t-1\n'), '--json').ended;
    expect(JSON.parse(stdout)).toMatchObject({ mentions: 0, accuracyAt1: null, accuracyAt1Names: null });
  });
});

describe('what goes wrong is told', () => {
  test.each([
    [['--queries', '/nowhere/q'], 1, '/nowhere/q: the queries cannot be read (ENOENT'],
    [['--dictionary', '/nowhere/d'], 1, '/nowhere/d: the file cannot be read (ENOENT'],
    [['--types', 'Gene'], 1, 'no mention is of type Gene.'],
    [['--compare', '/nowhere/p.tsv'], 1, '/nowhere/p.tsv: the file cannot be read'],
    [['--similarity', 'euclid'], 2, 'Allowed choices are cosine, inner-product.'],
    [['--generators', 'exact,magic'], 2, 'Some of exact, lexical, dense are expected'],
    [['--candidates', '5'], 2, 'A whole number from 20 is expected.'],
    [['--encoder', '/nowhere/model'], 1, '/nowhere/model/config.json: the file is missing.'],
  ])('%j', async (parameters, expected, problem) => {
    const { status, stdout, stderr } = await evaluate(writeFiles(), ...parameters).ended;
    expect(stderr).toContain(problem);
    expect({ status, stdout }).toEqual({ status: expected, stdout: '' });
  });

  test('predictions about other mentions are refused before the encoder starts', async () => {
    const files = writeFiles();
    const predictions = join(files.folder, 'p.tsv');
    await evaluate(files, '--predictions', predictions).ended;
    const others = writeFiles('cough\tD1\n');
    cpSync(predictions, join(others.folder, 'p.tsv'));
    const { status, stderr } = await evaluate(others, '--compare', join(others.folder, 'p.tsv')).ended;
    expect(status).toBe(1);
    expect(stderr).toContain('The predictions to compare with are about other mentions (7, not 1;');
    expect(existsSync(others.home)).toBe(false);
  });

  test('Ctrl+C ends it and leaves no half of a store, only vectors that the next run takes', async () => {
    const files = writeFiles();
    const many = Array.from({ length: 60_000 }, (_, i) => `D${i}||unusual inflammation of rib number ${i}\n`);
    writeFileSync(files.dictionary, many.join(''));
    const running = evaluate(files);
    await running.saying('encoding the dictionary');
    running.child.kill('SIGINT');
    const { status, stdout, stderr } = await running.ended;
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/termlens: Interrupted\.\n$/u);
    const left = readdirSync(join(files.home, 'cache', 'evaluation', 'vocabularies'));
    expect(left.filter((name) => !name.endsWith('.encoded'))).toEqual([]);
  });
});
