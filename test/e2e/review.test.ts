import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateBioc } from '../bioc/validateBioc.ts';
import { startVsCode, type VsCode } from './environment.ts';
import { packedExtension } from './packedExtension.ts';
import { readyStatus } from './readyStatus.ts';
import { waitFor } from './waitFor.ts';
import type { Workbench } from './workbench.ts';

/* A whole note reviewed by keyboard alone, from Annotate Document to an exported file. Each test begins where the last ended. */

const note = `Clinic note of an invented patient
Presents with a heart attack and severe asthma.
No asthma before. Family history of type 2 diabetes.
`;

let dataFolder: string;
let vsCode: VsCode;
let workbench: Workbench;

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'termlens-e2e-review-'));
  vsCode = await startVsCode({
    vsix: await packedExtension(),
    files: { 'note.txt': note, 'other.xml': '<collection/>' },
    environment: { TERMLENS_HOME: dataFolder },
  });
  workbench = vsCode.workbench;
});

afterAll(async () => {
  await vsCode.dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

const fileText = (name: string): Promise<string> =>
  readFile(path.join(vsCode.folder, name), 'utf8').catch(() => '');

/** Waits until a file says what it should, and fails with what it said last. */
async function expectFile(name: string, expected: RegExp): Promise<void> {
  let last = '';
  await waitFor(name, async () => {
    last = await fileText(name);
    return expected.test(last) ? true : undefined;
  }).catch(() => undefined);
  expect(last).toMatch(expected);
}

describe('a review by keyboard', () => {
  it('goes from suggestion to suggestion, each decision to the next', async () => {
    await workbench.openFile('note.txt');
    await readyStatus(workbench);
    await workbench.runCommand('TermLens: Annotate Document');
    await workbench.notification('suggestions in this note');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.press('Control+Home');
    await workbench.press('Alt+]');
    await workbench.statusBarText('Ln 2, Col 17');
    await workbench.hoverShown('Myocardial Infarction');
    await workbench.press('Alt+Enter');
    await expectFile('note.ann', /^T1\tDisorder 51 63\theart attack\nN1\tReference T1 MESH:D009203\t/u);
    await workbench.statusBarText('Ln 2, Col 41');
  });

  it('widens a span by a word and takes the candidate of a number', async () => {
    await workbench.press('Shift+Alt+=');
    await workbench.statusBarText('Ln 2, Col 34');
    await workbench.press('Alt+1');
    await expectFile(
      'note.ann',
      /\nT2\tDisorder 68 81\tsevere asthma\nN2\tReference T2 MESH:D013224\tStatus Asthmaticus\n/u,
    );
    await workbench.statusBarText('Ln 3, Col 4');
  });

  it('rejects, undoes and redoes with the editor’s keys, and keeps what is rejected', async () => {
    await workbench.press('Alt+Backspace');
    await expectFile('.termlens/rejected/note.ann', /^T1\tRejected 86 92\tasthma\n$/u);
    await workbench.statusBarText('Ln 3, Col 37');
    await workbench.press('Control+z');
    await expectFile('.termlens/rejected/note.ann', /^$/u);
    await workbench.statusBarText('Ln 3, Col 4');
    await workbench.press('Control+y');
    await expectFile('.termlens/rejected/note.ann', /asthma/u);
  });

  it('undoes the text before the decision that came first', async () => {
    await workbench.press('Control+End');
    await workbench.type('Seen');
    await workbench.press('Control+z');
    await waitFor('the text as it was', async () =>
      (await workbench.editorText()).includes('Seen') ? undefined : true,
    );
    expect(await fileText('.termlens/rejected/note.ann')).toContain('asthma');
    await workbench.press('Control+z');
    await expectFile('.termlens/rejected/note.ann', /^$/u);
    await workbench.press('Control+y');
    await expectFile('.termlens/rejected/note.ann', /asthma/u);
  });

  it('gives a span several concepts, and a comment', async () => {
    await workbench.press('Alt+]');
    await workbench.statusBarText('Ln 3, Col 37');
    await workbench.hoverShown('MESH:D003924');
    await workbench.press('Shift+Alt+Enter');
    await workbench.typeInQuickPick('hypertension');
    await waitFor('the concepts found', async () =>
      (await workbench.quickPickItems()).some(({ description }) => description.includes('MESH:D006973'))
        ? true
        : undefined,
    );
    await workbench.press('ArrowDown');
    await workbench.press('ArrowDown');
    await workbench.press('Space');
    await workbench.screenshot('severalConcepts');
    await workbench.press('Enter');
    await expectFile('note.ann', /\nT3\t\S+ 119 134\ttype 2 diabetes\nN3\tReference T3 MESH:D003924\t/u);
    await expectFile('note.ann', /\nN4\tReference T3 MESH:D006973\tHypertension\n/u);
    await workbench.press('Alt+c');
    await workbench.answerInput('Comment on', 'her father’s');
    await expectFile('note.ann', /\n#1\tAnnotatorNotes T3\ther father’s\n$/u);
  });

  it('lists its keys', async () => {
    await workbench.press('Shift+Alt+/');
    const items = await workbench.quickPickItems();
    await workbench.screenshot('reviewKeys');
    expect(items.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Next Suggestion', 'Reject Suggestion: everywhere in the note']),
    );
    await workbench.typeInQuickPick('undo');
    const [undo] = await workbench.quickPickItems();
    expect(undo?.description).toContain('Ctrl+Z');
    await workbench.press('Escape');
  });

  it('ends in a BioC file that is valid by its DTD', async () => {
    await workbench.runCommand('TermLens: Export Annotations…');
    await workbench.pickQuickPick('This Note');
    await workbench.typeInQuickPick('BioC XML');
    await workbench.pickQuickPick('BioC XML');
    const input = workbench.page.locator('.quick-input-widget input.input');
    await workbench.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'other.xml' }).waitFor();
    const file = path.join(vsCode.folder, 'reviewed.xml');
    await waitFor('the path in the dialog', async () => {
      await input.fill(file);
      return (await input.inputValue()) === file ? true : undefined;
    });
    await workbench.press('Enter');
    await workbench.notification('Exported 1 document with 3 annotations as BioC XML');
    const exported = await fileText('reviewed.xml');
    expect(validateBioc(exported)).toEqual([]);
    expect(exported).toContain('MESH:D009203');
    expect(validateBioc(exported.replace('<offset>', '<offset><text/>'))).not.toEqual([]);
  });
});
