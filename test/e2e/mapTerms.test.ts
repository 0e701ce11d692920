import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installSssom } from '../sssom/sssomValidator.ts';
import { startVsCode, type VsCode } from './environment.ts';
import { packedExtension } from './packedExtension.ts';
import { readyStatus } from './readyStatus.ts';
import { waitFor } from './waitFor.ts';
import type { Workbench } from './workbench.ts';

/* A column of a table mapped by keyboard, from Map Terms… to a file in SSSOM. Each test begins where the last ended. */

const table = `code,diagnosis,note
1,Heart attack,in 2019
2,"fever, ""high""",
3,Heart attack,again
4,qqqzzzxk,
5,sob,a dyspnea
6,MS,
`;

let dataFolder: string;
let vsCode: VsCode;
let workbench: Workbench;

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'termlens-e2e-mapping-'));
  vsCode = await startVsCode({
    vsix: await packedExtension(),
    files: { 'terms.csv': table, 'empty.csv': '' },
    environment: { TERMLENS_HOME: dataFolder },
  });
  workbench = vsCode.workbench;
});

afterAll(async () => {
  await vsCode.dispose();
  await rm(dataFolder, { recursive: true, force: true });
});

const output = 'terms.csv.sssom.tsv';
const fileText = (name: string): Promise<string> =>
  readFile(path.join(vsCode.folder, name), 'utf8').catch(() => '');

async function expectFile(name: string, expected: RegExp): Promise<void> {
  let last = '';
  await waitFor(name, async () => {
    last = await fileText(name);
    return expected.test(last) ? true : undefined;
  }).catch(() => undefined);
  expect(last).toMatch(expected);
}

/** Waits until the cursor is at a term and its hover tells of this concept. */
async function at(position: string, concept: string): Promise<void> {
  await workbench.statusBarText(position);
  await workbench.hoverShown(concept);
}

async function clearNotifications(): Promise<void> {
  await workbench.runCommand('Notifications: Clear All Notifications');
}

async function mapDiagnoses(): Promise<void> {
  await workbench.runCommand('TermLens: Map Terms…');
  await workbench.pickQuickPick('diagnosis');
  await waitFor('the question for the first row', async () =>
    (await workbench.quickPickItems())[0]?.label === 'The name of the column' ? true : undefined,
  );
  await workbench.screenshot('mapHeader');
  await workbench.pickQuickPick('The name of the column');
}

describe('a column of a table', () => {
  it('says that there is nothing in an empty one, and nothing decided yet', async () => {
    await workbench.openFile('empty.csv');
    await readyStatus(workbench);
    await workbench.runCommand('TermLens: Map Terms…');
    await workbench.notification('There are no terms in this table.');
    await clearNotifications();
    await workbench.runCommand('TermLens: Export Mappings (SSSOM)…');
    await workbench.notification('Nothing is decided here yet.');
    await clearNotifications();
  });

  it('is chosen by its name and what stands below', async () => {
    await workbench.openFile('terms.csv');
    await workbench.runCommand('TermLens: Map Terms…');
    await workbench.screenshot('mapColumn');
    expect(await workbench.quickPickItems()).toMatchObject([
      { label: 'code', description: '1 · 2 · 3' },
      { label: 'diagnosis', description: 'Heart attack · fever, "high" · Heart attack' },
      { label: 'note', description: 'in 2019 · again · a dyspnea' },
    ]);
    await workbench.press('Escape');
    await mapDiagnoses();
    expect(await workbench.notification('suggestions for')).toContain('4 suggestions for 5 terms.');
    await workbench.screenshot('mapSuggestions');
  });

  it('is reviewed as a note is', async () => {
    await workbench.pressNotificationButton('4 suggestions', 'Review');
    await at('Ln 2, Col 3', 'Myocardial Infarction');
    await workbench.screenshot('mapReview');
    await workbench.press('Alt+Enter');
    await expectFile('terms.csv.ann', /^T1\t\S+ 22 34\tHeart attack\nN1\tReference T1 MESH:D009203\t/u);
    await at('Ln 3, Col 4', 'like “Fever”');
    await workbench.press('Alt+]');
    await at('Ln 6, Col 3', 'Dyspnea');
    await workbench.press('Alt+Backspace');
    await expectFile('.termlens/rejected/terms.csv.ann', /\tsob\n$/u);
    await at('Ln 7, Col 3', 'Morphine');
    await workbench.press('Alt+2');
    await expectFile('terms.csv.ann', /\nT2\t\S+ \d+ \d+\tMS\n/u);
    await workbench.statusBarText('Ln 3, Col 4');
    await workbench.screenshot('mapReviewed');
  });

  it('has its decided terms left out the next time', async () => {
    await mapDiagnoses();
    await workbench.notification('1 suggestion for 2 terms.');
    await clearNotifications();
  });

  it('is written as a mapping set beside the table, which stays as it is', async () => {
    await workbench.runCommand('TermLens: Export Mappings (SSSOM)…');
    await workbench.notification(`${output}: 2 mappings, 1 term without a concept.`);
    await workbench.screenshot('mapExported');
    await expectFile(output, /^#mapping_set_title: Terms of terms\.csv$/mu);
    const text = await fileText(output);
    expect(text).toMatch(
      /^Heart attack\tskos:exactMatch\tMESH:D009203\tMyocardial Infarction\tsemapv:Lexical/mu,
    );
    expect(text).toMatch(/^MS\tskos:exactMatch\tMESH:\S+\t[^\t]+\tsemapv:ManualMappingCuration\t/mu);
    expect(text).toMatch(/^sob\tskos:exactMatch\tsssom:NoTermFound\t\tsemapv:ManualMappingCuration\t/mu);
    expect(await fileText('terms.csv')).toBe(table);
  });

  it('is asked for before what is there is written over', async () => {
    const before = await fileText(output);
    await clearNotifications();
    await workbench.runCommand('TermLens: Export Mappings (SSSOM)…');
    await workbench.answerDialog(`“${output}” is there already.`, 'Cancel');
    expect(await fileText(output)).toBe(before);
    await workbench.runCommand('TermLens: Export Mappings (SSSOM)…');
    await workbench.answerDialog(`“${output}” is there already.`, 'Overwrite');
    await workbench.notification('2 mappings');
    // Each set has an identifier of its own.
    expect(await fileText(output)).not.toBe(before);
    await workbench.pressNotificationButton('2 mappings', 'Open');
    await waitFor('the mapping set in the editor', async () =>
      (await workbench.editorText()).includes('mapping_set_id') ? true : undefined,
    );
  });

  it('gives a file that is valid by the schema of SSSOM', { timeout: 600_000 }, async (context) => {
    const sssom = await installSssom();
    if ('missing' in sssom) {
      return context.skip(sssom.missing);
    }
    expect(await sssom.validate(path.join(vsCode.folder, output))).toMatchObject({ status: 0 });
  });

  it('has to be saved before it is mapped', async () => {
    await clearNotifications();
    await workbench.runCommand('File: New Untitled Text File');
    await workbench.type('fever');
    await workbench.runCommand('TermLens: Map Terms…');
    await workbench.notification('Save the terms first: what you decide is kept in files beside them.');
  });
});
