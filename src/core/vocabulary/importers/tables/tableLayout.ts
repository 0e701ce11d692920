import { toCurie } from '../curies.ts';
import { readJsonRow, splitRow, type Cell, type Delimiter } from './tableCells.ts';
import { guessRoles, type TableRoles } from './tableColumns.ts';

/** How a table is written, and what its columns hold. */
export interface TableLayout {
  readonly form: Delimiter | 'json-lines';
  /** Of the line with the columns' names; 0 when there is none. */
  readonly headerLine: number;
  /** None where the columns have no names. */
  readonly columns: readonly string[];
  /** Undefined when identifiers or names are missing. */
  readonly roles: TableRoles | undefined;
  /** Between the values of a cell that holds several. */
  readonly separator: '|' | ';';
}

/** Rows by which columns are judged. */
const sampledRows = 50;

/** Undefined when the file is no table. */
export function findLayout(path: string, head: string): TableLayout | undefined {
  const layout = findForm(path, head);
  // Names have semicolons more often than bars, so those count in a file without bars only.
  return layout && { ...layout, separator: head.includes('|') && layout.form !== '|' ? '|' : ';' };
}

type TableForm = Omit<TableLayout, 'separator'>;

function findForm(path: string, head: string): TableForm | undefined {
  const lines = head.replace(/^\uFEFF/u, '').split(/\r\n|\n|\r/u);
  if (lines.length > 1) {
    // It may be cut off.
    lines.pop();
  }
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  if (first === -1) {
    return findCommentedHeader(lines, lines.length);
  }
  const text = lines[first] ?? '';
  const sample = lines.slice(first, first + sampledRows);
  const isObject = (line: string): boolean => line.trimStart().startsWith('{');
  // The first of them may be the damaged one.
  if (isObject(text) || sample.filter(isObject).length > sample.length / 2) {
    return jsonLayout(sample);
  }
  const commented = findCommentedHeader(lines, first);
  if (commented?.roles !== undefined) {
    return commented;
  }
  const form = findDelimiter(text);
  if (form === undefined) {
    return isTableName(path)
      ? { form: ',', headerLine: first + 1, columns: [text.trim()], roles: undefined }
      : undefined;
  }
  return delimitedLayout(form, sample, first + 1);
}

export function isTableName(path: string): boolean {
  return /\.(?:csv|tsv|tab|jsonl|ndjson)$/iu.test(path);
}

function delimitedLayout(form: Delimiter, lines: readonly string[], headerLine: number): TableForm {
  const [header = [], ...rows] = lines.map((line) => splitRow(line, form));
  const isIdentifier = (column: number): boolean =>
    rows.length > 0 && rows.every((row) => toCurie(row[column] ?? '') !== undefined);
  // Rows without a header: the first begins with an identifier and goes on with a name.
  if (toCurie(header[0] ?? '') !== undefined && toCurie(header[1] ?? '') === undefined) {
    return {
      form,
      headerLine: 0,
      columns: [],
      roles: new Map([
        ['identifier', [0]],
        ['name', [1]],
      ]),
    };
  }
  return { form, headerLine, columns: header, roles: guessRoles(header, isIdentifier) };
}

/** CTD and others write the columns' names into the last comment but empty ones: `# DiseaseName<TAB>DiseaseID`. */
function findCommentedHeader(lines: readonly string[], end: number): TableForm | undefined {
  for (let i = end - 1; i >= 0; i--) {
    const text = (lines[i] ?? '').replace(/^#+\s*/u, '');
    const form = text.includes('\t') ? '\t' : findDelimiter(text);
    const columns = form === undefined ? [] : splitRow(text, form);
    if (form !== undefined && columns.length > 1) {
      const roles = guessRoles(columns, () => false);
      if (roles !== undefined) {
        return { form, headerLine: i + 1, columns, roles };
      }
    }
  }
  return undefined;
}

function jsonLayout(lines: readonly string[]): TableForm | undefined {
  const rows = lines.map(readJsonRow).filter((row) => row !== undefined);
  if (rows.length === 0) {
    return undefined;
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const isIdentifier = (column: number): boolean =>
    rows.every((row) => toCurie(textOf(row[columns[column] ?? ''])) !== undefined);
  return { form: 'json-lines', headerLine: 0, columns, roles: guessRoles(columns, isIdentifier) };
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : '';
}

function findDelimiter(line: string): Delimiter | undefined {
  const counted = (['\t', ',', ';', '|'] as const)
    .map((delimiter) => ({ delimiter, count: line.split(delimiter).length }))
    .filter(({ count }) => count > 1);
  return (counted.find(({ delimiter }) => delimiter === '\t') ?? counted.sort((a, b) => b.count - a.count)[0])
    ?.delimiter;
}
