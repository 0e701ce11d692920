import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { SourceFile } from '../importer.ts';
import { readLines } from '../sourceLines.ts';
import { csvOptions, type Delimiter, type TableRow } from './tableCells.ts';

/** One record's lines, as they are written. */
interface WrittenRecord {
  readonly line: number;
  readonly lines: string[];
}

/** No cell runs over more lines, and one that does has a quotation mark that nothing closes. */
const mostLinesARecord = 200;

/**
 * The records of a CSV file behind its header, one after the other; a cell in quotation marks may run over several
 * lines. Where a quotation mark is not closed soon, its line is reported and left out, and those behind it are read.
 */
export async function* readCsvRows(
  file: SourceFile,
  delimiter: Delimiter,
  headerLine: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<TableRow> {
  const group = createGrouping(delimiter);
  for await (const { firstLine, lines, problems } of readLines(file, signal)) {
    yield* problems.map((problem) => ({ kind: 'problem', problem }) as const);
    const skipped = Math.max(0, headerLine + 1 - firstLine);
    yield* parseRecords(group.add(firstLine + skipped, lines.slice(skipped)), delimiter, file);
  }
  yield* parseRecords(group.end(), delimiter, file);
}

/** Puts lines together that one record runs over. */
function createGrouping(delimiter: Delimiter): {
  add(firstLine: number, lines: readonly string[]): WrittenRecord[];
  end(): WrittenRecord[];
} {
  let open: WrittenRecord | undefined;

  const addAll = (firstLine: number, lines: readonly string[]): WrittenRecord[] => {
    const complete: WrittenRecord[] = [];
    lines.forEach((text, i) => {
      const record: WrittenRecord = open ?? { line: firstLine + i, lines: [] };
      const isOpen = endsInQuotes(text, delimiter, open !== undefined);
      record.lines.push(text);
      open = isOpen ? record : undefined;
      if (!isOpen) {
        complete.push(record);
      } else if (record.lines.length >= mostLinesARecord) {
        complete.push(...giveUp(record));
      }
    });
    return complete;
  };

  /** The first line alone, which is damaged, and what the others are without it. */
  const giveUp = ({ line, lines: [first = '', ...others] }: WrittenRecord): WrittenRecord[] => {
    open = undefined;
    return [{ line, lines: [first] }, ...addAll(line + 1, others)];
  };

  return {
    add: addAll,
    end() {
      const complete: WrittenRecord[] = [];
      while (open) {
        complete.push(...giveUp(open));
      }
      return complete;
    },
  };
}

/** Whether a cell in quotation marks goes on in the next line; `isInQuotes` when one does from the line before. */
function endsInQuotes(text: string, delimiter: Delimiter, isInQuotes: boolean): boolean {
  if (!isInQuotes && !text.includes('"')) {
    return false;
  }
  let inQuotes = isInQuotes;
  let atStart = true;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (letter === delimiter && !inQuotes) {
      atStart = true;
    } else if (letter !== '"') {
      atStart &&= letter === ' ' || letter === '\t';
    } else if (!inQuotes) {
      // Inside a cell it is a letter like others.
      inQuotes = atStart;
      atStart = false;
    } else if (text[i + 1] === '"') {
      i++;
    } else {
      inQuotes = !/^\s*$/u.test(cellEnd(text, i + 1, delimiter));
    }
  }
  return inQuotes;
}

/** What stands between a quotation mark and the next delimiter; nothing, when the mark closes its cell. */
function cellEnd(text: string, from: number, delimiter: Delimiter): string {
  const end = text.indexOf(delimiter, from);
  return text.slice(from, end === -1 ? undefined : end);
}

/** All at once, and one by one where one of them is damaged. */
function parseRecords(records: readonly WrittenRecord[], delimiter: Delimiter, file: SourceFile): TableRow[] {
  const written = records.filter(({ lines }) => lines.some((line) => line.trim() !== ''));
  const all = parseText(written, delimiter);
  if (typeof all !== 'string' && all.length === written.length) {
    return written.map(({ line }, i) => ({ kind: 'cells', cells: all[i] ?? [], line }));
  }
  return written.map((record): TableRow => {
    const parsed = parseText([record], delimiter);
    const [cells] = parsed;
    if (typeof parsed !== 'string' && parsed.length === 1 && typeof cells === 'object') {
      return { kind: 'cells', cells, line: record.line };
    }
    const reason = typeof parsed === 'string' ? parsed : 'CSV';
    const message = `The row cannot be read (${reason}); it is left out.`;
    return { kind: 'problem', problem: { file: file.path, line: record.line, message } };
  });
}

/** Or the code of what is wrong with them. */
function parseText(records: readonly WrittenRecord[], delimiter: Delimiter): readonly string[][] | string {
  try {
    const text = records.map(({ lines }) => `${lines.join('\n')}\n`).join('');
    return parse(text, { ...csvOptions(delimiter), record_delimiter: '\n' });
  } catch (error) {
    if (error instanceof CsvError) {
      return error.code;
    }
    throw error;
  }
}
