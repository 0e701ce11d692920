import { readTermRows } from './termTable.ts';

/** A cell of a table, or a line of a list, where it stands in the text; offsets in UTF-16 code units. */
export interface TermCell {
  /** As it stands there, without the white space around it. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface TableColumn {
  /** From 0. */
  readonly index: number;
  /** Whether the first row holds the names of the columns. */
  readonly hasHeader: boolean;
}

/** The cells of a column that hold something; quotation marks around a cell are not in it. @throws {TermTableError} */
export function findColumnCells(file: string, text: string, { index, hasHeader }: TableColumn): TermCell[] {
  const found: TermCell[] = [];
  let position = 0;
  for (const [rowIndex, row] of readTermRows(file, text).entries()) {
    for (const [columnIndex, value] of row.entries()) {
      const written = findWritten(text, value, position);
      if (written === undefined) {
        continue;
      }
      position = written.end;
      if (columnIndex === index && !(hasHeader && rowIndex === 0)) {
        found.push(...trimmed(text, written.start, written.end));
      }
    }
  }
  return found;
}

/** The lines of a list that hold something. */
export function findLines(text: string, from = 0, to = text.length): TermCell[] {
  return Array.from(text.slice(from, to).matchAll(/[^\r\n]+/gu)).flatMap(({ 0: line, index }) =>
    trimmed(text, from + index, from + index + line.length),
  );
}

/**
 * Between two cells stand only delimiters, quotation marks and line ends, so a value stands where it is found first; in
 * a quoted cell its quotation marks are doubled.
 */
function findWritten(
  text: string,
  value: string,
  position: number,
): { readonly start: number; readonly end: number } | undefined {
  if (value === '') {
    return undefined;
  }
  const forms = [...new Set([value, value.replaceAll('"', '""')])];
  const [first] = forms
    .map((form) => ({ start: text.indexOf(form, position), length: form.length }))
    .filter(({ start }) => start >= 0)
    .sort((a, b) => a.start - b.start || b.length - a.length);
  return first && { start: first.start, end: first.start + first.length };
}

function trimmed(text: string, start: number, end: number): TermCell[] {
  const written = text.slice(start, end);
  const term = written.trim();
  const first = start + written.length - written.trimStart().length;
  return term === '' ? [] : [{ text: term, start: first, end: first + term.length }];
}
