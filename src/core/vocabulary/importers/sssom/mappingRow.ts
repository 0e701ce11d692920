/** One mapping, as far as concepts are made of it. */
export interface MappingRow {
  readonly subjectId: string;
  readonly subjectLabel: string;
  readonly predicateId: string;
  /** None where the mapping is negated, or says that there is no such object. */
  readonly objectId: string | undefined;
}

/** The columns of a mapping set by their names. */
export type SssomColumns = ReadonlyMap<string, number>;

/** Slots that each mapping has (https://mapping-commons.github.io/sssom/Mapping/). */
const required = ['predicate_id', 'mapping_justification'] as const;

const identifierPattern = /^(?:[A-Za-z_][\w.-]*:\S+|https?:\/\/\S+)$/u;

/** `sssom:NoMapping` is its name in mapping sets from before version 1.0. */
const noTerm = /^sssom:No(?:TermFound|Mapping)$/u;

/** Texts without identifiers, and expressions that combine several concepts. */
const otherEntities: ReadonlySet<string> = new Set([
  'rdfs literal',
  'rdf literal',
  'composed entity expression',
]);

export function readColumns(line: string): SssomColumns {
  return new Map(splitCells(line).map((name, i) => [name.trim(), i]));
}

export function isColumnLine(line: string): boolean {
  const columns = readColumns(line);
  return columns.has('predicate_id') && (columns.has('subject_id') || columns.has('object_id'));
}

/** Of lines that may be one row, and may be several of which two have a stray quotation mark. */
export function isWholeRow(row: string, columns: SssomColumns): boolean {
  return splitCells(row).length === columns.size && row.split('\t').length < 2 * columns.size - 1;
}

/** The mapping of a row, what is wrong with it, or undefined where its subject is not one concept. */
export function readMapping(row: string, columns: SssomColumns): MappingRow | string | undefined {
  const cells = splitCells(row);
  if (cells.length > columns.size || cells.length === 1) {
    return `${columns.size} tab-separated cells expected, ${cells.length} found.`;
  }
  // No label, identifier or other slot that is read here has line breaks of its own.
  const cell = (name: string): string =>
    cells[columns.get(name) ?? -1]?.trim().replaceAll(/[\t\r\n]+/gu, ' ') ?? '';
  const missing = required.find((name) => cell(name) === '');
  if (missing !== undefined) {
    return `The mapping has no ${missing}.`;
  }
  const negation = cell('predicate_modifier');
  if (negation !== '' && negation !== 'Not') {
    return `The predicate_modifier is "${negation.slice(0, 50)}", which can be "Not" alone.`;
  }
  if (otherEntities.has(cell('subject_type')) || noTerm.test(cell('subject_id'))) {
    return undefined;
  }
  const isObjectConcept = !otherEntities.has(cell('object_type'));
  const identifiers = ['subject_id', ...required, ...(isObjectConcept ? ['object_id'] : [])];
  const bad = identifiers.find((name) => !identifierPattern.test(cell(name)));
  if (bad !== undefined) {
    return `The ${bad} is "${cell(bad).slice(0, 100)}", which is no identifier of the form PREFIX:ID.`;
  }
  const hasObject = isObjectConcept && negation === '' && !noTerm.test(cell('object_id'));
  return {
    subjectId: cell('subject_id'),
    subjectLabel: cell('subject_label'),
    predicateId: cell('predicate_id'),
    objectId: hasObject ? cell('object_id') : undefined,
  };
}

/** Cells are quoted as in CSV (RFC 4180); a quotation mark inside of a cell without them is one. */
function splitCells(line: string): string[] {
  return line.includes('"')
    ? [...line.matchAll(/(?:^|\t)(?:"((?:[^"]|"")*)"(?=\t|$)|([^\t]*))/gu)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      )
    : line.split('\t');
}
