import type { Concept, Curie, Synonym, SynonymScope } from '../../concept.ts';

/** A record of the table by the names of its columns; a table may lack some. */
export type LoincRow = (column: string) => string;

/** CLASSTYPE (LOINC Users' Guide, appendix A). */
const classTypes: ReadonlyMap<string, string> = new Map([
  ['1', 'Laboratory'],
  ['2', 'Clinical'],
  ['3', 'Claims attachment'],
  ['4', 'Survey'],
]);
/** Of RELATEDNAMES2, for one concept. */
const mostRelatedNames = 20;

/** Parts of RELATEDNAMES2. */
export function relatedNamesOf(row: LoincRow): string[] {
  return row('RELATEDNAMES2')
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name.length > 1);
}

/**
 * The concept of a record. Of its related names those count that `isTelling`: most of them ("Quantitative", "Blood")
 * are written beside every code that shares one axis.
 */
export function toConcept(
  row: LoincRow,
  replacedBy: readonly Curie[],
  isTelling: (relatedName: string) => boolean,
): Concept {
  const preferredName = row('LONG_COMMON_NAME');
  const seen = new Set([preferredName.toLowerCase()]);
  const synonymsOf = (names: readonly string[], scope: SynonymScope, abbreviation = false): Synonym[] =>
    names
      .filter((name) => name !== '' && !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()))
      .map((name) => ({ name, scope, abbreviation }));
  const definition = row('DefinitionDescription');
  const isObsolete = ['DEPRECATED', 'DISCOURAGED'].includes(row('STATUS').toUpperCase());
  return {
    curie: toCurie(row('LOINC_NUM')),
    preferredName,
    synonyms: [
      ...synonymsOf([row('DisplayName')], 'exact'),
      // "Hgb A1c MFr Bld": made of abbreviations.
      ...synonymsOf([row('SHORTNAME')], 'exact', true),
      // Shared by codes that differ in method or unit.
      ...synonymsOf([row('CONSUMER_NAME')], 'broad'),
      ...synonymsOf(relatedNamesOf(row).filter(isTelling), 'related').slice(0, mostRelatedNames),
    ],
    semanticTypes: [classTypes.get(row('CLASSTYPE')) ?? '', row('CLASS')].filter((type) => type !== ''),
    ...(definition === '' ? {} : { definition }),
    ...(isObsolete ? { obsolete: true } : {}),
    ...(isObsolete && replacedBy.length > 0 ? { replacedBy } : {}),
  };
}

export function toCurie(code: string): Curie {
  return `LOINC:${code}`;
}
