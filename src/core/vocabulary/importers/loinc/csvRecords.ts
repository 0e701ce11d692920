import { CsvError, parse } from 'csv-parse/sync';
import type { ImportProblem } from '../../importProblem.ts';
import type { SourceFile } from '../importer.ts';
import { readLines } from '../sourceLines.ts';

export type ReportProblem = (problem: ImportProblem) => void;

export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** One record's lines, as they are written. */
interface WrittenRecord {
  readonly line: number;
  text: string;
}

/** Each record begins with a LOINC code. Inside a quoted cell quotation marks are doubled, so no text looks so. */
const quotedStart = /^"(?:L[APLG])?\d{1,7}-\d",/u;
const bareStart = /^"?(?:L[APLG])?\d{1,7}-\d"?,/u;
/** In characters; no record of a release comes near it. */
const longestRecord = 1_000_000;

/**
 * The records of a CSV file of LOINC, the header first, in batches. A cell may run over several lines. Each record
 * begins with a LOINC code, by which reading finds its way again after one whose quotation marks are damaged: that
 * one is reported, and those behind it are not taken for its text.
 */
export async function* readCsvRecords(
  file: SourceFile,
  report: ReportProblem,
  signal?: AbortSignal,
): AsyncGenerator<readonly CsvRecord[]> {
  let open: WrittenRecord | undefined;
  let isInQuotes = false;
  /** What surely begins a record though quotation marks are open. */
  let surelyBegins = quotedStart;
  const parseAll = (written: readonly WrittenRecord[]): CsvRecord[] => parseRecords(file, written, report);
  for await (const { firstLine, lines, problems } of readLines(file, signal)) {
    problems.forEach(report);
    const complete: WrittenRecord[] = [];
    lines.forEach((text, i) => {
      if (firstLine + i === 1 && !text.startsWith('"')) {
        // Saved by another program, which quotes only what needs it.
        surelyBegins = bareStart;
      }
      const isStart = !isInQuotes || surelyBegins.test(text);
      if (open && (isStart || open.text.length > longestRecord)) {
        complete.push(open);
        open = undefined;
        isInQuotes = false;
      }
      if (open) {
        open.text += `\n${text}`;
      } else if (text !== '') {
        open = { line: firstLine + i, text };
      }
      isInQuotes = countQuotes(text) % 2 === 1 ? !isInQuotes : isInQuotes;
    });
    yield parseAll(complete);
  }
  yield parseAll(open ? [open] : []);
}

/** All at once, and one by one where one of them is damaged. */
function parseRecords(
  file: SourceFile,
  written: readonly WrittenRecord[],
  report: ReportProblem,
): CsvRecord[] {
  const all = parseText(written.map(({ text }) => text).join('\n'));
  if (typeof all !== 'string' && all.length === written.length) {
    return written.map(({ line }, i) => ({ line, cells: all[i] ?? [] }));
  }
  return written.flatMap(({ line, text }) => {
    const parsed = parseText(text);
    if (typeof parsed !== 'string' && parsed.length === 1) {
      return { line, cells: parsed[0] ?? [] };
    }
    const reason = typeof parsed === 'string' ? parsed : 'It is not closed before the next one begins.';
    report({ file: file.path, line, message: `${reason} The record is left out.` });
    return [];
  });
}

function parseText(text: string): readonly string[][] | string {
  try {
    return parse(text, { bom: true, relax_column_count: true, record_delimiter: '\n' });
  } catch (error) {
    if (error instanceof CsvError) {
      return 'Its quotation marks are not those of a CSV record (RFC 4180).';
    }
    throw error;
  }
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    count += 1;
  }
  return count;
}
