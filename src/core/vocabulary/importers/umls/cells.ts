import type { ImportProblem } from '../../importProblem.ts';
import type { SourceFile } from '../importer.ts';
import { readLines } from '../sourceLines.ts';

export type ReportProblem = (problem: ImportProblem) => void;

export interface CellRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows of a table with `|` behind each cell, in batches. Rows with another number of cells are reported and
 * left out.
 */
export async function* readCells(
  file: SourceFile,
  columnCount: number,
  report: ReportProblem,
  signal?: AbortSignal,
): AsyncGenerator<readonly CellRow[]> {
  for await (const { firstLine, lines, problems } of readLines(file, signal)) {
    problems.forEach(report);
    const rows: CellRow[] = [];
    lines.forEach((text, i) => {
      if (text === '') {
        return;
      }
      const cells = text.split('|');
      if (cells.at(-1) === '') {
        cells.pop();
      }
      if (cells.length === columnCount) {
        rows.push({ line: firstLine + i, cells });
      } else {
        report({
          file: file.path,
          line: firstLine + i,
          message: describeCellCount(columnCount, cells.length),
        });
      }
    });
    yield rows;
  }
}

export function describeCellCount(expected: number, found: number): string {
  return `${expected} columns expected, ${found} found; the row is left out.`;
}
