import type { Concept } from '../concept.ts';
import { conceptTableColumns, readConceptRow } from '../importConceptTable.ts';
import type { ImportProblem } from '../importProblem.ts';
import { normalizeName } from '../normalizeName.ts';

/** What the lines of a table of own concepts say. */
export interface OwnRows {
  /** Index of the line that names the columns; nothing when none does. */
  readonly header: number | undefined;
  /** In the table's order, with columns of the user's that have no meaning here. */
  readonly columns: readonly string[];
  readonly rows: readonly OwnRow[];
  readonly problems: readonly ImportProblem[];
  /** Whether two versions of the table stand side by side, as a merge left them. */
  readonly isConflicted: boolean;
}

export interface OwnRow {
  /** Index of its line. */
  readonly index: number;
  readonly concept: Concept;
}

/** In characters. */
const longestRow = 20_000;
const longestMessage = 300;
/** As git marks both sides of a conflict. */
const conflictMarker = /^(?:<{7}|\|{7}|={7}|>{7})(?: |$)/u;

/**
 * Reads a table of own concepts: a concept table (`importConceptTable`) that people edit, so it may have comments
 * (`#`), columns of their own, columns left out, rows whose last cells are missing, and the markers of a merge. Bad
 * rows are problems; the good ones are read whatever stands around them.
 * @param lines without their ends.
 */
export function readOwnRows(lines: readonly string[], file: string): OwnRows {
  const problems: ImportProblem[] = [];
  const tell = (index: number, message: string): void => {
    problems.push({ file, line: index + 1, message: message.slice(0, longestMessage) });
  };
  const contents = lines.flatMap((text, index) => (isContent(text) ? [{ text, index }] : []));
  const markers = contents.filter(({ text }) => conflictMarker.test(text));
  const [first, ...others] = contents.filter((line) => !markers.includes(line));
  const columns = first ? splitRow(first.text).map((cell) => cell.trim()) : [];
  if (markers[0]) {
    tell(markers[0].index, 'a merge left both versions here. Decide between them, and remove the markers.');
  }
  if (first && !['curie', 'preferredName'].every((column) => columns.includes(column))) {
    tell(
      first.index,
      `the first line must name the columns: ${conceptTableColumns.join(' ')} (tab-separated).`,
    );
    return { header: undefined, columns: [], rows: [], problems, isConflicted: markers.length > 0 };
  }
  const rows = others.flatMap(({ text, index }): OwnRow[] => {
    if (columns.join('\t') === text.trim()) {
      return []; // the header once more, in a conflict
    }
    const read =
      text.length > longestRow ? `the row is longer than ${longestRow} characters.` : readRow(text, columns);
    if (typeof read === 'string') {
      tell(index, `${read} The row is left out.`);
    }
    return typeof read === 'object' ? [{ index, concept: read }] : [];
  });
  return { header: first?.index, columns, rows, problems, isConflicted: markers.length > 0 };
}

/**
 * Each identifier's concept. Rows with one identifier and one preferred name are one concept, as when two people
 * added a synonym each; with another name, an identifier was given twice, and the later row is a problem.
 */
export function mergeOwnRows(
  { rows }: OwnRows,
  file: string,
): { readonly concepts: readonly Concept[]; readonly problems: readonly ImportProblem[] } {
  const concepts = new Map<string, Concept>();
  const problems: ImportProblem[] = [];
  for (const { index, concept } of rows) {
    const before = concepts.get(concept.curie);
    if (before && normalizeName(before.preferredName) !== normalizeName(concept.preferredName)) {
      const message = `${concept.curie} is "${before.preferredName}" on an earlier line; this row is left out. Give it another identifier.`;
      problems.push({ file, line: index + 1, message: message.slice(0, longestMessage) });
    } else {
      concepts.set(
        concept.curie,
        before ? { ...concept, ...before, synonyms: [...before.synonyms, ...concept.synonyms] } : concept,
      );
    }
  }
  return { concepts: [...concepts.values()], problems };
}

/** The cells of a line, whose byte order mark is none of the first one's. */
function splitRow(line: string): string[] {
  return line.replace(/^\uFEFF/u, '').split('\t');
}

function isContent(line: string): boolean {
  const text = line.replace(/^\uFEFF/u, '').trim();
  return text !== '' && !text.startsWith('#');
}

/** With its cells in the order of a concept table, which is then read as ever. */
function readRow(line: string, columns: readonly string[]): Concept | string | undefined {
  const cells = splitRow(line);
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  if (last >= columns.length) {
    return `${columns.length} tab-separated cells expected, ${last + 1} found.`;
  }
  return readConceptRow(conceptTableColumns.map((column) => cells[columns.indexOf(column)] ?? '').join('\t'));
}
