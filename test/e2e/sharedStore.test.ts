import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { startPostgres, type RunningPostgres } from '../unit/conceptStore/postgres/startPostgres.ts';
import { startVsCode, type VsCode } from './environment.ts';
import { packedExtension } from './packedExtension.ts';
import { startPasswordGate, type PasswordGate } from './passwordGate.ts';
import type { Workbench } from './workbench.ts';

/** A team's store in PostgreSQL, which asks for a password. */

let root: string;
let postgres: RunningPostgres;
let gate: PasswordGate;
let vsCode: VsCode;
let workbench: Workbench;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'termlens-e2e-shared-'));
  postgres = await startPostgres();
  const table = path.join(root, 'devices.tsv');
  await writeFile(table, 'id\tname\nDEV:1\tZwickel pump\n');
  const add = ['dist/cli.js', 'vocabulary', 'add', table, '--id', 'devices', '--provider', 'cpu'];
  await promisify(execFile)(process.execPath, [...add, '--precision', 'fp32'], {
    cwd: projectFolder,
    env: {
      ...process.env,
      TERMLENS_HOME: path.join(root, 'cli'),
      TERMLENS_STORE_URL: postgres.shared.url,
      PGPASSWORD: 'secret',
    },
  });
  gate = await startPasswordGate(postgres.port, 'correct horse');
  vsCode = await startVsCode({
    vsix: await packedExtension(),
    files: { 'note.txt': '- Zwickel pump\n' },
    machineSettings: {
      'termlens.store.url': `postgresql://postgres@127.0.0.1:${gate.port}/postgres`,
      'termlens.encoder.precision': 'fp32',
      'termlens.encoder.executionProvider': 'cpu',
    },
    environment: { TERMLENS_HOME: path.join(root, 'home') },
  });
  workbench = vsCode.workbench;
});

afterAll(async () => {
  await vsCode.dispose();
  await gate.close();
  await postgres.stop();
  await rm(root, { recursive: true, force: true });
});

it('is searched once its password was given', async () => {
  await workbench.openFile('note.txt');
  await workbench.statusBarText('TermLens: failed');
  await workbench.screenshot('storePasswordMissing');
  expect(gate.given).not.toContain('correct horse');

  await workbench.runCommand('TermLens: Set Store Password…');
  await workbench.answerInput('Password of the Shared Store', 'correct horse');
  expect(await workbench.hoverOver('Zwickel pump', { containing: 'DEV:1' })).toContain('Zwickel pump');
  expect(gate.given).toContain('correct horse');
});
