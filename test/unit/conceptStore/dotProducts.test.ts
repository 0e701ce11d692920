import { describe, expect, it } from 'vitest';
import { dotProductsOf, queriesPerPass } from '../../../src/core/conceptStore/dotProducts.ts';

/** Numbers in [-1, 1) that look random and are the same every time. */
function numbers(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

function dotProduct(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
}

describe('dot products', () => {
  it.each([
    { dimensions: 384, rows: 2_000, queries: 8, why: 'several blocks, a full pass' },
    { dimensions: 768, rows: 700, queries: 3, why: 'fewer queries than a pass takes' },
    { dimensions: 5, rows: 50_000, queries: 8, why: 'a width that is no multiple of four' },
    { dimensions: 1, rows: 3, queries: 1, why: 'single numbers' },
  ])('gives the products of $rows rows of $dimensions numbers with $queries queries: $why', (of) => {
    const { dimensions } = of;
    const matrix = numbers(of.rows * dimensions, 1);
    const queries = numbers(of.queries * dimensions, 2);
    let rowsSeen = 0;
    let largestError = 0;
    dotProductsOf(matrix, dimensions).forEach(queries, (firstRow, rowCount, products) => {
      expect(firstRow).toBe(rowsSeen);
      rowsSeen += rowCount;
      for (let i = 0; i < rowCount; i++) {
        const row = matrix.subarray((firstRow + i) * dimensions, (firstRow + i + 1) * dimensions);
        for (let query = 0; query < queriesPerPass; query++) {
          const wanted = dotProduct(row, queries.subarray(query * dimensions, (query + 1) * dimensions));
          const given = products[i * queriesPerPass + query] ?? Number.NaN;
          largestError = Math.max(largestError, Number.isNaN(given) ? Infinity : Math.abs(given - wanted));
        }
      }
    });
    expect(rowsSeen).toBe(of.rows);
    // Sums of 768 products of up to 1, in single precision.
    expect(largestError).toBeLessThan(1e-4);
  });

  it('leaves nothing of an earlier call behind', () => {
    const matrix = dotProductsOf(Float32Array.of(1, 2, 3), 3);
    const run = (...queries: number[]): number[] => {
      const found: number[] = [];
      matrix.forEach(Float32Array.from(queries), (_, rows, products) => {
        found.push(...products.subarray(0, rows * queriesPerPass));
      });
      return found;
    };
    run(...Array<number>(24).fill(9));
    expect(run(1, 1, 1)).toEqual([6, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('gives its rows back, and takes others', () => {
    const matrix = dotProductsOf(numbers(15, 3), 5);
    matrix.set(1, Float32Array.of(1, 2, 3, 4, 5));
    expect([...matrix.row(1)]).toEqual([1, 2, 3, 4, 5]);
    expect([...matrix.row(2)]).toEqual([...numbers(15, 3).subarray(10)]);
  });

  it('calls nobody for an empty matrix', () => {
    dotProductsOf(new Float32Array(0), 2).forEach(Float32Array.of(1, 2), () => {
      throw new Error('there are no rows');
    });
  });
});
