import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { hoverText, startServer } from './client.ts';
import { createNote } from './noteOnDisk.ts';

const cliScript = join(projectFolder, 'dist', 'cli.js');

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function termlens(...parameters: string[]): Outcome {
  const env = { ...process.env, TERMLENS_HOME: inject('dataFolder') };
  return spawnSync(process.execPath, [cliScript, ...parameters], { env, encoding: 'utf8' });
}

/** The JSON of a run that succeeded. */
function termlensJson(...parameters: string[]): unknown {
  const { status, stdout, stderr } = termlens(...parameters, '--json');
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return JSON.parse(stdout);
}

describe('termlens link', () => {
  interface Result {
    readonly mention: string;
    readonly candidates: readonly { readonly curie: string; readonly score: number }[];
  }

  test('gives the concepts of mentions as JSON', () => {
    const results = termlensJson('link', 'heart attack', 'T2DM', 'sob', 'qwzx') as Result[];
    expect(results.map(({ mention, candidates }) => [mention, candidates[0]?.curie])).toEqual([
      ['heart attack', 'MESH:D009203'],
      ['T2DM', 'MESH:D003924'],
      ['sob', 'MESH:D004417'],
      ['qwzx', undefined],
    ]);
    expect(results[0]?.candidates[0]).toEqual({
      curie: 'MESH:D009203',
      preferredName: 'Myocardial Infarction',
      matchedName: 'heart attack',
      matchType: 'exact',
      score: 1,
      vocabulary: 'starter',
      semanticTypes: ['Disorder'],
      // With 8-bit weights a vector depends a little on its batch.
      evidence: { lexical: 1, semantic: expect.closeTo(1, 2) as number },
    });
    expect(results[3]).toEqual({ mention: 'qwzx', candidates: [] });
    const keys = results.flatMap(({ candidates }) =>
      candidates.map((candidate) => Object.keys(candidate).join(' ')),
    );
    expect(new Set(keys).size).toBe(1);
  });

  test('takes count and threshold', () => {
    const lenient = termlensJson('link', 'heart attack', '--min-score', '0', '--candidates', '7') as Result[];
    expect(lenient[0]?.candidates).toHaveLength(7);
    const strict = termlensJson('link', 'heart attack', '--min-score', '1') as Result[];
    expect(strict[0]?.candidates.map(({ curie }) => curie)).toEqual(['MESH:D009203']);
  });

  test('prints a table without --json', () => {
    const { stdout, status } = termlens('link', 'heart attack', 'qwzx', '--candidates', '1');
    expect(status).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(/\s{2,}/u))).toEqual([
      ['Mention', 'Concept', 'Identifier', 'Match', 'Score'],
      ['heart attack', 'Myocardial Infarction', 'MESH:D009203', 'exact', '1.00'],
      ['qwzx', '(nothing close enough)'],
      [''],
    ]);
  });
});

describe('termlens annotate', () => {
  const text = '🤧 Admitted with a heart attack.\nHe had T2DM.\n';

  test('gives the mentions of a file as JSON, offsets in UTF-16', () => {
    const note = createNote(text);
    const notes = termlensJson('annotate', note.path, '--min-score', '1') as unknown[];
    expect(notes).toMatchObject([
      {
        file: note.path,
        mentions: [
          { start: 19, end: 31, text: 'heart attack', candidates: [{ curie: 'MESH:D009203' }] },
          { start: 40, end: 44, text: 'T2DM', candidates: [{ curie: 'MESH:D003924' }] },
        ],
      },
    ]);
    expect(existsSync(note.annPath)).toBe(false);
  });

  test('writes the annotation file when asked to, and again changes nothing', () => {
    const note = createNote(text);
    const expected =
      'T1\tDisorder 18 30\theart attack\nN1\tReference T1 MESH:D009203\tMyocardial Infarction\n' +
      'T2\tDisorder 39 43\tT2DM\nN2\tReference T2 MESH:D003924\tType 2 Diabetes Mellitus\n';
    for (const run of ['first', 'second']) {
      const { status, stderr, stdout } = termlens('annotate', '--write', note.path, '--min-score', '1');
      expect({ run, status }).toEqual({ run, status: 0 });
      expect(note.readAnn()).toBe(expected);
      expect(stderr).toContain(`2 annotations in ${note.annPath}`);
      expect(stdout).toContain(`${note.path}: 2 mentions`);
    }
  });

  test('places annotations right in a note with a byte order mark', () => {
    const note = createNote(`\ufeff${text}`);
    expect(termlens('annotate', '--write', note.path, '--min-score', '1').status).toBe(0);
    // brat counts the mark as a character.
    expect(note.readAnn()).toContain('T1\tDisorder 19 31\theart attack\n');
  });

  test.each([
    ['a missing file', undefined, 'the note cannot be read'],
    ['a binary file', Buffer.from([1, 0, 2]), 'this is a binary file, not a note. Give a plain text file.'],
    [
      'a file in another encoding',
      Buffer.from('caf\xe9', 'latin1'),
      'the file is no UTF-8 text. Save it as UTF-8 first.',
    ],
  ])('refuses %s with its name', (_, content, problem) => {
    const path = join(createNote('').folder, 'odd.txt');
    if (content) {
      writeFileSync(path, content);
    }
    const { status, stdout, stderr } = termlens('annotate', path);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`termlens: ${path}: ${problem}`);
    expect(stderr).not.toMatch(/\n\s+at /u);
  });
});

