import { describe, expect, it } from 'vitest';
import { cohensKappa, type Verdict } from '../../../../src/core/annotation/agreement/kappa.ts';

function repeat(verdict: Verdict, times: number): Verdict[] {
  return Array.from({ length: times }, () => verdict);
}

describe('cohensKappa', () => {
  it('is what is left above chance', () => {
    // Of 50: observed 35 / 50; A says yes to 25, B to 30: by chance 0.5 × 0.6 + 0.5 × 0.4 = 0.5.
    const verdicts = [
      ...repeat(['yes', 'yes'], 20),
      ...repeat(['yes', 'no'], 5),
      ...repeat(['no', 'yes'], 10),
      ...repeat(['no', 'no'], 15),
    ];
    const { judged, observed, kappa } = cohensKappa(verdicts);
    expect({ judged, observed }).toEqual({ judged: 50, observed: 0.7 });
    expect(kappa).toBeCloseTo(0.4, 12);
  });

  it('takes any number of categories, and is below 0 where chance would do better', () => {
    expect(
      cohensKappa([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'a'],
      ]).kappa,
    ).toBeCloseTo(-0.5, 12);
    expect(
      cohensKappa([
        ['a', 'a'],
        ['b', 'b'],
        ['c', 'c'],
      ]).kappa,
    ).toBe(1);
  });

  it('is nothing where there was no choice', () => {
    expect(cohensKappa([])).toEqual({ judged: 0, observed: undefined, kappa: undefined });
    expect(cohensKappa(repeat(['no', 'no'], 3))).toEqual({ judged: 3, observed: 1, kappa: undefined });
  });
});
