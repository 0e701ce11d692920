import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startVsCode, type VsCode } from './environment.ts';
import { packedExtension } from './packedExtension.ts';
import { readyStatus } from './readyStatus.ts';
import { waitFor } from './waitFor.ts';
import type { Workbench } from './workbench.ts';

/* The views of annotations, in order, in one window. Each test begins where the last ended. */

const note = `Clinic note of an invented patient
Presents with a heart attack.
No asthma, no office fit.
PMH: type 2 diabetes
`;
const annotations = [
  'T1\tDisorder 51 63\theart attack',
  'N1\tReference T1 MESH:D009203\tMyocardial Infarction',
  'T2\tDisorder 68 74\tasthma',
  'N2\tReference T2 MESH:D001249\tAsthma',
  'A1\tNegated T2',
  'T3\tSign 79 89\toffice fit',
  'N3\tReference T3 LOCAL:1\tOffice fit',
  '',
].join('\n');
const hostile = '<img src=x onerror=document.title="broken">';
const ownTable = [
  'curie\tpreferredName\tsynonyms\tabbreviations\tsemanticType\tdefinition',
  `LOCAL:1\tOffice fit\t${hostile}\t\tSign\tA fit in an office.`,
  '',
].join('\n');

let dataFolder: string;
let vsCode: VsCode;
let workbench: Workbench;

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'termlens-e2e-views-'));
  vsCode = await startVsCode({
    vsix: await packedExtension(),
    files: {
      'note.txt': note,
      'note.ann': annotations,
      'deep/second.txt': 'A heart attack.',
      'deep/second.ann':
        'T1\tDisorder 2 14\theart attack\nN1\tReference T1 MESH:D009203\tMyocardial Infarction\n',
      '.termlens/concepts.tsv': ownTable,
    },
    environment: { TERMLENS_HOME: dataFolder },
  });
  workbench = vsCode.workbench;
});

