import { CsvError, type Options } from 'csv-parse';
import { parse } from 'csv-parse/sync';

/** A term of a list or table. */
export interface Term {
  /** Without the white space around it, and with single spaces for that inside of it, line breaks among them. */
  readonly text: string;
  /** What the table says identifies it; nothing in a list. */
  readonly identifier: string | undefined;
}

export interface TermTableOptions {
  /** Its name, or its number from 1; the only one, or one called "term" or "name", when left out. */
  readonly column?: string | undefined;
  readonly idColumn?: string | undefined;
  /** Whether the first row of a table holds the names of its columns. */
  readonly hasHeader: boolean;
}

/** A list or table cannot be read as one. The message says why and what to do. */
export class TermTableError extends Error {
  override readonly name = 'TermTableError';

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
  }
}

type Delimiter = '\t' | ',' | ';' | '|';

/** Columns that hold the terms where nobody said which does. */
const termColumn =
  /^(?:terms?|names?|labels?|mentions?|terms? names?|preferred (?:terms?|names?|labels?))$/iu;

/**
 * The terms of a file, in its order, each as often as it is there; empty lines and cells are none. It is a table when
 * its name says so or a column is asked for, else a list with a term on each line.
 *
 * @throws {TermTableError}
 */
export function readTerms(file: string, bytes: Uint8Array, options: TermTableOptions): readonly Term[] {
  const text = decode(file, bytes);
  const isTable =
    /\.(?:csv|tsv|tab)$/iu.test(file) || options.column !== undefined || options.idColumn !== undefined;
  return (isTable ? readTable(file, text, options) : readList(text)).filter((term) => term.text !== '');
}

function readList(text: string): Term[] {
  return text.split(/\r\n|[\r\n]/u).map((line) => ({ text: tidyTerm(line), identifier: undefined }));
}

function readTable(file: string, text: string, options: TermTableOptions): Term[] {
  const rows = [...readTermRows(file, text)];
  const header = options.hasHeader ? (rows.shift() ?? []) : [];
  const width = Math.max(header.length, rows[0]?.length ?? 0);
  const columns = Array.from({ length: width }, (_, i) => (header[i] ?? '').trim());
  const termsAt =
    options.column === undefined ? guessColumn(file, columns) : findColumn(file, columns, options.column);
  const identifiersAt =
    options.idColumn === undefined ? undefined : findColumn(file, columns, options.idColumn);
  return rows.map((row) => {
    const identifier = identifiersAt === undefined ? '' : (row[identifiersAt] ?? '').trim();
    return {
      text: tidyTerm(row[termsAt] ?? ''),
      identifier: identifier === '' ? undefined : identifier,
    };
  });
}

/** A quoted cell may hold line breaks, which a name does not. */
export function tidyTerm(text: string): string {
  return text.trim().replaceAll(/\s+/gu, ' ');
}

/**
 * The rows of a table as RFC 4180 has them, read generously: quotation marks inside a cell, rows of any length.
 * @throws {TermTableError}
 */
export function readTermRows(file: string, text: string): string[][] {
  const options = {
    delimiter: findDelimiter(file, text),
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 1_000_000,
  };
  try {
    return parse(text, options);
  } catch (error) {
    if (error instanceof CsvError) {
      const { code, records = 0 } = error as CsvError & { readonly records?: number };
      const problem =
        code === 'CSV_QUOTE_NOT_CLOSED'
          ? 'the row has a quotation mark that none closes. Close it, or write it twice within a quoted cell.'
          : `it is no table (${code}). Check its quotation marks.`;
      throw new TermTableError(file, `line ${lineBehind(text, records, options)}: ${problem}`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** On which line the row begins that so many rows stand before; the error names the end of the file. */
function lineBehind(text: string, rows: number, options: Options): number {
  const before = rows === 0 ? [] : parse(text, { ...options, to: rows, info: true });
  const last = before.at(-1) as { readonly info: { readonly lines: number } } | undefined;
  const lines = text.split(/\r\n|[\r\n]/u);
  const from = last?.info.lines ?? 0;
  return from + lines.slice(from).findIndex((line) => line !== '') + 1;
}

function findDelimiter(file: string, text: string): Delimiter {
  const [first = ''] = text.split(/[\r\n]/u, 1);
  if (/\.(?:tsv|tab)$/iu.test(file) || first.includes('\t')) {
    return '\t';
  }
  const unquoted = first.replaceAll(/"[^"]*"/gu, '');
  const counted = ([',', ';', '|'] as const).map((delimiter) => ({
    delimiter,
    count: unquoted.split(delimiter).length,
  }));
  return counted.sort((a, b) => b.count - a.count)[0]?.delimiter ?? ',';
}

function guessColumn(file: string, columns: readonly string[]): number {
  const likely = columns.flatMap((name, i) => (termColumn.test(name.replaceAll(/[_-]/gu, ' ')) ? [i] : []));
  const [only] = columns.length === 1 ? [0] : likely;
  if (only === undefined || (columns.length > 1 && likely.length > 1)) {
    throw new TermTableError(
      file,
      `which column holds the terms? Give --column with one of ${listColumns(columns)}.`,
    );
  }
  return only;
}

function findColumn(file: string, columns: readonly string[], wanted: string): number {
  const exact = columns.indexOf(wanted);
  const byCase = columns.findIndex((name) => name.toLowerCase() === wanted.toLowerCase());
  const byNumber = /^[1-9]\d*$/u.test(wanted) ? Number(wanted) - 1 : -1;
  const found = [exact, byCase, byNumber].find((i) => i >= 0 && i < columns.length);
  if (found === undefined) {
    throw new TermTableError(file, `there is no column "${wanted}". Give one of ${listColumns(columns)}.`);
  }
  return found;
}

function listColumns(columns: readonly string[]): string {
  return columns.map((name, i) => (name === '' ? String(i + 1) : `"${name}"`)).join(', ');
}

function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) {
      throw new TermTableError(file, 'it is not UTF-8. Save it as UTF-8.', { cause: error });
    }
    throw error;
  }
}
