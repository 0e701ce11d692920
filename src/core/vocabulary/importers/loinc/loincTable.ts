import type { SourceFile } from '../importer.ts';
import { VocabularyFileError } from '../importer.ts';
import { readCsvRecords, type ReportProblem } from './csvRecords.ts';
import type { LoincRow } from './loincConcept.ts';

/** A code of LOINC, or of one of its parts, answers or groups. */
const codePattern = /^(?:L[APLG])?\d{1,7}-\d$/u;

/**
 * The records of a table, in batches; those that are damaged or have no code in `codeColumn` are reported.
 * @throws {VocabularyFileError} when a column that it must have is missing.
 */
export async function* readLoincTable(
  file: SourceFile,
  columns: { readonly code: string; readonly required: readonly string[] },
  report: ReportProblem,
  signal?: AbortSignal,
): AsyncGenerator<readonly LoincRow[]> {
  let header: ReadonlyMap<string, number> | undefined;
  for await (const records of readCsvRecords(file, report, signal)) {
    const rows: LoincRow[] = [];
    for (const { line, cells } of records) {
      if (header === undefined) {
        header = readHeader(file, cells, columns.required);
        continue;
      }
      const places = header;
      const row: LoincRow = (column) => cells[places.get(column) ?? -1]?.trim() ?? '';
      const message = problemOf(row, cells.length, places.size, columns);
      if (message === undefined) {
        rows.push(row);
      } else {
        report({ file: file.path, line, message: `${message}; the record is left out.` });
      }
    }
    yield rows;
  }
  if (header === undefined) {
    throw new VocabularyFileError(file.path, 'the file is empty. Unpack it from the release of LOINC again.');
  }
}

function readHeader(
  file: SourceFile,
  cells: readonly string[],
  required: readonly string[],
): ReadonlyMap<string, number> {
  const header = new Map(cells.map((name, i) => [name.trim(), i]));
  const missing = required.filter((name) => !header.has(name));
  if (missing.length > 0) {
    throw new VocabularyFileError(
      file.path,
      `the first line must name the columns ${required.join(', ')}; ${missing.join(', ')} ` +
        'cannot be found. Take Loinc.csv or LoincTableCore.csv as they are in the release of LOINC.',
    );
  }
  return header;
}

function problemOf(
  row: LoincRow,
  found: number,
  expected: number,
  { code, required }: { readonly code: string; readonly required: readonly string[] },
): string | undefined {
  if (found !== expected) {
    return `${expected} columns expected, ${found} found`;
  }
  if (!codePattern.test(row(code))) {
    return `"${row(code).slice(0, 40)}" is no LOINC code`;
  }
  const empty = required.find((column) => row(column) === '');
  return empty === undefined ? undefined : `${row(code)} has no ${empty}`;
}
