import { describe, expect, it } from 'vitest';
import { accuracyAtK, isHit } from '../../../../src/core/evaluation/metrics/accuracy.ts';
import { meanReciprocalRank } from '../../../../src/core/evaluation/metrics/meanReciprocalRank.ts';
import { rankOfHit } from '../../../../src/core/evaluation/metrics/rankOfHit.ts';

/** One letter for each identifier; `ab c` are two candidates. */
const ranked = (list: string): string[][] => list.split(' ').map((ids) => Array.from(ids));

describe('rankOfHit', () => {
  it.each([
    { what: 'the first candidate', gold: 'a', lists: ['a b'], rank: 1 },
    { what: 'a later one', gold: 'c', lists: ['a b c c'], rank: 3 },
    { what: 'any overlap', gold: 'xb', lists: ['a bc'], rank: 2 },
    { what: 'none', gold: 'x', lists: ['a b'], rank: undefined },
    { what: 'no candidates', gold: 'x', lists: [''], rank: undefined },
    { what: 'NIL, which nothing is right for', gold: '', lists: ['a b'], rank: undefined },
    { what: 'all parts of a composite concept', gold: 'a b', lists: ['a x b'], rank: 3 },
    { what: 'one of two parts alone', gold: 'a b', lists: ['a x y'], rank: undefined },
    { what: 'a candidate that is both parts', gold: 'a b', lists: ['ab x'], rank: 1 },
    { what: 'texts that each have one of the identifiers', gold: 'ab', lists: ['a x', 'x b'], rank: 2 },
    { what: 'texts of which one has none', gold: 'ab', lists: ['a', 'x'], rank: undefined },
    { what: 'texts for parts', gold: 'a b', lists: ['x a', 'b'], rank: 2 },
    { what: 'texts that all name the same part', gold: 'a b', lists: ['a', 'a'], rank: undefined },
  ])('$what', ({ gold, lists, rank }) => {
    const goldParts = gold === '' ? [] : ranked(gold);
    expect(rankOfHit(goldParts, lists.map(ranked))).toBe(rank);
    expect(isHit(goldParts, lists.map(ranked), 2)).toBe(rank !== undefined && rank <= 2);
  });
});

describe('over mentions', () => {
  const ranks = [1, 2, undefined, 6];

  it('accuracyAtK', () => {
    expect([1, 2, 5, 6].map((k) => accuracyAtK(ranks, k))).toEqual([0.25, 0.5, 0.5, 0.75]);
    expect(accuracyAtK([], 1)).toBeUndefined();
  });

  it('meanReciprocalRank', () => {
    expect(meanReciprocalRank(ranks)).toBeCloseTo((1 + 1 / 2 + 0 + 1 / 6) / 4, 12);
    expect(meanReciprocalRank([])).toBeUndefined();
  });
});
