import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spellingSimilarity } from '../../../../src/core/linking/candidates/spellingSimilarity.ts';

describe('spellingSimilarity', () => {
  it.each([
    ['asthma', 'asthma', 1],
    ['astma', 'asthma', 1 - 1 / 1.5],
    // Two letters exchanged are one error.
    ['hypertensoin', 'hypertension', 1 - 1 / 3],
    ['hypertensionn', 'hypertension', 1 - 1 / 3.25],
    ['hepatitis', 'nephritis', 0],
    ['mi', 'ms', 0],
    ['lung', 'lung cancer', 0],
    ['', '', 0],
    ['', 'asthma', 0],
    ['x'.repeat(100), 'x'.repeat(100), 0],
  ])('%j, %j → %d', (mention, name, expected) => {
    expect(spellingSimilarity(mention, name)).toBeCloseTo(expected, 6);
  });

  it('is in [0, 1] and the same both ways', () => {
    const word = fc.stringMatching(/^[a-c]{0,12}$/u);
    fc.assert(
      fc.property(word, word, (a, b) => {
        const similarity = spellingSimilarity(a, b);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(spellingSimilarity(b, a)).toBeCloseTo(similarity, 12);
      }),
    );
  });
});
