import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  openTrigramIndex,
  trigramTables,
  type TrigramIndex,
} from '../../../src/core/conceptStore/trigramIndex.ts';
import { gatherTrigrams, writeTrigramIndex } from '../../../src/core/conceptStore/trigramWriter.ts';

function createIndex(names: readonly string[]): TrigramIndex {
  const database = new DatabaseSync(':memory:');
  database.exec(trigramTables);
  writeTrigramIndex(
    database,
    names.map((normalized, nameId) => ({ nameId, normalized })),
    names.length,
  );
  return openTrigramIndex(database);
}

const names = [
  'myocardial infarction',
  'cerebral infarction',
  'heart attack',
  'diabetes mellitus',
  'diabetes insipidus',
  'breast cancer',
  'lung cancer',
];
const index = createIndex(names);
const found = (query: string, count = 3): string[] =>
  index.search(query, count).map(({ nameId }) => names[nameId] ?? '');

describe('search', () => {
  it.each([
    ['myocardial infarction', 'myocardial infarction'],
    ['miocardial infarcton', 'myocardial infarction'],
    ['infarction myocardial', 'myocardial infarction'],
    ['diabetis melitus', 'diabetes mellitus'],
    ['hart atack', 'heart attack'],
    ['brest cancer', 'breast cancer'],
  ])('%j → %j', (query, expected) => {
    expect(found(query)[0]).toBe(expected);
  });

  it('gives the same name 1, and others less, in order', () => {
    const [first, second] = index.search('breast cancer', 5);
    expect(first?.similarity).toBeCloseTo(1, 6);
    expect(second?.similarity).toBeLessThan(1);
    expect(second && names[second.nameId]).toBe('lung cancer');
  });

  it('finds nothing for what shares no three letters', () => {
    expect(found('xyzzy')).toEqual([]);
    expect(found('')).toEqual([]);
  });

  it('leaves nothing of one search in the next', () => {
    const alone = index.search('lung cancer', 7);
    index.search('cerebral infarction', 7);
    expect(index.search('lung cancer', 7)).toEqual(alone);
  });

  it('gives equal names in the order of their ids', () => {
    const twins = createIndex(['asthma', 'asthma', 'asthma']);
    expect(twins.search('asthma', 2).map(({ nameId }) => nameId)).toEqual([0, 1]);
  });

  it('agrees with what two sets of trigrams have in common, however many names there are', () => {
    const word = fc.stringMatching(/^[a-d ]{0,12}$/u);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), word, (list, query) => {
        const some = createIndex(list);
        const overlaps = some.compare(
          query,
          list.map((normalized, nameId) => ({ nameId, normalized })),
        );
        for (const { nameId, similarity } of some.search(query, list.length)) {
          const { ofQuery, ofName } = overlaps[nameId] ?? { ofQuery: NaN, ofName: NaN };
          expect(similarity).toBeCloseTo(Math.sqrt(ofQuery * ofName), 4);
          expect(similarity).toBeLessThanOrEqual(1.000001);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('compare', () => {
  it('tells how much of each is in the other', () => {
    const [overlap] = index.compare('acute breast cancer', [{ nameId: 5, normalized: 'breast cancer' }]);
    expect(overlap?.ofName).toBeCloseTo(1, 1);
    expect(overlap?.ofQuery).toBeLessThan(0.8);
  });

  it('knows nothing of a name that is not in the index', () => {
    expect(index.compare('cancer', [{ nameId: 99, normalized: 'cancer' }])).toEqual([
      { ofQuery: 0, ofName: 0 },
    ]);
  });
});

describe('gatherTrigrams', () => {
  it('lists the names that have each trigram, in order, whatever the steps between them', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof(fc.nat(300), fc.nat(40_000)), { minLength: 1, maxLength: 400 }),
        (nameIds) => {
          const ordered = [...nameIds].sort((a, b) => a - b);
          const all = ordered.map((nameId) => ({ nameId, normalized: 'abc' }));
          const { lists, lengths } = gatherTrigrams(all, (ordered.at(-1) ?? 0) + 1);
          for (const [, ids] of lists) {
            expect([...ids]).toEqual(ordered);
          }
          expect(ordered.every((nameId) => (lengths[nameId] ?? 0) > 0)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});
