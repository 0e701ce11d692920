import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { startVsCode, type VsCode } from './environment.ts';
import { packedExtension } from './packedExtension.ts';
import { readyStatus } from './readyStatus.ts';
import { waitFor } from './waitFor.ts';
import type { Workbench } from './workbench.ts';

/* The main job, in order, in one window: hover, link, edit, annotate, crash. Each test begins where the last ended. */

const note = `Clinic note of an invented patient
🙂 Presents with shortness of breath and a heart attack in 2015.
PMH: type 2 diabetes, HTN
- Tylenol as needed
`;

let dataFolder: string;
let vsCode: VsCode;
let workbench: Workbench;

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'termlens-e2e-data-'));
  const sample = await readFile(path.join(projectFolder, 'media', 'sample', 'note.txt'), 'utf8');
  vsCode = await startVsCode({
    vsix: await packedExtension(),
    files: { 'note.txt': note, 'sample.txt': sample },
    environment: { TERMLENS_HOME: dataFolder },
  });
  workbench = vsCode.workbench;
});

afterAll(async () => {
  await vsCode.dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

const annotations = (): Promise<string> => readFile(path.join(vsCode.folder, 'note.ann'), 'utf8');

/** What decorations write, which is no text of the page but of its style. */
const textBehindLines = (): Promise<string> =>
  workbench.page
    .locator('.view-line span')
    .evaluateAll((spans) => spans.map((span) => getComputedStyle(span, '::after').content).join('\n'));

/** Waits until the annotation file says what it should, and fails with what it said last. */
async function expectAnnotations(expected: string): Promise<void> {
  let last = '';
  await waitFor('the annotation file', async () => {
    last = await annotations().catch((error: unknown) => String(error));
    return last === expected ? true : undefined;
  }).catch(() => undefined);
  expect(last).toBe(expected);
}

describe('the main job', () => {
  it('builds the vocabulary on first use, visibly, and shows encoder and device in the status bar', async () => {
    await workbench.openFile('note.txt');
    expect(await workbench.statusBarText('TermLens: building')).toContain('vocabulary');
    const status = await readyStatus(workbench);
    expect(status).toContain('starter');
  });

  it('shows the concepts of a term under the mouse', async () => {
    const hover = await workbench.hoverOver('heart attack', { containing: 'MESH:' });
    await workbench.screenshot('hover');
    expect(hover).toContain('Myocardial Infarction');
    expect(hover).toContain('MESH:D009203');
    expect(hover).toContain('exact');
  });

  it.each([
    ['shortness of breath', 14, 'MESH:D004417'],
    ['type 2 diabetes', 5, 'MESH:D003924'],
    ['HTN', 1, 'MESH:D006973'],
    ['Tylenol', 3, 'MESH:D000082'],
  ])('finds the whole of "%s" from its middle', async (term, offset, curie) => {
    expect(await workbench.hoverOver(term, { offset, containing: 'MESH:' })).toContain(curie);
  });

  it('links a selection by palette and keyboard, and stores it beside the note', async () => {
    await workbench.select('heart attack');
    await workbench.runCommand('TermLens: Link Selection…');
    const items = await workbench.quickPickItems();
    await workbench.screenshot('quickPick');
    expect(items[0]?.label).toContain('Myocardial Infarction');
    await workbench.press('Enter');
    await workbench.pickQuickPick('Annotate');
    await expectAnnotations(
      'T1\tDisorder 77 89\theart attack\nN1\tReference T1 MESH:D009203\tMyocardial Infarction\n',
    );
    expect(await workbench.hoverOver('heart attack', { containing: 'Linked' })).toContain('MESH:D009203');
  });

  it('searches concepts while one types', async () => {
    await workbench.runCommand('TermLens: Search Concepts…');
    await workbench.typeInQuickPick('mult scler');
    const found = await waitFor('the concept', async () =>
      (await workbench.quickPickItems()).find(({ label }) => label.includes('Multiple Sclerosis')),
    );
    expect(found.description).toContain('MESH:D009103');
    await workbench.press('Escape');
  });

  it('moves the annotation with the text when the note is edited and saved', async () => {
    await workbench.placeCursorAt('Clinic note');
    await workbench.type('😀 ');
    await workbench.save();
    await expectAnnotations(
      'T1\tDisorder 79 91\theart attack\nN1\tReference T1 MESH:D009203\tMyocardial Infarction\n',
    );
  });

  it('annotates a whole note and takes decisions by keyboard', async () => {
    await workbench.runCommand('TermLens: Annotate Document');
    await workbench.notification('suggestion');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.placeCursorAt('Presents with');
    await workbench.press('Alt+]');
    await workbench.press('Alt+Enter');
    await waitFor('the accepted suggestion', async () =>
      (await annotations()).includes('MESH:D004417') ? true : undefined,
    );
    // The next one is at the cursor already, its candidates behind its line.
    const accepted = (await annotations()).match(/^T/gmu)?.length ?? 0;
    await waitFor('the candidates of the next suggestion', async () =>
      /"1 \S.*[A-Z]+:/u.test(await textBehindLines()) ? true : undefined,
    );
    await workbench.screenshot('annotatedNote');
    await workbench.press('Alt+1');
    await waitFor('the next suggestion, accepted by number', async () =>
      ((await annotations()).match(/^T/gmu)?.length ?? 0) > accepted ? true : undefined,
    );
    const text = `😀 ${note}`;
    for (const line of (await annotations()).split('\n').filter((l) => l.startsWith('T'))) {
      const [, span = '', covered] = line.split('\t');
      const [, start, end] = span.split(' ');
      expect(Array.from(text).slice(Number(start), Number(end)).join('')).toBe(covered);
    }
  });

  it('answers again after the encoder process was killed in the middle of its work', async () => {
    const killed = await waitFor('the encoder process', () => Promise.resolve(killEncoders() || undefined));
    expect(killed).toBeGreaterThan(0);
    await workbench.openFile('sample.txt');
    await workbench.runCommand('TermLens: Annotate Document');
    killEncoders();
    await workbench.openFile('note.txt');
    await workbench.runCommand('Notifications: Clear All Notifications');
    expect(await workbench.hoverOver('type 2 diabetes', { containing: 'MESH:' })).toContain('MESH:D003924');
  });

  it('annotates the sample note, with everyday language in it', async () => {
    await workbench.openFile('sample.txt');
    await workbench.runCommand('View: Close Primary Side Bar');
    await workbench.runCommand('TermLens: Annotate Document');
    await workbench.notification('suggestion');
    await workbench.runCommand('Notifications: Clear All Notifications');
    expect(await workbench.hoverOver('heart attack', { containing: 'MESH:' })).toContain('MESH:D009203');
    await workbench.screenshot('sampleNote');
  });

  it('shows the walkthrough', async () => {
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await workbench.pickQuickPick('TermLens');
    // The picture of a step stands beside the steps, in a frame of its own.
    const picture = workbench.page.frameLocator('iframe.webview').frameLocator('iframe').locator('svg');
    await picture.first().waitFor();
    await workbench.screenshot('walkthrough');
  });

  it('activates without holding up the extension host', async () => {
    // Tall enough for every row: those out of sight are not rendered.
    await workbench.page.setViewportSize({ width: 1280, height: 2000 });
    await workbench.runCommand('Developer: Show Running Extensions');
    const row = workbench.page
      .locator('.runtime-extensions-editor .monaco-list-row')
      .filter({ hasText: 'TermLens' });
    const text = await row.first().innerText();
    await workbench.screenshot('runningExtensions');
    // The figure is reported, not asserted: the machine that runs the tests may be busy.
    await writeFile(path.join(import.meta.dirname, 'artefacts', 'activation.txt'), `${text}\n`);
    expect(text).toMatch(/Activation.*\d+ ?ms/u);
  });
});

/** Kills the encoder processes of this test's server, and tells how many there were. */
function killEncoders(): number {
  const listed = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' });
  const extensions = path.dirname(vsCode.userDataDir);
  const ids = listed
    .split('\n')
    .filter((line) => line.includes('encoderHost.js') && line.includes(extensions))
    .map((line) => Number.parseInt(line, 10));
  ids.forEach((id) => process.kill(id, 'SIGKILL'));
  return ids.length;
}
