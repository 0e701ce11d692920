import { describe, expect, it } from 'vitest';
import {
  checkVocabularyId,
  countRows,
  proposeVocabularyId,
} from '../../../src/extension/commands/vocabularySources.ts';

const installed = [
  { id: 'starter', title: 'TermLens Starter', bundled: true },
  { id: 'hp', title: 'Human Phenotype Ontology', bundled: false },
];

describe('the id of a vocabulary', () => {
  it.each([
    ['/data/hp.obo.gz', 'hp'],
    [String.raw`C:\Terms\Our List 2026.csv`, 'our-list-2026'],
    ['/data/META', 'meta'],
    ['/data/SnomedCT_InternationalRF2.zip', 'snomedct_internationalrf2'],
    ['/data/.tsv', ''],
  ])('is proposed for %s', (path, id) => {
    expect(proposeVocabularyId(path)).toBe(id);
  });

  it('is refused where it cannot name a folder, or is TermLens’s own', () => {
    for (const id of ['', 'HPO', 'a b', '../x', 'starter']) {
      expect(checkVocabularyId(id, installed)).toMatchObject({ severity: 'error' });
    }
    expect(checkVocabularyId('mondo-2026_1', installed)).toBeUndefined();
  });

  it('may be another’s, which is then replaced', () => {
    expect(checkVocabularyId('hp', installed)).toEqual({
      severity: 'info',
      message: expect.stringContaining('Human Phenotype Ontology') as string,
    });
  });
});

it('counts the rows of a copied table', () => {
  expect(countRows('id\tname\r\n\r\nX:1\tfever\r\n')).toBe(2);
  expect(countRows(' \n')).toBe(0);
});
