import { queriesPerPass, type DotProducts } from './dotProducts.ts';

/** Row of a matrix and its dot product with a query. */
export interface NearestRow {
  readonly row: number;
  readonly similarity: number;
}

/**
 * Exact nearest rows by dot product, nearest first, equal ones in order of their rows.
 * @param accepts which rows count; all without it.
 * @param queries shape `[queries, dimensions]`. Eight at once cost little more than one.
 */
export function nearestRows(
  matrix: DotProducts,
  queries: Float32Array,
  dimensions: number,
  count: number,
  accepts?: (row: number) => boolean,
): NearestRow[][] {
  const lists = Array.from({ length: queries.length / dimensions }, (): NearestRow[] => []);
  for (let first = 0; first < lists.length; first += queriesPerPass) {
    const passLists = lists.slice(first, first + queriesPerPass);
    const pass = queries.subarray(first * dimensions, (first + queriesPerPass) * dimensions);
    matrix.forEach(pass, (firstRow, rowCount, products) => {
      passLists.forEach((list, query) => {
        addNearest(list, count, { firstRow, rowCount, products, query }, accepts);
      });
    });
  }
  return lists;
}

/** The products of some rows with one of the queries, see `ProductsOfRows`. */
interface Block {
  readonly firstRow: number;
  readonly rowCount: number;
  readonly products: Float32Array;
  readonly query: number;
}

/** Takes the rows of a block into `list` that are nearer than what is there; the list stays sorted. */
function addNearest(
  list: NearestRow[],
  count: number,
  { firstRow, rowCount, products, query }: Block,
  accepts: ((row: number) => boolean) | undefined,
): void {
  const threshold = (): number => (list.length < count ? -Infinity : (list.at(-1)?.similarity ?? -Infinity));
  let nearer = threshold();
  for (let i = 0; i < rowCount; i++) {
    const similarity = products[i * queriesPerPass + query] as number;
    if (similarity > nearer && (!accepts || accepts(firstRow + i))) {
      list.splice(positionOf(similarity, list), 0, { row: firstRow + i, similarity });
      list.length = Math.min(list.length, count);
      nearer = threshold();
    }
  }
}

/** Behind those that are as near, by bisection: of a few hundred rows each stands in the list for a while. */
function positionOf(similarity: number, list: readonly NearestRow[]): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as NearestRow).similarity < similarity) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
