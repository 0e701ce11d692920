import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { projectFolder } from '../../../../scripts/projectFolder.ts';
import { readVocabularyCatalogue } from '../../../../src/core/vocabulary/catalogue/catalogue.ts';
import { DamagedVocabularyCatalogueError } from '../../../../src/core/vocabulary/catalogue/catalogueErrors.ts';
import { bundledVocabularies } from '../../../../src/core/linking/service/vocabularyPlaces.ts';
import { createBrought, createKnown } from './knownVocabularies.ts';

function install(catalogue: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-catalogue-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  mkdirSync(join(folder, 'vocabularies'));
  writeFileSync(join(folder, 'vocabularies', 'catalogue.json'), JSON.stringify(catalogue));
  return folder;
}

test('the catalogue that ships can be read, and fetches over https alone', async () => {
  const catalogue = await readVocabularyCatalogue(projectFolder);
  const ids = catalogue.map(({ id }) => id);
  for (const id of ['hpo', 'mondo', 'doid', 'go', 'chebi', 'cl', 'uberon', 'mesh', 'icd10cm', 'rxnorm']) {
    expect(ids).toContain(id);
  }
  expect(ids.filter((id) => bundledVocabularies.includes(id))).toEqual([]);
  expect(
    catalogue.flatMap(({ address }) => address ?? []).filter((url) => !url.startsWith('https://')),
  ).toEqual([]);
  const brought = catalogue.filter(({ bring }) => bring).map(({ id }) => id);
  expect(brought).toEqual(expect.arrayContaining(['umls', 'snomedct', 'loinc']));
});

test.each([
  ['a name that is given twice', [createKnown(), createKnown({ id: 'other', title: 'DEVO', aliases: [] })]],
  ['an address and a page', [{ ...createKnown(), bring: createBrought('x').bring }]],
  ['an address without a size', [createKnown({ bytes: undefined })]],
  ['a year without its beginning', [createKnown({ address: 'https://example.org/{year}.obo' })]],
  ['an address that is none', [createKnown({ address: 'devices.obo' })]],
  ['a format that nobody reads', [createKnown({ format: 'stone tablets' })]],
  ['an id that is no folder', [createKnown({ id: '../devices' })]],
])('a catalogue with %s is damaged', async (_, vocabularies) => {
  await expect(readVocabularyCatalogue(install({ vocabularies }))).rejects.toThrow(
    DamagedVocabularyCatalogueError,
  );
});
