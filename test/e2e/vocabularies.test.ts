import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { startLoopbackServer } from '../loopbackHub/loopbackServer.ts';
import { serveFile } from '../loopbackHub/serveFile.ts';
import { startVsCode, type VsCode } from './environment.ts';
import { packedExtension } from './packedExtension.ts';
import { readyStatus } from './readyStatus.ts';
import { waitFor } from './waitFor.ts';
import type { Workbench } from './workbench.ts';

/*
 * A vocabulary of a user's own, from its file to its removal, in order, in one window. Each test begins where the
 * last ended.
 */

const ontology = path.join(projectFolder, '..', 'shared', 'data', 'hpo-2016', 'hp.obo.gz');
/** The bundled vocabulary has the first; the others only HPO. */
const note = '- seizure\n- big head\n- cardiac enlargement\n- Zwickel pump\n';

/** Some 26,000 names are encoded, beside all else that the machine does. */
const addingPatienceMs = 180_000;

let root: string;
let vsCode: VsCode;
let workbench: Workbench;

/** From the palette to the id, which is `hpo`. */
async function orderOntology(): Promise<void> {
  await workbench.runCommand('TermLens: Add Vocabulary…');
  await workbench.pickQuickPick('File…');
  await workbench.chooseFile(ontology, 'Add');
  await workbench.answerInput('What to call it', 'hpo');
}

describe.skipIf(!existsSync(ontology))('a vocabulary', () => {
  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'termlens-e2e-vocabularies-'));
    vsCode = await startVsCode({
      vsix: await packedExtension(),
      files: { 'note.txt': note },
      environment: { TERMLENS_HOME: path.join(root, 'home') },
    });
    workbench = vsCode.workbench;
  });

  afterAll(async () => {
    await vsCode.dispose();
    await rm(root, { recursive: true, force: true });
  });

  it('is offered by name, with what it takes to have it', async () => {
    await workbench.openFile('note.txt');
    await readyStatus(workbench);
    await workbench.runCommand('TermLens: Add Vocabulary…');
    await workbench.typeInQuickPick('phenotype');
    await waitFor('the Human Phenotype Ontology in the list', async () => {
      const items = await workbench.quickPickItems();
      return items.some(({ label }) => label.includes('Human Phenotype Ontology')) ? true : undefined;
    });
    await workbench.screenshot('knownVocabularies');
    await workbench.pickQuickPick('Human Phenotype Ontology');
    const consent = await workbench.answerDialog('Download Human Phenotype Ontology?', 'Cancel');
    expect(consent).toMatch(/From: https:\/\/.*Size: about .*Licence: .*opens a connection/su);

    await workbench.runCommand('TermLens: Add Vocabulary…');
    await workbench.typeInQuickPick('SNOMED');
    await workbench.pickQuickPick('SNOMED');
    expect(await workbench.answerDialog('cannot be fetched by TermLens', 'Cancel')).toContain('Licence:');
  });

  it('is fetched from an address', async () => {
    const devices = '[Term]\nid: DEV:1\nname: Zwickel pump\n';
    const publisher = await startLoopbackServer((request, response) => {
      serveFile(request, response, Buffer.from(`format-version: 1.2\n\n${devices}`));
    });
    onTestFinished(() => publisher.close());
    await workbench.runCommand('TermLens: Add Vocabulary…');
    await workbench.pickQuickPick('Address…');
    await workbench.answerInput('opens a connection', `${publisher.origin}/devices.obo`);
    await workbench.answerInput('What to call it', 'devices');
    expect(await workbench.notification('Added “devices”')).toContain('1 concept, 1 name');
    expect(publisher.requests.map(({ path: asked }) => asked)).toEqual(['/devices.obo']);
    expect(await workbench.hoverOver('Zwickel pump', { containing: 'DEV:1' })).toContain('Zwickel pump');
  });

  it('is added from the palette with progress, can be cancelled and goes on where it was', async () => {
    await workbench.openFile('note.txt');
    await readyStatus(workbench);
    await orderOntology();
    await workbench.notification('names/s');
    await workbench.pressNotificationButton('Adding “hpo”', 'Cancel');
    await workbench.notification('goes on from there');

    await orderOntology();
    expect(await workbench.notification('names/s')).toMatch(
      /Adding “hpo”.*encoding: [\d,]+ of [\d,]+ names, [\d,]+ names\/s, \d+ (s|min) left/su,
    );
    await workbench.screenshot('addingVocabulary');
    // Hovers are answered meanwhile.
    expect(await workbench.hoverOver('seizure', { containing: 'MESH:D012640' })).toContain('Seizures');
    expect(await workbench.notification('Added “hpo”', addingPatienceMs)).toMatch(
      /OBO 1\.4\): [\d,]+ concepts, [\d,]+ names/u,
    );
  }, 300_000);

  it.each([
    ['seizure', 'HP:0001250'],
    ['big head', 'HP:0000256'],
    ['cardiac enlargement', 'HP:0001640'],
  ])('answers a hover over “%s” at once', async (term, curie) => {
    const hover = await workbench.hoverOver(term, { containing: curie });
    const curies = [...hover.matchAll(/[A-Z]+:[A-Z]*\d+/gu)].map(([found]) => found);
    expect([...new Set(curies)].slice(0, 3)).toContain(curie);
  });

  it('stands in the view, is switched off and on there, and removed', async () => {
    await workbench.runCommand('TermLens: Manage Vocabularies');
    const row = workbench.treeRow('25,'); // HPO’s number of names
    expect(await row.innerText()).toMatch(/hp|Human Phenotype/iu);
    await workbench.screenshot('vocabularies');
    await row.getByRole('checkbox').click();
    await workbench.openFile('note.txt');
    await waitFor('a hover without HPO', async () => {
      const hover = await workbench.hoverOver('seizure', { containing: 'MESH:D012640' });
      return hover.includes('HP:') ? undefined : true;
    });
    await row.getByRole('checkbox').click();
    await workbench.hoverOver('big head', { containing: 'HP:0000256' });

    await row.hover();
    await row.getByRole('button', { name: 'Remove Vocabulary…' }).click();
    await workbench.answerDialog('Remove “', 'Remove');
    await workbench.notification('Removed “');
    await row.waitFor({ state: 'detached' });
  });
});
