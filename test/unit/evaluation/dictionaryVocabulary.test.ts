import { expect, it } from 'vitest';
import { readDictionaryNames } from '../../../src/core/evaluation/dictionaryNames.ts';
import {
  conceptIdsOf,
  createDictionaryVocabulary,
} from '../../../src/core/evaluation/dictionaryVocabulary.ts';
import { readAllConcepts } from '../vocabulary/readAllConcepts.ts';
import { smallDictionary } from './smallDictionary.ts';

it('each concept keeps all its identifiers, and its names in order', async () => {
  const concepts = await readAllConcepts(createDictionaryVocabulary(smallDictionary, 'encoder'));
  expect(concepts.map(({ curie }) => conceptIdsOf(curie))).toEqual([['D1', '11'], ['D2'], ['D3'], ['D4']]);
  expect(new Set(concepts.map(({ curie }) => curie)).size).toBe(4);
  expect(concepts[0]).toEqual({
    curie: 'D1|11',
    preferredName: 'heart attack',
    synonyms: [{ name: 'myocardial infarction', scope: 'exact', abbreviation: false }],
    semanticTypes: [],
  });
});

it('another file or another encoder has a store of its own; the same file at another place has not', () => {
  const idOf = (dictionary: typeof smallDictionary, encoder: string): string =>
    createDictionaryVocabulary(dictionary, encoder).description.id;
  const id = idOf(smallDictionary, 'encoder');
  expect(id).toMatch(/^[a-z0-9_-]+$/u);
  expect(idOf({ ...smallDictionary, sha256: 'b'.repeat(64) }, 'encoder')).not.toBe(id);
  expect(idOf(smallDictionary, 'other')).not.toBe(id);
  expect(idOf({ ...smallDictionary, file: '/else/where' }, 'encoder')).toBe(id);
});

it.each([
  { mention: 'Heart-Attack', gold: [['11']], exact: true, found: true, nil: false, name: 'heart attack' },
  { mention: 'heart attack', gold: [['D2']], exact: true, found: false, nil: false, name: 'diabetes' },
  { mention: 'heart attacks', gold: [['D1']], exact: false, found: false, nil: false, name: 'heart attack' },
  // A name of two concepts.
  { mention: 'diabetes', gold: [['D4']], exact: true, found: true, nil: false, name: 'cough' },
  { mention: 'cough', gold: [], exact: true, found: false, nil: true, name: undefined },
  { mention: 'ache', gold: [['D9']], exact: false, found: false, nil: true, name: undefined },
  { mention: 'ache', gold: [['D9', 'D3']], exact: false, found: false, nil: false, name: 'pulmonary edema' },
  {
    mention: 'x',
    parts: ['cough', 'ache'],
    gold: [['D4']],
    exact: false,
    found: false,
    nil: false,
    name: 'cough',
  },
  {
    mention: 'x',
    parts: ['cough', 'diabetes'],
    gold: [['D4', 'D2']],
    exact: true,
    found: true,
    nil: false,
    name: 'cough',
  },
])('a dictionary alone says of $mention → $gold', ({ exact, found, nil, name, ...mention }) => {
  const names = readDictionaryNames(smallDictionary);
  expect(names.isExact(mention)).toBe(exact);
  expect(names.isFoundExactly(mention)).toBe(found);
  expect(names.isNil(mention)).toBe(nil);
  expect(names.goldName(mention)).toBe(name);
});
