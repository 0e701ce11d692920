import { dotProductsOf } from '../../src/core/conceptStore/dotProducts.ts';
import { nearestRows, type NearestRow } from '../../src/core/conceptStore/nearestRows.ts';
import type { VectorStream } from './vectorStream.ts';

const rowsPerBlock = 8_192;

/** The nearest rows of each query among the first `rowCount`, by comparing all of them, block by block. */
export function exactNeighbours(
  stream: VectorStream,
  rowCount: number,
  queries: Float32Array,
  count: number,
): NearestRow[][] {
  const found = Array.from({ length: queries.length / stream.dimensions }, (): NearestRow[] => []);
  for (let first = 0; first < rowCount; first += rowsPerBlock) {
    const block = stream.read(first, Math.min(rowsPerBlock, rowCount - first));
    nearestRows(dotProductsOf(block, stream.dimensions), queries, stream.dimensions, count).forEach(
      (nearest, query) => {
        const all = [
          ...(found[query] ?? []),
          ...nearest.map(({ row, similarity }) => ({ row: first + row, similarity })),
        ];
        found[query] = all.sort((a, b) => b.similarity - a.similarity).slice(0, count);
      },
    );
  }
  return found;
}

/** Share of the truly nearest that were found; an equally near one is as good. */
export function recallOf(
  truth: readonly NearestRow[],
  found: readonly { readonly similarity: number }[],
): number {
  const farthest = truth.at(-1)?.similarity ?? -1;
  const hits = found.slice(0, truth.length).filter(({ similarity }) => similarity >= farthest - 1e-6);
  return hits.length / truth.length;
}
