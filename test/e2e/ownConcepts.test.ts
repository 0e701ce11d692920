import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startVsCode, type VsCode } from './environment.ts';
import { packedExtension } from './packedExtension.ts';
import { readyStatus } from './readyStatus.ts';
import type { Workbench } from './workbench.ts';

/** Concepts of a team's own, added from the palette, in order, in one window. */

const note = '- Zwickel sign\n- sign of Zwickel\n- Quandle twitch\n';

let home: string;
let vsCode: VsCode;
let workbench: Workbench;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'termlens-e2e-own-'));
  vsCode = await startVsCode({
    vsix: await packedExtension(),
    files: { 'note.txt': note },
    environment: { TERMLENS_HOME: home },
  });
  workbench = vsCode.workbench;
});

afterAll(async () => {
  await vsCode.dispose();
  await rm(home, { recursive: true, force: true });
});

async function readTable(): Promise<string> {
  return readFile(path.join(vsCode.folder, '.termlens', 'concepts.tsv'), 'utf8');
}

it('a concept that no vocabulary has is added to the workspace, and found at once', async () => {
  await workbench.openFile('note.txt');
  await readyStatus(workbench);
  await workbench.select('Zwickel sign');
  await workbench.runCommand('TermLens: Add Concept…');
  await workbench.answerInput('The name that the concept is listed under', 'Zwickel sign');
  await workbench.answerInput('Its identifier', 'OURS:0001');
  await workbench.pickQuickPick('Disorder');
  await workbench.answerInput('Other names for it', 'sign of Zwickel; Zwickel phenomenon');
  await workbench.answerInput('What it is', 'A sign that nobody has seen.');
  await workbench.screenshot('ownConceptPlace');
  await workbench.pickQuickPick('Workspace: notes');
  expect(await workbench.notification('Added “Zwickel sign”')).toContain('OURS:0001');

  expect(await readTable()).toMatch(/^OURS:0001\tZwickel sign\tsign of Zwickel\|Zwickel phenomenon\t/mu);
  expect(await workbench.hoverOver('sign of Zwickel', { containing: 'OURS:0001' })).toContain(
    'A sign that nobody has seen.',
  );
});

it('a name is added to a concept of another vocabulary', async () => {
  await workbench.select('Quandle twitch');
  await workbench.runCommand('TermLens: Add Synonym to Concept…');
  await workbench.typeInQuickPick('tremor');
  await workbench.pickQuickPick('Tremor');
  await workbench.pickQuickPick('Workspace: notes');
  await workbench.notification('is now a name of Tremor');
  expect(await readTable()).toContain('Quandle twitch');
  expect(await workbench.hoverOver('Quandle twitch', { containing: 'MESH:D014202' })).toContain('Tremor');
});
