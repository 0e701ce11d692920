import type { ImportProblem } from '../../importProblem.ts';
import type { SourceFile } from '../importer.ts';
import { readLines } from '../sourceLines.ts';

export type ReportProblem = (problem: ImportProblem) => void;

/** What is read of a kind of file. */
export interface RowLayout {
  readonly columnCount: number;
  /** Columns that hold identifiers of components (SCTID) which are used. */
  readonly identifiers: readonly number[];
  /** Whether rows of inactive components are read as well. */
  readonly withInactive?: boolean;
}

/** A component's identifier: 6 to 18 digits, so more than a JavaScript number can hold. */
const identifierPattern = /^\d{6,18}$/u;
/** Every RF2 file begins with id, effectiveTime, active, moduleId (Release File Specification, section 3.2). */
const activeColumn = 2;

/** The rows of a tab-separated file with a header, in batches; bad ones are reported and left out. */
export async function* readRf2Rows(
  file: SourceFile,
  { columnCount, identifiers, withInactive = false }: RowLayout,
  report: ReportProblem,
  signal?: AbortSignal,
): AsyncGenerator<readonly (readonly string[])[]> {
  const problemOf = (cells: readonly string[]): string | undefined => {
    if (cells.length !== columnCount) {
      return `${columnCount} tab-separated columns expected, ${cells.length} found; the row is left out.`;
    }
    const bad = identifiers.find((column) => !identifierPattern.test(cells[column] ?? ''));
    return bad === undefined
      ? undefined
      : `Column ${bad + 1} is no SNOMED CT identifier (6 to 18 digits); the row is left out.`;
  };
  for await (const { firstLine, lines, problems } of readLines(file, signal)) {
    problems.forEach(report);
    const rows: (readonly string[])[] = [];
    lines.forEach((text, i) => {
      const isHeader = firstLine + i === 1 && text.startsWith('id\t');
      if (text === '' || isHeader) {
        return;
      }
      const cells = text.split('\t');
      const message = problemOf(cells);
      if (message !== undefined) {
        report({ file: file.path, line: firstLine + i, message });
      } else if (withInactive || cells[activeColumn] === '1') {
        rows.push(cells);
      }
    });
    yield rows;
  }
}
