import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureConceptStore } from '../../../src/core/conceptStore/ensureConceptStore.ts';
import {
  createInstalledSource,
  listInstalledVocabularies,
  removeVocabulary,
} from '../../../src/core/conceptStore/installedVocabularies.ts';
import type { Concept } from '../../../src/core/vocabulary/concept.ts';
import { createFakeEncoder } from '../encoder/fakeEncoder.ts';
import { readAllConcepts } from '../vocabulary/readAllConcepts.ts';
import { findConcept, findNamed } from './askStore.ts';
import { createSource, tenConcepts } from './tenConcepts.ts';

let dataFolder: string;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'termlens-installed-'));
});

afterEach(() => {
  rmSync(dataFolder, { recursive: true, force: true });
});

async function install(id: string, concepts: readonly Concept[] = tenConcepts): Promise<void> {
  const store = await ensureConceptStore(createSource(concepts, id), {
    dataFolder,
    encoder: createFakeEncoder(),
  });
  store.close();
}

const ids = async (): Promise<string[]> => (await listInstalledVocabularies(dataFolder)).map(({ id }) => id);

describe('listInstalledVocabularies', () => {
  it('has those with a store, in order, whatever else lies there', async () => {
    expect(await ids()).toEqual([]);
    await install('two');
    await install('one');
    const folder = join(dataFolder, 'vocabularies');
    mkdirSync(join(folder, '.draft.x'));
    mkdirSync(join(folder, 'empty'));
    mkdirSync(join(folder, 'damaged'));
    writeFileSync(join(folder, 'damaged', 'manifest.json'), '{');
    writeFileSync(join(folder, 'file'), '');
    expect(await ids()).toEqual(['one', 'two']);
  });
});

it('nothing is installed where there can be no folder', async () => {
  writeFileSync(join(dataFolder, 'file'), '');
  expect(await listInstalledVocabularies(join(dataFolder, 'file'))).toEqual([]);
});

describe('createInstalledSource', () => {
  const related: Concept = {
    curie: 'HP:0001640',
    preferredName: 'Cardiomegaly',
    synonyms: [{ name: 'Big heart', scope: 'broad', abbreviation: false }],
    semanticTypes: ['Phenotype', 'Sign'],
    definition: 'A | B',
    parents: ['HP:0001627', 'HP:0000001'],
    crossReferences: ['MESH:D006332'],
    alternativeIds: ['HP:0001705'],
  };
  const obsolete: Concept = {
    curie: 'HP:0000002',
    preferredName: 'Old name',
    synonyms: [],
    semanticTypes: [],
    obsolete: true,
    replacedBy: ['HP:0001640'],
  };

  it('has every concept as it came', async () => {
    await install('mine', [...tenConcepts.slice(0, 1), related, obsolete]);
    const [manifest] = await listInstalledVocabularies(dataFolder);
    if (!manifest) {
      throw new Error('nothing is installed');
    }
    const source = createInstalledSource(dataFolder, manifest);
    expect(await readAllConcepts(source)).toEqual([tenConcepts[0], related, obsolete]);
  });

  it('makes the store that another encoder wants', async () => {
    await install('mine', [related, obsolete]);
    const [manifest] = await listInstalledVocabularies(dataFolder);
    if (!manifest) {
      throw new Error('nothing is installed');
    }
    const other = createFakeEncoder({ fingerprint: 'other' });
    const store = await ensureConceptStore(createInstalledSource(dataFolder, manifest), {
      dataFolder,
      encoder: other,
    });
    expect(other.requests.flat()).toEqual(['Cardiomegaly', 'Big heart']);
    expect(store.manifest).toMatchObject({
      encoderFingerprint: 'other',
      sourceSha256: manifest.sourceSha256,
    });
    // What is obsolete is found by its identifier alone.
    expect(await findNamed(store, 'old name')).toEqual([]);
    expect(await findConcept(store, 'HP:0000002')).toEqual(obsolete);
    expect(await findConcept(store, 'HP:0001705')).toEqual(related);
    store.close();
  });
});

describe('removeVocabulary', () => {
  it('removes one and nothing else, and says whether there was one', async () => {
    await install('mesh');
    await install('mesh-2024');
    expect(await removeVocabulary(dataFolder, 'mesh')).toBe(true);
    expect(await removeVocabulary(dataFolder, 'mesh')).toBe(false);
    expect(await ids()).toEqual(['mesh-2024']);
    expect(readdirSync(join(dataFolder, 'vocabularies'))).toEqual(['mesh-2024']);
  });
});
