import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dotProductsOf } from '../../../src/core/conceptStore/dotProducts.ts';
import { nearestRows, type NearestRow } from '../../../src/core/conceptStore/nearestRows.ts';

/** Few different numbers, so that many rows are equally near. */
const numbers = (count: number): fc.Arbitrary<number[]> =>
  fc.array(fc.constantFrom(-1, -0.5, 0, 0.25, 1), { minLength: count, maxLength: count });

const search = fc
  .record({
    rows: fc.nat({ max: 12 }),
    queries: fc.nat({ max: 9 }),
    dimensions: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ rows, queries, dimensions }) =>
    fc.record({
      dimensions: fc.constant(dimensions),
      matrix: numbers(rows * dimensions),
      queries: numbers(queries * dimensions),
      count: fc.integer({ min: 1, max: 14 }),
    }),
  );

function chunks(values: readonly number[], size: number): number[][] {
  return Array.from({ length: values.length / size }, (_, i) => values.slice(i * size, (i + 1) * size));
}

function nearestByTheBook(
  matrix: readonly number[],
  queries: readonly number[],
  dimensions: number,
  count: number,
): NearestRow[][] {
  return chunks(queries, dimensions).map((query) =>
    chunks(matrix, dimensions)
      .map((vector, row) => ({
        row,
        similarity: vector.reduce((sum, value, i) => sum + value * (query[i] ?? 0), 0),
      }))
      .sort((a, b) => b.similarity - a.similarity || a.row - b.row)
      .slice(0, count),
  );
}

describe('nearestRows', () => {
  it('finds what comparing each row with each query finds, in the same order', () => {
    fc.assert(
      fc.property(search, ({ matrix, queries, dimensions, count }) => {
        const found = nearestRows(
          dotProductsOf(Float32Array.from(matrix), dimensions),
          Float32Array.from(queries),
          dimensions,
          count,
        );
        expect(found).toEqual(nearestByTheBook(matrix, queries, dimensions, count));
      }),
    );
  });

  it('leaves out rows that are not comparable', () => {
    expect(nearestRows(dotProductsOf(Float32Array.of(NaN, 1), 1), Float32Array.of(1), 1, 5)).toEqual([
      [{ row: 1, similarity: 1 }],
    ]);
  });
});
