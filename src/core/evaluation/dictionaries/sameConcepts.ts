import type { DictionaryContent } from './dictionary.ts';

/**
 * Gives the identifiers of one concept of a dictionary one form, as MEDIC joins MeSH's and OMIM's. An alternative
 * identifier of several concepts is taken for the first; one that is a concept's own is not taken for another's.
 * @returns a function that gives others back as they are.
 */
export function createSameConcepts({
  concepts,
}: Pick<DictionaryContent, 'concepts'>): (id: string) => string {
  const own = new Set(concepts.map(({ ids: [first = ''] }) => first));
  const firstOf = new Map<string, string>();
  for (const { ids } of concepts) {
    const [first = '', ...alternatives] = ids;
    for (const id of alternatives) {
      if (!own.has(id) && !firstOf.has(id)) {
        firstOf.set(id, first);
      }
    }
  }
  return (id) => firstOf.get(id) ?? id;
}
