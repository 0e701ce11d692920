import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pooling } from '../../../../src/core/encoder/encoder.ts';
import { NoVectorError, poolVectors } from '../../../../src/core/encoder/runtime/poolVectors.ts';

/** Two names of two dimensions, padded to three tokens; what stands in the padding must not matter. */
const hidden = new Float32Array([
  ...[3, 4, 9, 9, 9, 9], // one token
  ...[1, 0, 0, 1, -1, 2], // three tokens, mean (0, 1)
]);

describe('poolVectors', () => {
  it.each([
    { pooling: 'cls', vectors: [0.6, 0.8, 1, 0] },
    { pooling: 'mean', vectors: [0.6, 0.8, 0, 1] },
  ] as const)('takes $pooling over tokens that are not padding', ({ pooling, vectors }) => {
    const pooled = [...poolVectors(hidden, [2, 3, 2], [1, 3], pooling)];
    pooled.forEach((value, i) => {
      expect(value).toBeCloseTo(vectors[i] ?? NaN, 6);
    });
    expect(pooled).toHaveLength(4);
  });

  it.each([
    { pooling: 'cls', vectors: [3, 4, 1, 0] },
    { pooling: 'mean', vectors: [3, 4, 0, 1] },
  ] as const)('leaves the length of $pooling as it is when it is asked to', ({ pooling, vectors }) => {
    expect([...poolVectors(hidden, [2, 3, 2], [1, 3], pooling, 'raw')]).toEqual(vectors);
  });

  it.each([
    { what: 'zeros', values: [0, 0] },
    { what: 'NaN', values: [1, NaN] },
    { what: 'infinity', values: [Infinity, 1] },
  ])('refuses $what, in either length', ({ values }) => {
    for (const length of ['unit', 'raw'] as const) {
      expect(() => poolVectors(Float32Array.from(values), [1, 1, 2], [1], 'cls', length)).toThrow(
        NoVectorError,
      );
    }
  });

  it('has no rows for no names', () => {
    expect(poolVectors(new Float32Array(0), [0, 0, 3], [], 'cls')).toHaveLength(0);
  });

  it('makes every vector one of unit length', () => {
    const value = fc.integer({ min: 1, max: 1000 }).map((n) => n / 10);
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 12, maxLength: 12 }),
        fc.constantFrom<Pooling>('cls', 'mean'),
        (values, pooling) => {
          const pooled = poolVectors(Float32Array.from(values), [2, 2, 3], [1, 2], pooling);
          for (const row of [pooled.subarray(0, 3), pooled.subarray(3)]) {
            const length = Math.hypot(...row);
            expect(length).toBeCloseTo(1, 5);
          }
        },
      ),
    );
  });
});
