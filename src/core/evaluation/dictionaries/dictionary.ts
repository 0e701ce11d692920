import type { ImportProblem } from '../../vocabulary/importProblem.ts';

/** One meaning of a dictionary: it is right when any of its identifiers is. */
export interface DictionaryConcept {
  /** As `normalizeConceptId` gives them; never empty. */
  readonly ids: readonly string[];
  /** In order of the dictionary, the preferred name first where the dictionary tells it; never empty. */
  readonly names: readonly string[];
}

export interface DictionaryContent {
  readonly concepts: readonly DictionaryConcept[];
  readonly problems: readonly ImportProblem[];
}

export interface Dictionary extends DictionaryContent {
  readonly file: string;
  /** Of the file. */
  readonly sha256: string;
}

/** Puts names with the same identifiers together; the order is that of their first appearance. */
export function groupByIds(
  names: Iterable<{ readonly ids: readonly string[]; readonly name: string }>,
): DictionaryConcept[] {
  const concepts = new Map<string, { ids: readonly string[]; names: Set<string> }>();
  for (const { ids, name } of names) {
    const key = [...ids].sort().join('|');
    const concept = concepts.get(key) ?? { ids, names: new Set() };
    concepts.set(key, concept);
    concept.names.add(name);
  }
  return [...concepts.values()].map(({ ids, names: ofConcept }) => ({ ids, names: [...ofConcept] }));
}
