import { parse, type CsvError } from 'csv-parse';
import type { ImportProblem } from '../../importProblem.ts';
import type { SourceFile } from '../importer.ts';
import { readLines } from '../sourceLines.ts';
import { csvOptions, readJsonRow, splitRow, type Cell, type Delimiter } from './tableCells.ts';
import type { TableLayout } from './tableLayout.ts';

export type TableRow =
  | { readonly kind: 'cells'; readonly cells: readonly Cell[]; readonly line: number }
  | { readonly kind: 'problem'; readonly problem: ImportProblem };

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

async function* readCsvRows(
  file: SourceFile,
  delimiter: Delimiter,
  headerLine: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<TableRow> {
  const rows: TableRow[] = [];
  const parser = parse({
    ...csvOptions(delimiter),
    info: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      const line = headerLine + (typeof error?.['lines'] === 'number' ? error['lines'] : 1);
      rows.push(problem(file, line, `The row cannot be read (${error?.code ?? 'CSV'}); it is left out.`));
      return undefined;
    },
  });
  // Flowing, it works off what is written before `write` calls back; its own iterator would drop what it holds
  // when the file ends in damage.
  const failure: { error?: Error } = {};
  parser.on('data', ({ record, info }: { record: string[]; info: { lines: number } }) => {
    rows.push({ kind: 'cells', cells: record, line: headerLine + info.lines });
  });
  parser.on('error', (error) => {
    failure.error = error;
  });
  const closed = new Promise((resolve) => parser.on('close', resolve));
  for await (const { firstLine, lines, problems } of readLines(file, signal)) {
    yield* problems.map((problem) => ({ kind: 'problem', problem }) as const);
    const rest = lines.slice(Math.max(0, headerLine + 1 - firstLine));
    const text = rest.map((line) => `${line}\n`).join('');
    await Promise.race([closed, new Promise((resolve) => void parser.write(text, resolve))]);
    yield* rows.splice(0);
    throwIfFailed(failure);
  }
  parser.end();
  await closed;
  yield* rows.splice(0);
  throwIfFailed(failure);
}

function throwIfFailed({ error }: { error?: Error }): void {
  if (error) {
    throw error;
  }
}

function problem(file: SourceFile, line: number, message: string): TableRow {
  return { kind: 'problem', problem: { file: file.path, line, message } };
}
