import type { SourceFile } from '../importer.ts';
import { readLines } from '../sourceLines.ts';
import { readCsvRows } from './csvRecords.ts';
import { readJsonRow, splitRow, type TableRow } from './tableCells.ts';
import type { TableLayout } from './tableLayout.ts';

/** The rows below a table's header, one after the other. */
export function readRows(
  file: SourceFile,
  layout: TableLayout,
  signal: AbortSignal | undefined,
): AsyncGenerator<TableRow> {
  const { form } = layout;
  // Tab-separated values have no quotation marks (IANA, text/tab-separated-values), and JSON Lines needs none.
  return form === '\t' || form === 'json-lines'
    ? readLineRows(file, layout, signal)
    : readCsvRows(file, form, layout.headerLine, signal);
}

async function* readLineRows(
  file: SourceFile,
  { form, columns, headerLine }: TableLayout,
  signal: AbortSignal | undefined,
): AsyncGenerator<TableRow> {
  for await (const { firstLine, lines, problems } of readLines(file, signal)) {
    yield* problems.map((problem) => ({ kind: 'problem', problem }) as const);
    for (const [i, text] of lines.entries()) {
      const line = firstLine + i;
      if (line <= headerLine || text.trim() === '' || isComment(text, line, headerLine)) {
        continue;
      }
      if (form !== 'json-lines') {
        yield { kind: 'cells', cells: splitRow(text, '\t'), line };
        continue;
      }
      const row = readJsonRow(text);
      yield row === undefined
        ? problem(file, line, 'The line is no JSON object; it is left out.')
        : { kind: 'cells', cells: columns.map((column) => row[column] ?? ''), line };
    }
  }
}

/** Before the first rows only: names may begin with a number sign. */
function isComment(text: string, line: number, headerLine: number): boolean {
  return text.startsWith('#') && line <= headerLine + 3;
}

function problem(file: SourceFile, line: number, message: string): TableRow {
  return { kind: 'problem', problem: { file: file.path, line, message } };
}
