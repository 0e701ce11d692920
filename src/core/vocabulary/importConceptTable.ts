import type { Concept, Synonym } from './concept.ts';
import type { ImportProblem } from './importProblem.ts';
import { isCurie } from './importers/curies.ts';

export const conceptTableColumns = [
  'curie',
  'preferredName',
  'synonyms',
  'abbreviations',
  'semanticType',
  'definition',
] as const;
type Row = Readonly<Record<(typeof conceptTableColumns)[number], string>>;

/** The file has no header that names the columns of a concept table, so none of it can be read. */
export class ConceptTableError extends Error {
  override readonly name = 'ConceptTableError';
}

/**
 * Reads a concept table: tab-separated, one concept a line, the header
 * `curie preferredName synonyms abbreviations semanticType definition`, several names in a cell joined
 * by `|`. Bad rows come back as problems beside the concepts of the good ones.
 * @throws {ConceptTableError} when the header is missing or names other conceptTableColumns.
 */
export function importConceptTable(
  text: string,
  file: string,
): { concepts: readonly Concept[]; problems: readonly ImportProblem[] } {
  const [header = '', ...rows] = text.split(/\r\n|\n|\r/u);
  if (!isConceptTableHeader(header)) {
    throw new ConceptTableError(
      `${file}: the first line must be the header "${conceptTableColumns.join(' ')}" (tab-separated).`,
    );
  }
  const concepts = new Map<string, Concept>();
  const problems: ImportProblem[] = [];
  for (const [i, row] of rows.entries()) {
    const line = i + 2;
    const read = readConceptRow(row);
    if (typeof read === 'string') {
      problems.push({ file, line, message: read });
    } else if (read !== undefined && concepts.has(read.curie)) {
      problems.push({
        file,
        line,
        message: `${read.curie} stands on an earlier line already; this one is left out.`,
      });
    } else if (read !== undefined) {
      concepts.set(read.curie, read);
    }
  }
  return { concepts: [...concepts.values()], problems };
}

/** Whether a file's first line names the columns of a concept table. */
export function isConceptTableHeader(line: string): boolean {
  return line.replace(/^\uFEFF/u, '') === conceptTableColumns.join('\t');
}

/** The concept of a line, or what is wrong with it; nothing when it is empty. */
export function readConceptRow(line: string): Concept | string | undefined {
  const cells = line.split('\t');
  if (cells.every((cell) => cell.trim() === '')) {
    return undefined;
  }
  if (cells.length !== conceptTableColumns.length) {
    return `${conceptTableColumns.length} tab-separated cells expected, ${cells.length} found.`;
  }
  const row = Object.fromEntries(
    conceptTableColumns.map((column, i) => [column, cells[i]?.trim() ?? '']),
  ) as Row;
  if (!isCurie(row.curie)) {
    return `"${row.curie}" is no identifier of the form PREFIX:ID.`;
  }
  if (row.preferredName === '') {
    return `${row.curie} has no preferred name.`;
  }
  return {
    curie: row.curie,
    preferredName: row.preferredName,
    synonyms: [...readNames(row.synonyms, false), ...readNames(row.abbreviations, true)],
    semanticTypes: splitCell(row.semanticType),
    ...(row.definition === '' ? {} : { definition: row.definition }),
  };
}

function readNames(cell: string, abbreviation: boolean): Synonym[] {
  return splitCell(cell).map((name) => ({ name, scope: 'exact', abbreviation }));
}

function splitCell(cell: string): string[] {
  return cell
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
