/** What a column of a table can hold. */
export type ColumnRole =
  | 'identifier'
  | 'name'
  | 'synonyms'
  | 'narrowSynonyms'
  | 'broadSynonyms'
  | 'relatedSynonyms'
  | 'abbreviations'
  | 'definition'
  | 'semanticTypes'
  | 'parents'
  | 'crossReferences'
  | 'alternativeIds'
  | 'obsolete';

/**
 * Names that columns have in the wild, in small letters and without anything between them; of several columns for
 * one role an earlier name is the better one.
 */
const columnNames: Readonly<Record<ColumnRole, readonly string[]>> = {
  identifier: words(
    `curie identifier id code conceptid conceptcode cui ui oboid classid termid iri uri diseaseid chemicalid geneid
    ontologyid hpoid hpid meshid meshcode doid omimid mondoid snomedid sctid icd10cm icd10 icdcode rxcui loincnum
    umlscui ncitcode orphacode accession concept`,
  ),
  name: words(
    `preferredname preferredlabel preferredterm preflabel prefterm name label conceptname diseasename chemicalname
    genename classname termlabel termname term lbl display title longname string str text mention`,
  ),
  synonyms: words(
    `synonyms synonym exactsynonyms exactsynonym hasexactsynonym aliases alias altlabels altlabel alternativelabels
    alternativenames alternatenames othernames names terms entryterms layperson laypersonsynonyms labels`,
  ),
  narrowSynonyms: words('narrowsynonyms narrowsynonym hasnarrowsynonym'),
  broadSynonyms: words('broadsynonyms broadsynonym hasbroadsynonym'),
  relatedSynonyms: words('relatedsynonyms relatedsynonym hasrelatedsynonym othersynonyms'),
  abbreviations: words('abbreviations abbreviation acronyms acronym shortname shortnames symbol'),
  definition: words('definition definitions def description textdefinition scopenote'),
  semanticTypes: words(
    'semantictypes semantictype semantictypename semtype sty type types category categories',
  ),
  parents: words('parents parent parentids parentid parentcurie subclassof isa broader superclasses'),
  crossReferences: words('crossreferences xrefs xref dbxrefs dbxref hasdbxref mappings exactmatch'),
  alternativeIds: words(
    'alternativeids alternativeid altids altid alternateids altdiseaseids hasalternativeid',
  ),
  obsolete: words('obsolete isobsolete deprecated'),
};

function words(list: string): string[] {
  return list.trim().split(/\s+/u);
}

/** For each role the columns that have it, by their places; identifier and name have one at most. */
export type TableRoles = ReadonlyMap<ColumnRole, readonly number[]>;

/**
 * What the columns hold, by their names; and by their values where no name tells of an identifier.
 * @param isIdentifier whether all values seen of a column are identifiers.
 */
export function guessRoles(
  columns: readonly string[],
  isIdentifier: (column: number) => boolean,
): TableRoles | undefined {
  const compared = columns.map((column) => column.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ''));
  const taken = new Set<number>();
  const take = (role: ColumnRole, limit: number): number[] => {
    const places = columnNames[role]
      .flatMap((name) => compared.flatMap((column, i) => (column === name && !taken.has(i) ? [i] : [])))
      .slice(0, limit);
    places.forEach((place) => taken.add(place));
    return places;
  };
  const roles = new Map<ColumnRole, readonly number[]>();
  let [identifier] = take('identifier', 1);
  identifier ??= columns.findIndex((_, i) => isIdentifier(i));
  if (identifier === -1) {
    return undefined;
  }
  taken.add(identifier);
  roles.set('identifier', [identifier]);
  roles.set('name', take('name', 1));
  for (const role of Object.keys(columnNames) as ColumnRole[]) {
    if (!roles.has(role)) {
      roles.set(role, take(role, Infinity));
    }
  }
  const hasNames = (['name', 'synonyms'] as const).some((role) => roles.get(role)?.length !== 0);
  return hasNames ? roles : undefined;
}

/** For messages. */
export const expectedColumns =
  'one of identifiers (such as "id", "curie" or "code") and one of names (such as "name", "label" or "term"); ' +
  '"synonyms", "definition", "type" and "parents" are read too';
