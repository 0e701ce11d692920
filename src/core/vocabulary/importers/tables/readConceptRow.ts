import type { Concept, Curie, Synonym, SynonymScope } from '../../concept.ts';
import { toCurie } from '../curies.ts';
import type { Cell } from './tableCells.ts';
import type { ColumnRole } from './tableColumns.ts';
import type { TableLayout } from './tableLayout.ts';

/** What a row says of a concept, or what is wrong with it. The name may be empty. */
export function readConceptRow(
  cells: readonly Cell[],
  { roles, separator }: TableLayout,
  prefix: string | undefined,
): Concept | string {
  const valuesOf = (role: ColumnRole): string[] =>
    (roles?.get(role) ?? []).flatMap((column) => splitCell(cells[column] ?? '', separator));
  const textOf = (role: ColumnRole): string =>
    (roles?.get(role) ?? [])
      .flatMap((column) => cells[column] ?? '')
      .join(' ')
      .trim();
  const [id = '', ...others] = valuesOf('identifier');
  if (id === '') {
    return 'The row has no identifier; it is left out.';
  }
  const curie = toCurie(id, prefix ?? 'LOCAL');
  if (curie === undefined) {
    return `"${id.slice(0, 100)}" is no identifier; the row is left out.`;
  }
  // Names of concepts stand here too; where identifiers have a prefix those without one are names.
  const own = toCurie(id) === undefined ? (prefix ?? 'LOCAL') : undefined;
  const curiesOf = (values: readonly string[], defaultPrefix?: string): Curie[] =>
    values.map((value) => toCurie(value, defaultPrefix)).filter((found) => found !== undefined);
  const definition = textOf('definition');
  return {
    curie,
    preferredName: textOf('name'),
    synonyms: readSynonyms(valuesOf),
    semanticTypes: valuesOf('semanticTypes'),
    parents: curiesOf(valuesOf('parents'), own),
    crossReferences: curiesOf(valuesOf('crossReferences')),
    alternativeIds: curiesOf([...others, ...valuesOf('alternativeIds')], own),
    ...(definition !== '' && { definition }),
    ...(/^(?:true|yes|y|1)$/iu.test(textOf('obsolete')) && { obsolete: true }),
  };
}

const synonymColumns: readonly (readonly [ColumnRole, SynonymScope])[] = [
  ['synonyms', 'exact'],
  ['narrowSynonyms', 'narrow'],
  ['broadSynonyms', 'broad'],
  ['relatedSynonyms', 'related'],
  ['abbreviations', 'exact'],
];

function readSynonyms(valuesOf: (role: ColumnRole) => readonly string[]): Synonym[] {
  return synonymColumns.flatMap(([role, scope]) =>
    valuesOf(role).map((name) => ({ name, scope, abbreviation: role === 'abbreviations' })),
  );
}

function splitCell(cell: Cell, separator: string): string[] {
  const values = typeof cell === 'string' ? cell.split(separator) : cell;
  return values.map((value) => value.trim()).filter((value) => value !== '');
}
