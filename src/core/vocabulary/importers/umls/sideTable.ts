import type { SourceFile } from '../importer.ts';
import { compareCuis } from './cuis.ts';
import { readCells, type CellRow, type ReportProblem } from './cells.ts';

/** A table with any number of rows for a concept, read beside the names. */
export interface SideTable<Value> {
  /** Makes ready what {@link take} gives for the CUIs from `first` to `last`. */
  prepare(first: string, last: string): Promise<void>;
  take(cui: string): readonly Value[];
  close(): Promise<void>;
}

export interface SideTableLayout<Value> {
  readonly columnCount: number;
  /** The value of a row whose first column is its CUI; undefined when it has none. */
  readValue(cells: readonly string[]): Value | undefined;
}

export const noSideTable: SideTable<never> = {
  prepare: () => Promise.resolve(),
  take: () => [],
  close: () => Promise.resolve(),
};

/** Some rows in a row, by CUI. */
interface LoadedRows<Value> {
  readonly lowest: string;
  readonly highest: string;
  readonly values: ReadonlyMap<string, Value[]>;
}

/**
 * Reads a table in step with the names. MRCONSO, MRSTY and MRDEF are all sorted by CUI, so the rows that belong to
 * some concepts lie in one stretch, and nothing else is held: maps of the whole tables would take a gigabyte.
 * A stretch begins at the lower of its ends and reaches to its greatest CUI, so that one row with a damaged CUI
 * neither stops the reading nor skips others. When the table turns out not to be sorted, that is reported once, and concepts may lack values.
 */
export function joinSorted<Value>(
  file: SourceFile,
  layout: SideTableLayout<Value>,
  report: ReportProblem,
  signal?: AbortSignal,
): SideTable<Value> {
  const batches = readCells(file, layout.columnCount, report, signal);
  let loaded: LoadedRows<Value>[] = [];
  let previous = '';
  let isSorted = true;

  const reportDisorder = (line: number, cui: string, previous: string): void => {
    isSorted = false;
    report({
      file: file.path,
      line,
      message:
        `${cui} comes after ${previous}, so the file is not sorted by its first column and some concepts ` +
        'may lack what it says about them. Sort it bytewise (LC_ALL=C sort).',
    });
  };

  /** Rows by CUI; undefined when there are none. */
  const loadRows = (rows: readonly CellRow[]): LoadedRows<Value> | undefined => {
    const [first = previous] = rows[0]?.cells ?? [];
    let highest = first;
    const values = new Map<string, Value[]>();
    for (const { line, cells } of rows) {
      const [cui = ''] = cells;
      if (cui !== previous) {
        const isLower = compareCuis(cui, previous) < 0;
        if (isSorted && isLower) {
          reportDisorder(line, cui, previous);
        }
        highest = isLower ? highest : higherOf(cui, highest);
        previous = cui;
      }
      addValue(values, cui, layout.readValue(cells));
    }
    return rows.length === 0
      ? undefined
      : { lowest: compareCuis(first, previous) < 0 ? first : previous, highest, values };
  };

  /** Two, since a stretch of a single row may be the damaged one. */
  const isAhead = (last: string): boolean =>
    loaded.filter(({ lowest }) => compareCuis(lowest, last) > 0).length >= 2;

  return {
    async prepare(first, last) {
      loaded = loaded.filter(({ highest }) => compareCuis(highest, first) >= 0);
      while (!isAhead(last)) {
        const next = await batches.next();
        if (next.done === true) {
          return;
        }
        const rows = loadRows(next.value);
        if (rows && compareCuis(rows.highest, first) >= 0) {
          loaded.push(rows);
        }
      }
    },
    take(cui) {
      let found: readonly Value[] = [];
      for (const { values } of loaded) {
        const some = values.get(cui);
        // Rows of one concept may lie in two stretches.
        found = some === undefined ? found : found.length === 0 ? some : [...found, ...some];
      }
      return found;
    },
    async close() {
      await batches.return(undefined);
    },
  };
}

/**
 * Holds the whole table. RXNSTY is small (some 30 MB in memory), and NLM does not say in which order its numbers
 * are.
 */
export async function loadSideTable<Value>(
  file: SourceFile,
  layout: SideTableLayout<Value>,
  report: ReportProblem,
  signal?: AbortSignal,
): Promise<SideTable<Value>> {
  const all = new Map<string, Value[]>();
  for await (const rows of readCells(file, layout.columnCount, report, signal)) {
    for (const { cells } of rows) {
      addValue(all, cells[0] ?? '', layout.readValue(cells));
    }
  }
  return { ...noSideTable, take: (cui) => all.get(cui) ?? [] };
}

function higherOf(a: string, b: string): string {
  return compareCuis(a, b) > 0 ? a : b;
}

function addValue<Value>(map: Map<string, Value[]>, cui: string, value: Value | undefined): void {
  if (value === undefined) {
    return;
  }
  const known = map.get(cui);
  if (known) {
    known.push(value);
  } else {
    map.set(cui, [value]);
  }
}
