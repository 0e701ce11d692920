import type { ConceptStore } from '../../conceptStore/conceptStore.ts';
import { normalizeName } from '../../vocabulary/normalizeName.ts';
import { isOwnIdentifier } from '../../vocabulary/own/nextIdentifier.ts';
import { isOwnVocabulary } from '../../vocabulary/own/ownPlace.ts';
import type { Candidate } from '../candidate.ts';

/**
 * Each list with every concept once. What several vocabularies have under one identifier stands where its best match
 * stands, with that one's name, and with the description that the vocabulary has from which the concept is; users'
 * own rows for it merely add names.
 * @param lists each with its best candidates first.
 */
export async function mergeSameConcepts(
  lists: readonly (readonly Candidate[])[],
  stores: readonly ConceptStore[],
): Promise<Candidate[][]> {
  const described = await describeOwn(lists.flat(), stores);
  return lists.map((candidates) =>
    [...Map.groupBy(candidates, conceptKey).values()].flatMap((same) => {
      const [best] = same;
      return best ? [merge(best, [...same, ...(described.get(best.curie) ?? [])])] : [];
    }),
  );
}

/** The first candidate of each concept. */
export function onceEach(candidates: readonly Candidate[]): Candidate[] {
  return [...Map.groupBy(candidates, conceptKey).values()].flatMap(([first]) => first ?? []);
}

/** The same for two candidates that are one concept. */
function conceptKey({ curie, preferredName }: Candidate): string {
  return isOwnIdentifier(curie) ? `${curie} ${normalizeName(preferredName)}` : curie;
}

function merge(best: Candidate, same: readonly Candidate[]): Candidate {
  const source = same.find(({ vocabulary }) => !isOwnVocabulary(vocabulary)) ?? best;
  const others = new Map(
    same
      .filter(({ vocabulary }) => vocabulary !== source.vocabulary)
      .map(({ curie, vocabulary }) => [vocabulary, { curie, vocabulary }]),
  );
  const { preferredName, vocabulary, semanticTypes } = source;
  return {
    ...best,
    preferredName,
    vocabulary,
    semanticTypes,
    ...(others.size > 0 && { sameAs: [...others.values()] }),
  };
}

/** What other vocabularies say of the concepts for which users have rows of their own, by identifier. */
async function describeOwn(
  candidates: readonly Candidate[],
  stores: readonly ConceptStore[],
): Promise<ReadonlyMap<string, readonly Candidate[]>> {
  const own = new Map(
    candidates
      .filter(({ curie, vocabulary }) => isOwnVocabulary(vocabulary) && !isOwnIdentifier(curie))
      .map((candidate) => [candidate.curie, candidate]),
  );
  if (own.size === 0) {
    return new Map();
  }
  const others = stores.filter(({ manifest }) => !isOwnVocabulary(manifest.id));
  const found = await Promise.all(others.map((store) => store.conceptsByCurie([...own.keys()])));
  return new Map(
    [...own.values()].map((candidate, i) => [
      candidate.curie,
      others.flatMap(({ manifest }, j) => {
        const concept = found[j]?.[i];
        // By a former identifier another concept may be found.
        return concept?.curie === candidate.curie
          ? [
              {
                ...candidate,
                preferredName: concept.preferredName,
                semanticTypes: concept.semanticTypes,
                vocabulary: manifest.id,
              },
            ]
          : [];
      }),
    ]),
  );
}