afterAll(async () => {
  await vsCode.dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

function rows(): Locator {
  return workbench.page.locator('.pane:has([aria-label^="Annotations"]) .monaco-list-row');
}

/** What a screen reader says of the rows of the view, once that is what it should be. */
async function expectSpoken(expected: readonly string[]): Promise<void> {
  let last: readonly string[] = [];
  await waitFor('the rows', async () => {
    const labels = await rows().evaluateAll((found) =>
      found.map((row) => row.getAttribute('aria-label') ?? ''),
    );
    last = labels;
    return JSON.stringify(last) === JSON.stringify(expected) ? true : undefined;
  }).catch(() => undefined);
  expect(last).toEqual(expected);
}

/** The page inside the webview in front. */
function conceptPage(): FrameLocator {
  return workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

async function useTheme(theme: string, cssClass: string): Promise<void> {
  await workbench.runCommand('Preferences: Color Theme');
  await workbench.typeInQuickPick(theme);
  await workbench.pickQuickPick(theme);
  await workbench.page.locator(`.monaco-workbench.${cssClass}`).waitFor();
}

describe('the view of annotations', () => {
  it('lists the note’s annotations and suggestions, and says what they are', async () => {
    await workbench.openFile('note.txt');
    await readyStatus(workbench);
    await workbench.runCommand('TermLens: Focus on Annotations View');
    await expectSpoken([
      'annotation, heart attack, Myocardial Infarction MESH:D009203, line 2',
      'annotation, asthma, Asthma MESH:D001249, negated, line 3',
      'annotation, office fit, Office fit LOCAL:1, line 3',
    ]);
    await workbench.openFile('note.txt');
    await workbench.runCommand('TermLens: Annotate Document');
    await workbench.notification('1 suggestion');
    await workbench.runCommand('Notifications: Clear All Notifications');
    await workbench.runCommand('TermLens: Focus on Annotations View');
    await workbench
      .treeRow('type 2 diabetes')
      .and(workbench.page.getByLabel(/^suggestion, type 2 diabetes, Type 2 .*, historical, line 4$/u))
      .waitFor();
  });

  it('goes to the annotation that is chosen, also by keyboard', async () => {
    await workbench.treeRow('asthma').click();
    await workbench.statusBarText('Ln 3, Col 4');
    await workbench.runCommand('TermLens: Focus on Annotations View');
    await workbench.press('ArrowDown');
    await workbench.press('Enter');
    await workbench.statusBarText('Ln 3, Col 15');
  });

  it('groups by concept and by semantic group, keeping what the rows are', async () => {
    await workbench.runCommand('TermLens: Group Annotations by Concept');
    await workbench.page.getByRole('treeitem', { name: 'Asthma, MESH:D001249, 1 annotation' }).waitFor();
    await workbench.screenshot('annotationsByConcept');
    await workbench.runCommand('TermLens: Group Annotations by Semantic Group');
    await workbench.page.getByRole('treeitem', { name: 'Disorder, 2 annotations, 1 suggestion' }).waitFor();
    await workbench.runCommand('TermLens: Group Annotations by Position');
  });

  it('is filtered, says so, and shows all again', async () => {
    await workbench.runCommand('TermLens: Filter Annotations…');
    await workbench.typeInQuickPick('negated');
    await workbench.press('Enter');
    await expectSpoken(['annotation, asthma, Asthma MESH:D001249, negated, line 3']);
    await workbench.page.getByText('Filter “negated”: 1 of 4').waitFor();
    await workbench.runCommand('TermLens: Clear Filter of Annotations');
    await rows().nth(3).waitFor();
  });

  it('takes decisions from its menu', async () => {
    const row = workbench.treeRow('type 2 diabetes');
    await row.hover();
    await row.getByRole('button', { name: 'Accept Suggestion' }).click();
    await workbench.page.getByRole('treeitem', { name: /^annotation, type 2 diabetes/u }).waitFor();
    await waitFor('the accepted suggestion', async () =>
      (await readFile(path.join(vsCode.folder, 'note.ann'), 'utf8')).includes('MESH:D003924')
        ? true
        : undefined,
    );
  });

  it('shows identifiers in the text when they are switched on', async () => {
    const line = workbench.page.locator('.view-line').filter({ hasText: 'heart' });
    await workbench.runCommand('TermLens: Toggle Identifiers in the Text');
    await line.filter({ hasText: 'MESH:D009203' }).waitFor();
    await workbench.screenshot('identifiers');
    await workbench.runCommand('TermLens: Toggle Identifiers in the Text');
    await line.filter({ hasNotText: 'MESH:D009203' }).waitFor();
  });
});

describe('the summary of the folder', () => {
  it('counts notes, mentions and concepts, and shows a concept', async () => {
    await workbench.runCommand('TermLens: Focus on Folder Summary View');
    const concepts = workbench.page.getByRole('treeitem', { name: /^Most frequent concepts/u });
    await concepts.click();
    const first = workbench.page.getByRole('treeitem', {
      name: 'Myocardial Infarction, MESH:D009203, 2 mentions in 2 notes',
    });
    await first.waitFor();
    await workbench.page.getByRole('treeitem', { name: /^Annotated notes/u }).click();
    await workbench.page.getByRole('treeitem', { name: 'deep/second.txt, 1 mention, 1 concept' }).waitFor();
    await workbench.screenshot('folderSummary');
    await first.click();
    await conceptPage().getByRole('heading', { level: 1, name: 'Myocardial Infarction' }).waitFor();
  });
});

describe('the page of a concept', () => {
  it('lists the mentions of the workspace and goes to one', async () => {
    const page = conceptPage();
    await page.getByText('2 mentions in 2 notes').waitFor();
    await page.getByRole('button', { name: '“heart attack”, line 2' }).click();
    await workbench.statusBarText('Ln 2, Col 17');
  });

  it('shows a hostile synonym as text, and runs nothing of it', async () => {
    await workbench.placeCursorAt('office fit', { offset: 3 });
    await workbench.runCommand('TermLens: Show Concept');
    const page = conceptPage();
    await page.getByRole('heading', { level: 1, name: 'Office fit' }).waitFor();
    await page.getByText(hostile).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('html').evaluate((html) => html.ownerDocument.title)).not.toBe('broken');
    // What the policy forbids is forbidden, also to somebody who gets into the page.
    const ran = await page.locator('main').evaluate((main) => {
      main.insertAdjacentHTML('beforeend', '<img src="data:," onerror="document.title=\'broken\'">');
      return new Promise<string>((resolve) => {
        setTimeout(() => {
          resolve(main.ownerDocument.title);
        }, 500);
      });
    });
    expect(ran).not.toBe('broken');
  });

  it('goes back to the one before', async () => {
    const page = conceptPage();
    await page.getByRole('button', { name: '← Myocardial Infarction' }).click();
    await page.getByRole('heading', { level: 1, name: 'Myocardial Infarction' }).waitFor();
  });

  it.each([
    ['Light Modern', 'vs', 'light'],
    ['Dark Modern', 'vs-dark', 'dark'],
    ['Dark High Contrast', 'hc-black', 'highContrast'],
  ])('can be read in %s', async (theme, cssClass, name) => {
    await useTheme(theme, cssClass);
    await conceptPage().getByText('2 mentions in 2 notes').waitFor();
    await workbench.screenshot(`conceptPage-${name}`);
  });
});

describe('what changes on disk', () => {
  it('is counted anew, in the page and in the summary', async () => {
    const third = path.join(vsCode.folder, 'third');
    await writeFile(`${third}.txt`, 'A heart attack.');
    await writeFile(
      `${third}.ann`,
      'T1\tDisorder 2 14\theart attack\nN1\tReference T1 MESH:D009203\tMyocardial Infarction\n',
    );
    await conceptPage().getByText('3 mentions in 3 notes').waitFor();
    await workbench.page
      .getByRole('treeitem', { name: 'Myocardial Infarction, MESH:D009203, 3 mentions in 3 notes' })
      .waitFor();
  });
});

describe('annotations of other programs', () => {
  it('are written by the palette, with what was lost', async () => {
    await workbench.openFile('note.txt');
    await workbench.runCommand('TermLens: Export Annotations…');
    await workbench.pickQuickPick('This Note');
    await workbench.pickQuickPick('PubTator');
    await saveAs(path.join(vsCode.folder, 'exported.txt'));
    const message = await workbench.notification('Exported 1 document with 4 annotations as PubTator');
    expect(message).toContain('Not held by this format: ');
    await workbench.pressNotificationButton('Exported', 'Show Report');
    await waitFor('the report', async () =>
      (await workbench.editorText()).includes('first at document note') ? true : undefined,
    );
    const written = await readFile(path.join(vsCode.folder, 'exported.txt'), 'utf8');
    expect(written).toContain('heart attack\tDisorder\tMESH:D009203');
  });

  it('are read into the notes of the folder', async () => {
    await rm(path.join(vsCode.folder, 'note.ann'));
    await workbench.openFile('note.txt');
    await workbench.runCommand('TermLens: Import Annotations…');
    await workbench.pickQuickPick('This Note');
    await workbench.pickQuickPick('File…');
    await workbench.chooseFile(path.join(vsCode.folder, 'exported.txt'), 'Import');
    await workbench.notification('Added 4 annotations to 1 note');
    expect(await readFile(path.join(vsCode.folder, 'note.ann'), 'utf8')).toContain(
      'T1\tDisorder 51 63\theart attack\n',
    );
  });
});

/** Answers the dialog for a file that is not there yet. */
async function saveAs(file: string): Promise<void> {
  const widget = workbench.page.locator('.quick-input-widget');
  const input = widget.locator('input.input');
  // While it lists the first folder, the dialog puts that back.
  await widget.locator('.monaco-list-row').filter({ hasText: 'note.txt' }).waitFor();
  await waitFor('the path in the dialog', async () => {
    await input.fill(file);
    return (await input.inputValue()) === file ? true : undefined;
  });
  await widget.getByRole('button', { name: /^(?:OK|Export)$/u }).click();
  await input.waitFor({ state: 'hidden' });
}
