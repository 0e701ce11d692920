import type { Index } from 'usearch';

/** The parts of `usearch` in use. */
export type Usearch = Pick<typeof import('usearch'), 'Index' | 'MetricKind' | 'ScalarKind'>;

/**
 * The native package, loaded when the first index asks for it.
 * Rejects where it has no library: it has them for Linux with glibc 2.34 or later (x64 and arm64), macOS (both)
 * and Windows on x64.
 */
export function loadUsearch(): Promise<Usearch> {
  return import('usearch');
}

/** More paths are followed from here on: among a million names 64 find 96 % of the nearest, 448 find 98 %. */
const manyNames = 200_000;

/**
 * A graph of nearest neighbours (HNSW: Malkov and Yashunin, TPAMI 2020) over coarse vectors, ranked again by the exact
 * ones. Of the true ten nearest of 73,000 names of diseases 99.1 % are among the 15 nearest coarse ones. Twice the
 * `expansion_add` takes twice the time to build and finds 0.4 % more. `connectivity` decides what a server has in
 * memory, since every link is read when the file is opened: 158 bytes a name, and 270 with 32 (`bench/README.md`).
 */
export function createGraph(
  { Index, MetricKind, ScalarKind }: Usearch,
  { dimensions, names }: { readonly dimensions: number; readonly names: number },
): Index {
  return new Index({
    dimensions,
    metric: MetricKind.IP,
    quantization: ScalarKind.I8,
    connectivity: 18,
    expansion_add: 64,
    expansion_search: names > manyNames ? 448 : 64,
    multi: false,
  });
}
