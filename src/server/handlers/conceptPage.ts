import type { ConceptStore } from '../../core/conceptStore/conceptStore.ts';
import { findConcepts } from '../../core/conceptStore/findConcepts.ts';
import type { Concept, Curie, Synonym } from '../../core/vocabulary/concept.ts';
import { isOwnVocabulary } from '../../core/vocabulary/own/ownPlace.ts';
import type { ConceptPage, RelatedConcept } from '../../protocol/viewMessages.ts';

/** A concept with the names of those that it refers to; null where no vocabulary in use has it. */
export async function readConceptPage(
  stores: readonly ConceptStore[],
  curie: Curie,
): Promise<ConceptPage | null> {
  const [concept] = await findConcepts(stores, [curie]);
  if (concept === undefined) {
    return null;
  }
  const { parents = [], crossReferences = [], replacedBy = [] } = concept;
  const own = stores.filter(({ manifest }) => isOwnVocabulary(manifest.id));
  const ownRows = await Promise.all(own.map((store) => store.conceptsByCurie([curie])));
  const related = await findRelated(stores, [...parents, ...crossReferences, ...replacedBy]);
  const pick = (curies: readonly Curie[]): RelatedConcept[] =>
    curies.map((id) => related.get(id) ?? { curie: id });
  return {
    concept: { ...concept, synonyms: withOwnNames(concept, ownRows.flat()) },
    vocabularyTitle:
      stores.find(({ manifest }) => manifest.id === concept.vocabulary)?.manifest.title ?? concept.vocabulary,
    parents: pick(parents),
    crossReferences: pick(crossReferences),
    replacedBy: pick(replacedBy),
  };
}

async function findRelated(
  stores: readonly ConceptStore[],
  curies: readonly Curie[],
): Promise<ReadonlyMap<Curie, RelatedConcept>> {
  const found = await findConcepts(stores, curies);
  return new Map(
    curies.map((curie, i) => {
      const preferredName = found[i]?.preferredName;
      return [curie, { curie, ...(preferredName !== undefined && { preferredName }) }];
    }),
  );
}

/** Users' own rows add names to a concept of any vocabulary. */
function withOwnNames(concept: Concept, ownRows: readonly (Concept | undefined)[]): readonly Synonym[] {
  const known = new Set([concept.preferredName, ...concept.synonyms.map(({ name }) => name)]);
  const added = ownRows
    .flatMap((row) => row?.synonyms ?? [])
    .filter(({ name }) => {
      const isNew = !known.has(name);
      known.add(name);
      return isNew;
    });
  return [...concept.synonyms, ...added];
}
