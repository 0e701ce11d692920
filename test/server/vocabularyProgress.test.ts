import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { VocabularyProgressLine } from '../../src/core/vocabulary/vocabularyProgress.ts';
import { createFolder, runCli, type CliOutcome, type RunningCli } from './runningCli.ts';

interface Place {
  readonly home: string;
  /** Adds a vocabulary of so many names. */
  add(names: number): RunningCli;
}

function createPlace(): Place {
  const folder = createFolder();
  const home = join(folder, 'home');
  return {
    home,
    add(names) {
      const file = join(folder, 'devices.obo');
      const terms = Array.from(
        { length: names },
        (_, i) => `[Term]\nid: DEV:${i}\nname: device of kind ${i}\n`,
      );
      writeFileSync(
        file,
        ['format-version: 1.2\n', ...terms, '[Term]\nname: nothing says which\n'].join('\n'),
      );
      const options = ['--progress', 'json', '--json', '--provider', 'cpu', '--precision', 'fp32'];
      return runCli(['vocabulary', 'add', file, ...options], { env: { TERMLENS_HOME: home } });
    },
  };
}

function readLines({ stderr }: CliOutcome): VocabularyProgressLine[] {
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as VocabularyProgressLine);
}

test('a program that adds a vocabulary reads how far it is', async () => {
  const outcome = await createPlace().add(4_500).ended;
  const lines = readLines(outcome);
  expect(lines.map(({ phase }) => phase).filter((phase, i, all) => phase !== all[i - 1])).toEqual([
    'reading',
    'encoding',
    'notice',
  ]);
  expect(lines.findLast(({ phase }) => phase === 'reading')).toEqual({ phase: 'reading', done: 4_500 });
  const encoding = lines.filter((line) => line.phase === 'encoding');
  expect(encoding.at(-1)).toMatchObject({ done: 4_500, total: 4_500, secondsLeft: 0 });
  const done = encoding.flatMap((line) => ('done' in line ? line.done : []));
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  expect(lines.at(-1)).toMatchObject({
    phase: 'notice',
    message: expect.stringContaining('line 18003') as string,
  });
  expect(JSON.parse(outcome.stdout)).toMatchObject({ id: 'devices', nameCount: 4_500 });
  expect(outcome.status).toBe(0);
}, 300_000);

test('ended by SIGTERM it says so, and what was encoded is not encoded again', async () => {
  const { home, add } = createPlace();
  const { child, ended } = add(9_500);
  // Two requests are worked on at a time, so a third begins when the vectors of one of them are kept.
  const encoded = join(home, 'vocabularies', 'devices.encoded');
  child.stderr.on('data', (lines: string) => {
    if (/"encoding","done":[5-9]\d\d\d/u.test(lines)) {
      child.kill('SIGTERM');
    }
  });
  const interrupted = await ended;
  expect(readLines(interrupted).at(-1)).toEqual({ phase: 'failed', message: 'Interrupted.' });
  expect([interrupted.status, interrupted.stdout]).toEqual([1, '']);
  expect(existsSync(encoded)).toBe(true);
  expect(readdirSync(join(home, 'vocabularies'))).toEqual(['devices.encoded']);

  const again = await add(9_500).ended;
  const first = readLines(again).find((line) => line.phase === 'encoding');
  expect(first).toMatchObject({ total: 9_500, perSecond: 0 });
  expect(first && 'done' in first ? first.done : 0).toBeGreaterThanOrEqual(2_048);
  expect(again.status).toBe(0);
  expect(readdirSync(join(home, 'vocabularies'))).toEqual(['devices']);
}, 300_000);

test('what goes wrong is the last line, and nothing else is written', async () => {
  const options = ['--progress', 'json'];
  const missing = join(createFolder(), 'missing.obo');
  const { ended } = runCli(['vocabulary', 'add', missing, ...options], { env: {} });
  const outcome = await ended;
  expect(readLines(outcome)).toEqual([
    { phase: 'failed', message: expect.stringContaining('missing.obo') as string },
  ]);
  expect([outcome.status, outcome.stdout]).toEqual([1, '']);
});
