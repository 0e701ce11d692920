import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { createFolder, runCli, type CliOutcome } from './runningCli.ts';

const note = 'Fever and back pain, no cough.\n';
const fever = 'T1\tSign 0 5\tFever\nN1\tReference T1 HP:0001945\tFever\n';
const pain = (curie: string): string => `T2\tSign 10 19\tback pain\nN2\tReference T2 ${curie}\tPain\n`;
const cough = 'T2\tSign 24 29\tcough\nN2\tReference T2 HP:0012735\tCough\n';

async function merge(...parameters: string[]): Promise<CliOutcome> {
  return runCli(['merge', ...parameters], { env: {}, input: '' }).ended;
}

function writeVersions(base: string, ours: string, theirs: string): string[] {
  const folder = createFolder();
  return Object.entries({ base, ours, theirs }).map(([name, text]) => {
    const file = join(folder, `${name}.ann`);
    writeFileSync(file, text);
    return file;
  });
}

describe('termlens merge', () => {
  test('prints the merged file', async () => {
    const files = writeVersions(fever, fever + pain('HP:0003418'), fever + cough);
    expect(await merge(...files)).toEqual({
      status: 0,
      stdout: `${fever}${pain('HP:0003418')}${cough.replaceAll('T2', 'T3').replace('N2', 'N3')}`,
      stderr: '',
    });
  });

  test('ends with status 1 where differences are left, and says how many', async () => {
    const [base = '', ours = '', theirs = ''] = writeVersions(fever, pain('X:1'), pain('X:2') + fever);
    const labels = ['--ours-label', 'me', '--theirs-label', 'you'];
    const { status, stdout, stderr } = await merge(base, ours, theirs, '--output', ours, ...labels);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('1 difference left to decide');
    const text = readFileSync(ours, 'utf8');
    expect(text).toContain('Difference 1: other concept; of me; B has 10-19, X:2');
    expect(text).toContain('of you; A has 10-19, X:1');
    expect(text).not.toContain('HP:0001945');
  });

  test('removes nothing without a base', async () => {
    const [, ours = '', theirs = ''] = writeVersions('', pain('X:1'), fever);
    const { stdout } = await merge('-', ours, theirs, '--json');
    const { text, differences } = JSON.parse(stdout) as { text: string; differences: unknown[] };
    expect(differences).toEqual([]);
    expect(text).toContain('X:1');
    expect(text).toContain('HP:0001945');
  });

  test('finds annotations in the note as it is now', async () => {
    const files = writeVersions(fever, fever + pain('X:1'), fever + pain('X:1'));
    const noteFile = join(createFolder(), 'note.txt');
    writeFileSync(noteFile, `Seen today. ${note}`);
    writeFileSync(files[1] ?? '', 'T1\tSign 12 17\tFever\nN1\tReference T1 HP:0001945\tFever\n');
    const { stdout, status } = await merge(...files, '--note', noteFile);
    expect(status).toBe(0);
    expect(stdout).toContain('T1\tSign 12 17\tFever\n');
    expect(stdout).toContain('T2\tSign 22 31\tback pain\n');
  });

  test('says which file cannot be read', async () => {
    const { status, stderr } = await merge('-', '/nowhere/a.ann', '/nowhere/b.ann');
    expect(status).toBe(1);
    expect(stderr).toBe('termlens: /nowhere/a.ann: it cannot be read (ENOENT).\n');
  });

  test('is a merge driver of git', () => {
    const folder = createFolder();
    const git = (...parameters: string[]): string =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...parameters], {
        cwd: folder,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, GIT_CONFIG_NOSYSTEM: '1' },
      });
    const file = join(folder, 'note.ann');
    const commit = (text: string): void => {
      writeFileSync(file, text);
      git('add', '.');
      git('commit', '-m', 'Annotations');
    };
    git('init', '--initial-branch', 'main');
    const termlens = `"${process.execPath}" "${join(projectFolder, 'dist', 'cli.js')}"`;
    const labels = '--ours-label %X --theirs-label %Y';
    git('config', 'merge.termlens.driver', `${termlens} merge %O %A %B --output %A ${labels}`);
    writeFileSync(join(folder, '.gitattributes'), '*.ann merge=termlens\n');
    commit(fever);
    git('switch', '--create', 'ben');
    commit(fever + cough);
    git('switch', 'main');
    commit(fever + pain('HP:0003418'));

    git('merge', 'ben');
    const merged = readFileSync(file, 'utf8');
    expect(merged).toContain('T2\tSign 10 19\tback pain');
    expect(merged).toContain('T3\tSign 24 29\tcough');

    git('switch', '--create', 'carl');
    commit(merged.replace('HP:0003418', 'HP:0012531'));
    git('switch', 'main');
    commit(merged.replace('HP:0003418', 'HP:0025406'));
    expect(() => git('merge', 'carl')).toThrow();
    const conflicted = readFileSync(file, 'utf8');
    expect(conflicted).not.toContain('<<<<<<<');
    expect(conflicted).toMatch(/of (?:HEAD|ours); B has 10-19, HP:0012531\n/u);
    expect(conflicted).toMatch(/of (?:carl|theirs); A has 10-19, HP:0025406\n/u);
    expect(git('diff', '--name-only', '--diff-filter=U')).toBe('note.ann\n');
  });
});
