import { describe, expect, it } from 'vitest';
import type { MatchedName } from '../../../../src/core/linking/candidates/matchedName.ts';
import { rankConcepts, type RankedConcept } from '../../../../src/core/linking/candidates/ranker.ts';

const calibration = { slope: 30, intercept: -24 };

let nextId = 0;
function match(name: string, conceptId: number, changes: Partial<MatchedName> = {}): MatchedName {
  const stored = {
    nameId: nextId++,
    conceptId,
    name,
    normalized: name.toLowerCase(),
    key: name.toLowerCase(),
    preferred: false,
    abbreviation: false,
  };
  return {
    name: stored,
    same: false,
    sameKey: false,
    sameMorphemes: 0,
    semantic: 0.8,
    ofMention: 0.5,
    ofName: 0.5,
    ...changes,
  };
}

const rank = (mention: string, ...matches: MatchedName[]): RankedConcept[] =>
  rankConcepts(mention, matches, calibration);
const same: Partial<MatchedName> = { same: true, sameKey: true, semantic: 1, ofMention: 1, ofName: 1 };

describe('rankConcepts', () => {
  it.each<[string, string, MatchedName, MatchedName]>([
    ['the same name', 'asthma', match('asthma', 1, same), match('asthmatic', 2)],
    [
      'the nearer meaning',
      'heart attack',
      match('myocardial infarction', 1, { semantic: 0.95 }),
      match('panic attack', 2, { semantic: 0.6 }),
    ],
    [
      'at equal meaning the nearer letters',
      'nephropathies',
      match('nephropathy', 1, { ofMention: 0.7, ofName: 0.8 }),
      match('kidney disease', 2, { ofMention: 0.1, ofName: 0.1 }),
    ],
    [
      'the name without words that were not said',
      'breast cancer',
      match('breast cancers', 1, { ofMention: 0.9, ofName: 0.9 }),
      match('hereditary breast cancer syndrome', 2, { ofMention: 0.9, ofName: 0.4 }),
    ],
    ['the same number', 'hepatitis 2', match('hepatitis 2 virus', 1), match('hepatitis 3 virus', 2)],
    [
      'the preferred name',
      'x',
      {
        ...match('ex', 1),
        name: {
          nameId: 90,
          conceptId: 1,
          name: 'ex',
          normalized: 'ex',
          key: 'ex',
          preferred: true,
          abbreviation: false,
        },
      },
      match('ex', 2),
    ],
  ])('prefers %s', (_, mention, better, worse) => {
    expect(rank(mention, worse, better)[0]?.conceptId).toBe(1);
    expect(rank(mention, better, worse)[0]?.conceptId).toBe(1);
  });

  it('gives probabilities that leave something for none of them', () => {
    const ranked = rank('breast cancer', match('breast cancers', 1, { semantic: 0.97 }), match('cancer', 2));
    const total = ranked.reduce((sum, { probability }) => sum + probability, 0);
    expect(total).toBeGreaterThan(0.5);
    expect(total).toBeLessThan(1);
  });

  it('gives two equal concepts the same', () => {
    const [first, second] = rank('ex', match('ex', 1, same), match('ex', 2, same));
    expect(first?.probability).toBeCloseTo(second?.probability ?? 0, 9);
    expect(first?.probability).toBeLessThanOrEqual(0.5);
  });

  it('believes in nothing that is far from everything', () => {
    const [first] = rank('qwzx', match('quartz', 1, { semantic: 0.3, ofMention: 0.1, ofName: 0.1 }));
    expect(first?.probability).toBeLessThan(0.05);
  });

  it('speaks for a concept by its best name', () => {
    const [first] = rank('asthma', match('wheeze', 1, { semantic: 0.4 }), match('asthma', 1, same));
    expect(first?.match.name.name).toBe('asthma');
    expect(rank('asthma')).toEqual([]);
  });
});
