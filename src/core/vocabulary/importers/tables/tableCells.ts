import { CsvError, type Options } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { ImportProblem } from '../../importProblem.ts';

export type Delimiter = '\t' | ',' | ';' | '|';

/** Several values where the file itself separates them, as JSON does. */
export type Cell = string | readonly string[];

/** A row of a table, or why it is none. */
export type TableRow =
  | { readonly kind: 'cells'; readonly cells: readonly Cell[]; readonly line: number }
  | { readonly kind: 'problem'; readonly problem: ImportProblem };

/** RFC 4180, read generously: quotation marks inside a cell, rows of any length, a record over several lines. */
export function csvOptions(delimiter: Delimiter): Options {
  return {
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    max_record_size: 1_000_000,
  };
}

/** The cells of one line. Records that go over several have to be read otherwise. */
export function splitRow(line: string, delimiter: Delimiter): string[] {
  if (delimiter === '\t') {
    return line.split('\t').map(unquote);
  }
  try {
    return parse(line, csvOptions(delimiter))[0] ?? [];
  } catch (error) {
    if (error instanceof CsvError) {
      // A quotation mark that is closed on a later line.
      return line.split(delimiter).map(unquote);
    }
    throw error;
  }
}

/** Spreadsheets put quotation marks around what they think needs them, also where nothing does. */
function unquote(cell: string): string {
  const text = cell.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replaceAll('""', '"').trim()
    : text;
}

/** An object on a line of its own (https://jsonlines.org); undefined when it is none. */
export function readJsonRow(line: string): Readonly<Record<string, Cell>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).map(([key, cell]) => [key, readJsonCell(cell)]))
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

function readJsonCell(value: unknown): Cell {
  if (Array.isArray(value)) {
    return value.map(readJsonCell).filter((cell) => typeof cell === 'string');
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).trim()
    : '';
}
