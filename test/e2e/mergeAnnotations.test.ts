import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVsCode, type VsCode } from './environment.ts';
import { packedExtension } from './packedExtension.ts';
import { waitFor } from './waitFor.ts';
import type { Workbench } from './workbench.ts';

/* Annotations of two people, in order, in one window. Each test begins where the last ended. */

const note = `Clinic note of an invented patient
Presents with a heart attack.
No asthma, no office fit.
`;
const attack = (curie: string, name: string): string =>
  `T1\tDisorder 51 63\theart attack\nN1\tReference T1 ${curie}\t${name}\n`;
const conflicted = `<<<<<<< HEAD
${attack('MESH:D009203', 'Myocardial Infarction')}T2\tDisorder 68 74\tasthma
=======
${attack('MESH:D006323', 'Heart Arrest')}T2\tSign 79 89\toffice fit
>>>>>>> ben
`;

let dataFolder: string;
let vsCode: VsCode;
let workbench: Workbench;

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'termlens-e2e-merge-'));
  vsCode = await startVsCode({
    vsix: await packedExtension(),
    files: {
      'note.txt': note,
      'note.ann': conflicted,
      'other.txt': 'Nothing.',
      'anna/shared.txt': note,
      'anna/shared.ann': attack('MESH:D009203', 'Myocardial Infarction'),
      'ben/shared.txt': note,
      'ben/shared.ann': attack('MESH:D006323', 'Heart Arrest'),
    },
    environment: { TERMLENS_HOME: dataFolder },
  });
  workbench = vsCode.workbench;
});

afterAll(async () => {
  await vsCode.dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

function annotationFile(): Promise<string> {
  return readFile(path.join(vsCode.folder, 'note.ann'), 'utf8');
}

describe('annotations that git left in two versions', () => {
  it('are merged when the user says so, but for what both changed', async () => {
    await workbench.openFile('note.txt');
    await workbench.notification('A merge left two versions of the annotations of note.txt');
    expect(await annotationFile()).toBe(conflicted);
    await workbench.pressNotificationButton('A merge left two versions', 'Merge…');
    await workbench.notification('note.ann is merged; 1 difference is left to decide.');
    const merged = await annotationFile();
    expect(merged).not.toContain('<<<<<<<');
    expect(merged).toContain('asthma');
    expect(merged).toContain('office fit');
    await workbench.runCommand('Notifications: Clear All Notifications');
  });

  it('are shown side by side at the next difference', async () => {
    await workbench.runCommand('TermLens: Focus on Annotations View');
    await workbench.page.getByText('1 difference left to decide').waitFor();
    await workbench.openFile('note.txt');
    await workbench.press('Alt+Period');
    await workbench.statusBarText('Ln 2, Col 17');
    const hover = workbench.page.locator('.monaco-hover:has-text("Two versions")');
    await hover.waitFor();
    expect(await hover.locator('th').allInnerTexts()).toEqual(['A, HEAD', 'B, ben']);
    expect((await hover.locator('td').allInnerTexts()).map((cell) => cell.split(',')[0])).toEqual([
      'Myocardial Infarction (MESH:D009203)',
      'Heart Arrest (MESH:D006323)',
    ]);
    expect(await hover.getByRole('link', { name: /^Keep/u }).allInnerTexts()).toEqual([
      'Keep A',
      'Keep B',
      'Keep Both',
    ]);
    await workbench.screenshot('differenceHover');
    await workbench.press('Escape');
  });

  it('are decided by keyboard, after a look at both', async () => {
    await workbench.press('Alt+Digit0');
    const items = await workbench.quickPickItems();
    expect(items.map(({ label }) => label)).toEqual(['Keep A, HEAD', 'Keep B, ben', 'Keep Both']);
    expect(items[1]?.detail).toContain('Heart Arrest (MESH:D006323)');
    await workbench.screenshot('differenceChoice');
    await workbench.press('Escape');
    await workbench.press('Alt+Digit2');
    await waitFor('the decision', async () =>
      (await annotationFile()).includes('Adjudicate') ? undefined : true,
    );
    const decided = await annotationFile();
    expect(decided).toContain('MESH:D006323\tHeart Arrest');
    expect(decided).not.toContain('MESH:D009203');
    expect(decided).not.toContain('AnnotatorNotes');
    await workbench.page.getByText('1 difference left to decide').waitFor({ state: 'hidden' });
  });
});

describe('a note that is done', () => {
  it('is so in the summary of the folder, and in a table for git', async () => {
    await workbench.runCommand('TermLens: Mark Note as Done');
    await workbench.runCommand('TermLens: Focus on Folder Summary View');
    await workbench.page.getByText('1 of 4 notes done').waitFor();
    await workbench.page.getByRole('treeitem', { name: 'Annotated notes, 3, 1 done' }).click();
    await workbench.page.getByRole('treeitem', { name: 'note.txt, 3 mentions, 1 concept, done' }).waitFor();
    await workbench.screenshot('folderSummaryDone');
    expect(await readFile(path.join(vsCode.folder, '.termlens', 'reviewed.tsv'), 'utf8')).toMatch(
      /^path\tstate\tnote\tannotations\nnote\.txt\tdone\t[0-9a-f]{16}\t[0-9a-f]{16}\n$/u,
    );
  });

  it('is marked on its row, and says that it has changed since', async () => {
    const group = workbench.page.getByRole('treeitem', { name: 'Notes without annotations, 1' });
    const other = workbench.page.getByRole('treeitem', { name: /^other\.txt/u });
    await waitFor('the notes without annotations', async () => {
      // A view that is filled anew at this moment takes no notice of a click.
      if ((await group.getAttribute('aria-expanded')) === 'false') {
        await group.click();
      }
      return (await other.isVisible()) || undefined;
    });
    await other.hover();
    await other.getByRole('button', { name: 'Mark Note as Done' }).click();
    await workbench.page.getByText('2 of 4 notes done').waitFor();
    await workbench.openFile('other.txt');
    await workbench.press('Control+End');
    await workbench.type(' Or so.');
    await workbench.save();
    await workbench.page.getByRole('treeitem', { name: 'other.txt, changed since it was done' }).waitFor();
    await workbench.page.getByText('1 of 4 notes done, 1 changed since').waitFor();
  });
});

describe('notes that two people annotated', () => {
  it('are compared in the summary, and side by side', async () => {
    // Only rows that are seen are there.
    await workbench.page.getByRole('treeitem', { name: /^Annotated notes/u }).click();
    await workbench.page.getByRole('treeitem', { name: /^Notes without annotations/u }).click();
    await workbench.page.getByRole('treeitem', { name: 'Agreement, 1 pair of folders' }).click();
    const pair = workbench.page.getByRole('treeitem', {
      name: 'anna and ben, F1 1.00, concepts 0.00, kappa 0.00, 1 difference in 1 note',
    });
    await pair.click();
    await waitFor('the report', async () =>
      (await workbench.editorText()).includes('Agreement of anna and ben') ? true : undefined,
    );
    await workbench.screenshot('agreementReport');
    await pair.focus();
    const difference = workbench.page.getByRole('treeitem', { name: 'shared.txt, 1 difference' });
    if (!(await difference.isVisible())) {
      await workbench.runCommand('TermLens: Focus on Folder Summary View');
      await workbench.press('ArrowRight');
    }
    await difference.click();
    await workbench.page.getByRole('tab', { name: /shared\.txt \(anna ↔ ben\)/u }).waitFor();
    await workbench.screenshot('agreementDiff');
  });
});
