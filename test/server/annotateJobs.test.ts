import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { annotate, createNotes, listFiles, startTermlens, termlens } from './annotatedNotes.ts';
import type { CliOutcome } from './runningCli.ts';

/** Enough for a process more, and quickly read. */
const padding = '\n'.repeat(15_000);

describe('termlens annotate with several processes', () => {
  const notes = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [
      `notes/${i}.txt`,
      `Cough.${padding}Admitted with a heart attack ${i}.`,
    ]),
  );

  test.each(['pubtator', 'brat'])('writes the same as one does: %s', async (format) => {
    const folder = createNotes(notes);
    const [one, two] = [join(folder, 'one'), join(folder, 'two')];
    const run = (output: string, jobs: string): Promise<CliOutcome> =>
      annotate(join(folder, 'notes'), '--output', output, '--format', format, '--jobs', jobs);
    expect((await run(one, '1')).status).toBe(0);
    expect((await run(two, '3')).status).toBe(0);
    if (format === 'brat') {
      expect(listFiles(two)).toHaveLength(25);
      for (const file of listFiles(one)) {
        expect(readFileSync(join(two, file), 'utf8')).toBe(readFileSync(join(one, file), 'utf8'));
      }
    } else {
      expect(readFileSync(two, 'utf8')).toBe(readFileSync(one, 'utf8'));
      expect(readFileSync(two, 'utf8').match(/MESH:D009203/gu)).toHaveLength(12);
    }
  });

  test.each(['brat', 'bioc-json'])('goes on where it was interrupted: %s', async (format) => {
    const folder = createNotes(
      Object.fromEntries(
        Array.from({ length: 40 }, (_, i) => [
          `notes/${i}.txt`,
          `Came ${i} times with crushing pain in his chest, water on the lungs and ${i} swollen feet.${padding}`,
        ]),
      ),
    );
    const isFolder = format === 'brat';
    const output = join(folder, isFolder ? 'out' : 'out.json');
    const journal = join(folder, isFolder ? 'out/.termlens-annotate.jsonl' : '.out.json.annotate.jsonl');
    const parameters = ['annotate', join(folder, 'notes'), '--output', output, '--format', format];
    const { child, ended } = startTermlens(...parameters, '--jobs', '2');
    while (!existsSync(journal) && child.exitCode === null) {
      await setTimeout(5);
    }
    child.kill('SIGINT');
    const { status, stdout, stderr } = await ended;
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('termlens: Interrupted.');
    expect(existsSync(output)).toBe(isFolder);
    expect(listFiles(folder).filter((file) => file.endsWith('.part'))).toEqual([]);
    const written = readFileSync(journal, 'utf8').trimEnd().split('\n').length;
    const again = await termlens(...parameters, '--json');
    expect(again.status).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ documents: 40, doneBefore: written });
    expect(existsSync(journal)).toBe(isFolder);
  });

  test('a second run, for which there is nothing to do, ends as well', async () => {
    const folder = createNotes(notes);
    const parameters = [join(folder, 'notes'), '--output', join(folder, 'out'), '--jobs', '2'];
    expect((await annotate(...parameters)).status).toBe(0);
    const { status, stdout } = await annotate(...parameters);
    expect(status).toBe(0);
    expect(stdout).toContain('12 documents, 0 annotations as brat standoff; 12 of them done before\n');
  });

  test.runIf(process.platform === 'linux')('a process that dies costs the note it had', async () => {
    const folder = createNotes(notes);
    const output = join(folder, 'out');
    const { child, ended } = startTermlens(
      ...[
        'annotate',
        join(folder, 'notes'),
        '--output',
        output,
        '--generators',
        'exact',
        '--jobs',
        '2',
        '--json',
      ],
    );
    const journal = join(output, '.termlens-annotate.jsonl');
    while (!existsSync(journal)) {
      await setTimeout(5);
    }
    const children = readFileSync(`/proc/${child.pid ?? 0}/task/${child.pid ?? 0}/children`, 'utf8');
    for (const pid of children.trim().split(' ')) {
      process.kill(Number(pid), 'SIGKILL');
    }
    const { status, stdout } = await ended;
    const { documents, failures } = JSON.parse(stdout) as { documents: number; failures: string[] };
    expect(documents + failures.length).toBe(12);
    expect(failures.length).toBeLessThanOrEqual(2);
    expect(status).toBe(failures.length === 0 ? 0 : 1);
    for (const failure of failures) {
      expect(failure).toContain('the process that annotated it ended (SIGKILL)');
    }
  });
});
