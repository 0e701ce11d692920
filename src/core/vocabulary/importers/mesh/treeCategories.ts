/**
 * The categories of MeSH's tree (https://www.nlm.nih.gov/mesh/intro_trees.html) by how their tree numbers begin.
 * Those that the bundled vocabulary has too are named as there, so that one filter serves both.
 */
const categories: readonly (readonly [string, string])[] = [
  ['A', 'Anatomy'],
  ['B', 'Organism'],
  ['C', 'Disorder'],
  // Signs and Symptoms
  ['C23.888', 'Finding'],
  // Chemicals and Drugs: the tree does not tell them apart.
  ['D', 'Drug'],
  ['E', 'Procedure'],
  // Clinical Laboratory Techniques
  ['E01.370.225', 'Laboratory Test'],
  ['E07', 'Equipment and Supplies'],
  ['F', 'Psychiatry and Psychology'],
  // Mental Disorders
  ['F03', 'Disorder'],
  ['G', 'Phenomena and Processes'],
  ['H', 'Disciplines and Occupations'],
  ['I', 'Anthropology, Education, Sociology, and Social Phenomena'],
  ['J', 'Technology, Industry, and Agriculture'],
  ['K', 'Humanities'],
  ['L', 'Information Science'],
  ['M', 'Named Groups'],
  ['N', 'Health Care'],
  ['V', 'Publication Characteristics'],
  ['Z', 'Geographicals'],
];

/** Of supplementary records, which have no place in the tree (MeSH XML data elements, `SCRClass`). */
const supplementaryClasses: ReadonlyMap<string, string> = new Map([
  ['1', 'Drug'],
  // Combinations of drugs, and since 2020 other ways to treat and diagnose.
  ['2', 'Procedure'],
  ['3', 'Disorder'],
  ['4', 'Organism'],
  ['5', 'Named Groups'],
  ['6', 'Anatomy'],
]);

/** Each category once, in the order of the tree numbers. */
export function semanticTypesOfTreeNumbers(treeNumbers: readonly string[]): string[] {
  const found = treeNumbers.flatMap((number) => {
    const category = categories.findLast(([start]) => number.startsWith(start))?.[1];
    return category === undefined ? [] : [category];
  });
  return [...new Set(found)];
}

export function semanticTypesOfClass(scrClass: string | undefined): string[] {
  const category = supplementaryClasses.get(scrClass ?? '1');
  return category === undefined ? [] : [category];
}
