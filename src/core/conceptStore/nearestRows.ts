import { forEachDotProducts, queriesPerPass } from './dotProducts.ts';

/** Row of a matrix and its dot product with a query. */
export interface NearestRow {
  readonly row: number;
  readonly similarity: number;
}

/**
 * Exact nearest rows by dot product, nearest first, equal ones in order of their rows.
 * @param matrix shape `[rows, dimensions]`, row-major.
 * @param accepts which rows count; all without it.
 * @param queries shape `[queries, dimensions]`. Eight at once cost little more than one.
 */
export function nearestRows(
  matrix: Float32Array,
  queries: Float32Array,
  dimensions: number,
  count: number,
  accepts?: (row: number) => boolean,
): NearestRow[][] {
  const lists = Array.from({ length: queries.length / dimensions }, (): NearestRow[] => []);
  for (let first = 0; first < lists.length; first += queriesPerPass) {
    const passLists = lists.slice(first, first + queriesPerPass);
    const pass = queries.subarray(first * dimensions, (first + queriesPerPass) * dimensions);
    forEachDotProducts(matrix, pass, dimensions, (firstRow, rowCount, products) => {
      passLists.forEach((list, query) => {
        const similarityOf = (i: number): number => products[i * queriesPerPass + query] as number;
        addNearest(list, count, firstRow, rowCount, similarityOf, accepts);
      });
    });
  }
  return lists;
}

/** Takes the rows of a block into `list` that are nearer than what is there; the list stays sorted. */
function addNearest(
  list: NearestRow[],
  count: number,
  firstRow: number,
  rowCount: number,
  similarityOf: (row: number) => number,
  accepts: (row: number) => boolean = () => true,
): void {
  const threshold = (): number => (list.length < count ? -Infinity : (list.at(-1)?.similarity ?? -Infinity));
  let nearer = threshold();
  for (let i = 0; i < rowCount; i++) {
    const similarity = similarityOf(i);
    if (similarity > nearer && accepts(firstRow + i)) {
      const position = list.findIndex((other) => other.similarity < similarity);
      list.splice(position < 0 ? list.length : position, 0, { row: firstRow + i, similarity });
      list.length = Math.min(list.length, count);
      nearer = threshold();
    }
  }
}