describe('termlens vocabulary', () => {
  const vocabulary = {
    id: 'starter',
    title: 'TermLens starter vocabulary',
    licence: 'Apache-2.0',
    vectorEngine: 'vectra',
  };

  test('list', () => {
    expect(termlensJson('vocabulary', 'list')).toMatchObject([vocabulary]);
  });

  test('info', () => {
    expect(termlensJson('vocabulary', 'info', 'starter')).toMatchObject(vocabulary);
    expect(termlensJson('vocabulary', 'info', 'starter', 'MESH:D009203')).toMatchObject({
      curie: 'MESH:D009203',
      preferredName: 'Myocardial Infarction',
    });
  });

  test.each([
    [['vocabulary', 'info', 'nonsense'], 'There is no vocabulary "nonsense". Installed: starter.'],
    [['vocabulary', 'info', 'starter', 'MESH:D0'], 'Vocabulary "starter" has no concept MESH:D0.'],
    [['link', 'pain', '--encoder', '/nowhere/model'], '/nowhere/model/config.json: the file is missing.'],
  ])('%j fails with words', (parameters, problem) => {
    const { status, stdout, stderr } = termlens(...parameters);
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(`termlens: ${problem}`);
    expect(stderr).not.toMatch(/\n\s+at /u);
  });
});

test('termlens encoder info tells what runs where', () => {
  expect(termlensJson('encoder', 'info', '--provider', 'cpu', '--precision', 'fp32')).toMatchObject({
    modelId: 'starter',
    precision: 'fp32',
    executionProvider: 'cpu',
    dimensions: 384,
    pooling: 'cls',
    notices: [],
  });
});

describe('exit status 2 and a message on standard error', () => {
  test.each([
    [[]],
    [['nonsense']],
    [['link']],
    [['link', 'pain', '--nonsense']],
    [['link', 'pain', '--candidates', '0']],
    [['link', 'pain', '--min-score', 'high']],
    [['link', 'pain', '--min-score', '']],
    [['link', 'pain', '--provider', 'abacus']],
    [['annotate']],
    [['vocabulary']],
    [['vocabulary', 'info']],
    [['encoder']],
    [['serve']],
  ])('termlens %j', (parameters) => {
    const { status, stdout, stderr } = termlens(...parameters);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/Usage: termlens|error: /u);
  });
});

test('termlens --help is a result', () => {
  const { status, stdout, stderr } = termlens('--help');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: termlens/u);
});

test('a reader that goes away early ends it quietly', () => {
  const env = { ...process.env, TERMLENS_HOME: inject('dataFolder') };
  const command = '"$0" "$1" link $(seq 1 400 | sed s/^/pain/) --json | head -n 1';
  const { stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath, cliScript], {
    env,
    encoding: 'utf8',
  });
  expect(stdout).toBe('[\n');
  expect(stderr).not.toMatch(/\n\s+at /u);
});

test('Ctrl+C ends it with status 1 and no trace', async () => {
  const env = { ...process.env, TERMLENS_HOME: inject('dataFolder') };
  const mentions = Array.from({ length: 3_000 }, (_, i) => `unusual inflammation of rib number ${i}`);
  const child = spawn(process.execPath, [cliScript, 'link', ...mentions], { env, stdio: 'pipe' });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (data: string) => {
    stderr += data;
  });
  // The line about execution providers, where there is one, comes when all is loaded; otherwise two seconds do.
  await Promise.race([once(child.stderr, 'data'), new Promise((resolve) => setTimeout(resolve, 2_000))]);
  child.kill('SIGINT');
  const [status] = (await once(child, 'exit')) as [number | null];
  expect(status).toBe(1);
  expect(stderr).toMatch(/termlens: Interrupted\.\n$/u);
});

test('termlens serve --stdio is the language server', async () => {
  const server = await startServer({ arguments: [cliScript, 'serve', '--stdio'] });
  const note = createNote('heart attack');
  await server.open(note.uri, 'heart attack');
  expect(hoverText(await server.hover(note.uri, { line: 0, character: 3 }))).toContain('MESH:D009203');
  expect(await server.stop()).toBe(0);
});

test('package.json names the command', () => {
  const { bin } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { bin: unknown };
  expect(bin).toEqual({ termlens: './dist/cli.js' });
});
