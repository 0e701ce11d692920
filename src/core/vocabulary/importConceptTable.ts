import { parse } from 'csv-parse/sync';
import type { Concept, Synonym } from './concept.ts';
import type { ImportProblem } from './importProblem.ts';

const columns = [
  'curie',
  'preferredName',
  'synonyms',
  'abbreviations',
  'semanticType',
  'definition',
] as const;
type Row = Readonly<Record<(typeof columns)[number], string>>;

/** Bioregistry prefix, a colon, and a local identifier without spaces. */
const curiePattern = /^[A-Z][A-Z0-9.]*:[^\s:|]+$/u;

/** The file has no header that names the columns of a concept table, so none of it can be read. */
export class ConceptTableError extends Error {
  override readonly name = 'ConceptTableError';
}

/**
 * Reads a concept table: tab-separated, one concept a line, the header
 * `curie preferredName synonyms abbreviations semanticType definition`, several names in a cell joined
 * by `|`. Bad rows come back as problems beside the concepts of the good ones.
 * @throws {ConceptTableError} when the header is missing or names other columns.
 */
export function importConceptTable(
  text: string,
  file: string,
): { concepts: readonly Concept[]; problems: readonly ImportProblem[] } {
  const [header, ...records] = parseLines(text);
  if (header?.cells.join('\t') !== columns.join('\t')) {
    throw new ConceptTableError(
      `${file}: the first line must be the header "${columns.join(' ')}" (tab-separated).`,
    );
  }
  const concepts = new Map<string, Concept>();
  const problems: ImportProblem[] = [];
  for (const { cells, line } of records) {
    const read = readRow(cells);
    if (typeof read === 'string') {
      problems.push({ file, line, message: read });
    } else if (concepts.has(read.curie)) {
      problems.push({
        file,
        line,
        message: `${read.curie} stands on an earlier line already; this one is left out.`,
      });
    } else {
      concepts.set(read.curie, read);
    }
  }
  return { concepts: [...concepts.values()], problems };
}

function parseLines(text: string): { cells: string[]; line: number }[] {
  const parsed = parse(text, {
    delimiter: '\t',
    // Named, since the one of the first line would otherwise count for all.
    record_delimiter: ['\r\n', '\n', '\r'],
    quote: false,
    bom: true,
    relax_column_count: true,
    info: true,
  });
  return (parsed as unknown as { record: string[]; info: { lines: number } }[])
    .map(({ record, info }) => ({ cells: record, line: info.lines }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
}

/** The concept of a row, or what is wrong with the row. */
function readRow(cells: readonly string[]): Concept | string {
  if (cells.length !== columns.length) {
    return `${columns.length} tab-separated cells expected, ${cells.length} found.`;
  }
  const row = Object.fromEntries(columns.map((column, i) => [column, cells[i]?.trim() ?? ''])) as Row;
  if (!curiePattern.test(row.curie)) {
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
