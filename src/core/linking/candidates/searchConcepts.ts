import type { ConceptStore, StoredName } from '../../conceptStore/conceptStore.ts';
import type { Concept } from '../../vocabulary/concept.ts';
import { normalizeName } from '../../vocabulary/normalizeName.ts';
import { candidateKey, type Candidate, type LinkOptions } from '../candidate.ts';
import { relateCrossReferenced, type ReferringCandidate } from './crossReferences.ts';
import { mergeSameConcepts } from './sameConcept.ts';

/** Names found by their beginnings, for each candidate that is shown. */
const prefixNames = 4;

/**
 * What a search box shows while somebody types: first the concepts whose name is the query, then those with words
 * that begin like the query's, the shortest name first, then whatever else linking proposes.
 */
export async function searchConcepts(
  stores: readonly ConceptStore[],
  query: string,
  linked: readonly Candidate[],
  options: LinkOptions,
): Promise<Candidate[]> {
  const linkedBy = new Map(linked.map((candidate) => [candidateKey(candidate), candidate]));
  const byPrefix = await Promise.all(
    stores.map(async (store) => {
      const count = options.candidateCount * prefixNames;
      const names = await store.findByWordPrefixes(normalizeName(query), count);
      const concepts = await store.concepts(names.map(({ conceptId }) => conceptId));
      return names.flatMap((name, i) => toCandidate(store, name, concepts[i]));
    }),
  );
  const ordered = [
    ...linked.filter(({ matchType }) => matchType === 'exact'),
    ...byPrefix.flat().map((candidate) => ({
      ...candidate,
      score: linkedBy.get(candidateKey(candidate))?.score ?? 0,
    })),
    ...linked,
  ];
  const ofType = ordered.filter(
    ({ semanticTypes }) =>
      options.semanticTypes.length === 0 ||
      semanticTypes.some((type) => options.semanticTypes.includes(type)),
  );
  const [merged = []] = await mergeSameConcepts([ofType], stores);
  return relateCrossReferenced(await readReferences(merged.slice(0, options.candidateCount), stores));
}

async function readReferences(
  candidates: readonly Candidate[],
  stores: readonly ConceptStore[],
): Promise<readonly ReferringCandidate[]> {
  return Promise.all(
    candidates.map(async (candidate) => {
      const store = stores.find(({ manifest }) => manifest.id === candidate.vocabulary);
      const [concept] = (await store?.conceptsByCurie([candidate.curie])) ?? [];
      return { candidate, crossReferences: concept?.crossReferences ?? [] };
    }),
  );
}

/** The beginning of a name says little about what will be typed: no probability. */
function toCandidate(store: ConceptStore, { name }: StoredName, concept: Concept | undefined): Candidate[] {
  return concept
    ? [
        {
          curie: concept.curie,
          preferredName: concept.preferredName,
          matchedName: name,
          matchType: 'lexical',
          score: 0,
          vocabulary: store.manifest.id,
          semanticTypes: concept.semanticTypes,
          evidence: {},
        },
      ]
    : [];
}
