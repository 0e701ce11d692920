import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBatches, tokenBudgetFor } from '../../../../src/core/encoder/runtime/planBatches.ts';

describe('planBatches', () => {
  it.each([
    { lengths: [], budget: 10, batches: [] },
    {
      lengths: [5, 3, 5, 3],
      budget: 10,
      batches: [
        [1, 3],
        [0, 2],
      ],
    },
    { lengths: [4, 4, 4], budget: 12, batches: [[0, 1, 2]] },
    { lengths: [2, 4, 4], budget: 11, batches: [[0, 1], [2]] },
    { lengths: [30, 1], budget: 10, batches: [[1], [0]] },
  ])('$lengths within $budget tokens → $batches', ({ lengths, budget, batches }) => {
    expect(planBatches(lengths, budget)).toEqual(batches);
  });

  it('puts each name into one batch within the budget, the shorter ones first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 }),
        fc.nat({ max: 100 }),
        (lengths, budget) => {
          const batches = planBatches(lengths, budget);
          const order = batches.flat();
          const lengthOf = (index: number): number => lengths[index] ?? NaN;
          expect([...order].sort((a, b) => a - b)).toEqual(lengths.map((_, index) => index));
          expect(order.map(lengthOf)).toEqual([...lengths].sort((a, b) => a - b));
          for (const batch of batches) {
            const padded = batch.length * Math.max(...batch.map(lengthOf));
            expect(batch.length === 1 || padded <= budget).toBe(true);
          }
        },
      ),
    );
  });

  it('leaves no batch that the next name would have fitted into', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30 })),
        fc.integer({ min: 1, max: 100 }),
        (lengths, budget) => {
          const batches = planBatches(lengths, budget);
          batches.slice(1).forEach(([next = 0], i) => {
            expect(((batches[i]?.length ?? 0) + 1) * (lengths[next] ?? 0)).toBeGreaterThan(budget);
          });
        },
      ),
    );
  });
});

describe('tokenBudgetFor', () => {
  it('is smaller for a wider model, and never too small for a name', () => {
    expect([384, 768, 1024, 100_000].map(tokenBudgetFor)).toEqual([512, 256, 192, 64]);
  });
});
