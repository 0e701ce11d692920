import { conceptTableColumns } from '../importConceptTable.ts';
import { isCurie } from '../importers/curies.ts';
import { normalizeName } from '../normalizeName.ts';
import { OwnConceptError, OwnTableError } from './ownTableErrors.ts';
import { readOwnRows, type OwnRows } from './readOwnRows.ts';

/** A concept as a row of the table holds it. */
export interface OwnConcept {
  readonly curie: string;
  readonly preferredName: string;
  readonly synonyms: readonly string[];
  /** Short forms, which match by their spelling alone. */
  readonly abbreviations: readonly string[];
  readonly semanticTypes: readonly string[];
  readonly definition?: string | undefined;
}

type Column = (typeof conceptTableColumns)[number];

interface TableText {
  readonly lines: readonly string[];
  /** End `i` follows line `i`; the last line has none. */
  readonly ends: readonly string[];
  readonly rows: OwnRows;
}

const longestName = 500;
const longestDefinition = 5_000;

/**
 * The table with a row for `concept` in its sorted place; everything else stays byte for byte.
 * @throws {OwnConceptError} when the identifier is taken, or a cell cannot hold a value.
 * @throws {OwnTableError} when the table cannot be changed as it is.
 */
export function withConcept(text: string, file: string, concept: OwnConcept): string {
  checkConcept(concept);
  const table = readTable(text, file);
  const same = table.rows.rows.find((row) => row.concept.curie === concept.curie);
  if (same) {
    throw new OwnConceptError(
      `${concept.curie} is "${same.concept.preferredName}" already. Give the concept another identifier, or add a synonym to that one.`,
    );
  }
  return insertRow(table, file, concept);
}

/**
 * The table with one more name for a concept, which may be another vocabulary's: then its identifier, name and types
 * get a row of their own. A name that is there already changes nothing.
 * @throws {OwnConceptError} @throws {OwnTableError} as `withConcept`.
 */
export function withSynonym(
  text: string,
  file: string,
  concept: Pick<OwnConcept, 'curie' | 'preferredName' | 'semanticTypes'>,
  synonym: { readonly name: string; readonly abbreviation: boolean },
): string {
  const { curie, preferredName, semanticTypes } = concept;
  // Its definition stays where it is: it may be long, and another's.
  const row: OwnConcept = {
    ...{ curie, preferredName, semanticTypes },
    synonyms: synonym.abbreviation ? [] : [synonym.name],
    abbreviations: synonym.abbreviation ? [synonym.name] : [],
  };
  checkConcept(row);
  const table = readTable(text, file);
  const ofConcept = table.rows.rows.filter((other) => other.concept.curie === concept.curie);
  const [first] = ofConcept;
  if (!first) {
    return insertRow(table, file, row);
  }
  const known = ofConcept.flatMap((other) => [
    other.concept.preferredName,
    ...other.concept.synonyms.map(({ name }) => name),
  ]);
  if (known.some((name) => normalizeName(name) === normalizeName(synonym.name))) {
    return text;
  }
  const place = columnOf(table, file, synonym.abbreviation ? 'abbreviations' : 'synonyms');
  const cells = (table.lines[first.index] ?? '').split('\t');
  while (cells.length <= place) {
    cells.push('');
  }
  const cell = cells[place] ?? '';
  cells[place] = cell.trim() === '' ? synonym.name : `${cell}|${synonym.name}`;
  return join(table.lines.with(first.index, cells.join('\t')), table.ends);
}

function readTable(text: string, file: string): TableText {
  const parts = text.split(/(\r\n|\n|\r)/u);
  const lines = parts.filter((_, i) => i % 2 === 0);
  const ends = parts.filter((_, i) => i % 2 === 1);
  const rows = readOwnRows(lines, file);
  if (rows.isConflicted) {
    throw new OwnTableError(
      file,
      'a merge left both versions in it, so it is not changed. Decide between them, remove the markers, and repeat.',
    );
  }
  if (rows.header === undefined && rows.problems[0]) {
    throw new OwnTableError(file, `it is not changed, since ${rows.problems[0].message}`);
  }
  if (rows.header !== undefined) {
    return { lines, ends, rows };
  }
  // Nothing but comments yet: what comes first is the header.
  const header = conceptTableColumns.join('\t');
  return lines.at(-1) === ''
    ? readTable(`${text}${header}\n`, file)
    : readTable(`${text}${ends[0] ?? '\n'}${header}\n`, file);
}

/** After the last row that sorts before it, else before the first row. */
function insertRow(table: TableText, file: string, concept: OwnConcept): string {
  const { lines, ends, rows } = table;
  const line = formatRow(table, file, concept);
  const before = rows.rows.findLast((row) => row.concept.curie <= concept.curie);
  const [first] = rows.rows;
  const end = ends[0] ?? '\n';
  if (before || !first) {
    // At the end of the file the last line may lack its end.
    const index = before?.index ?? lastContent(lines);
    return join(lines.toSpliced(index + 1, 0, line), ends.toSpliced(index, 0, end));
  }
  return join(lines.toSpliced(first.index, 0, line), ends.toSpliced(first.index, 0, end));
}

function lastContent(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line !== '');
}

function formatRow(table: TableText, file: string, concept: OwnConcept): string {
  const values: Readonly<Record<Column, string>> = {
    curie: concept.curie,
    preferredName: concept.preferredName,
    synonyms: concept.synonyms.join('|'),
    abbreviations: concept.abbreviations.join('|'),
    semanticType: concept.semanticTypes.join('|'),
    definition: concept.definition ?? '',
  };
  const cells = table.rows.columns.map(() => '');
  for (const column of conceptTableColumns) {
    if (values[column] !== '') {
      cells[columnOf(table, file, column)] = values[column];
    }
  }
  return cells.join('\t');
}

function columnOf({ rows }: TableText, file: string, column: Column): number {
  const place = rows.columns.indexOf(column);
  if (place < 0) {
    throw new OwnTableError(
      file,
      `the table has no column "${column}". Add it to the first line, and repeat.`,
    );
  }
  return place;
}

function join(lines: readonly string[], ends: readonly string[]): string {
  return lines.map((line, i) => line + (ends[i] ?? '')).join('');
}

function checkConcept({
  curie,
  preferredName,
  synonyms,
  abbreviations,
  semanticTypes,
  definition = '',
}: OwnConcept): void {
  if (!isCurie(curie) || curie.length > longestName) {
    throw new OwnConceptError(
      `"${curie.slice(0, 50)}" is no identifier of the form PREFIX:ID, such as LOCAL:0001.`,
    );
  }
  for (const name of [preferredName, ...synonyms, ...abbreviations, ...semanticTypes]) {
    if (
      name !== name.trim() ||
      normalizeName(name) === '' ||
      name.length > longestName ||
      /[\p{Cc}|]/u.test(name)
    ) {
      throw new OwnConceptError(
        `"${name.slice(0, 50)}" cannot be a name here: one line of at most ${longestName} characters with a letter or digit, and without "|".`,
      );
    }
  }
  if (/\p{Cc}/u.test(definition) || definition.length > longestDefinition) {
    throw new OwnConceptError(`A definition is one line of at most ${longestDefinition} characters.`);
  }
}
