import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, inject, test } from 'vitest';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { ensureSystemPackages } from '../../scripts/systemPackages.ts';
import { createNote } from './noteOnDisk.ts';

beforeAll(() => ensureSystemPackages(['neovim']), 600_000);

test('Neovim shows what the server says of the term under the cursor', async () => {
  const note = createNote('Admitted with a heart attack.\n');
  const script = join(projectFolder, 'test', 'server', 'neovim.lua');
  const cli = join(projectFolder, 'dist', 'cli.js');
  const { stdout } = await promisify(execFile)(
    'nvim',
    ['--headless', '--clean', '-S', script, process.execPath, cli, note.path],
    {
      env: { ...process.env, TERMLENS_HOME: inject('dataFolder'), XDG_STATE_HOME: note.folder },
      timeout: 60_000,
    },
  );
  expect(JSON.parse(stdout)).toMatchObject({
    result: {
      contents: { kind: 'markdown', value: expect.stringContaining('`MESH:D009203`') as string },
      range: { start: { line: 0, character: 16 }, end: { line: 0, character: 28 } },
    },
  });
});
