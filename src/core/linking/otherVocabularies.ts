import type { ConceptStore } from '../conceptStore/conceptStore.ts';
import type { Candidate, LinkResult } from './candidate.ts';
import { findExactNames } from './matchedName.ts';

/** What an abbreviation stands for by one vocabulary, for those that do not have it. */
export interface WrittenOut {
  /** Preferred names of the concepts that have it for an abbreviation; at least one. */
  readonly names: readonly string[];
  /** Ids of the vocabularies in which nothing is called so. */
  readonly vocabularies: ReadonlySet<string>;
}

/** Large vocabularies have few abbreviations; "VSD" finds its concept there by what another vocabulary says it is. */
export function writeOutForOthers(stores: readonly ConceptStore[], mention: string): WrittenOut | undefined {
  if (stores.length < 2) {
    return undefined;
  }
  const found = stores.map((store) => ({ store, names: findExactNames(store, mention) }));
  const without = found.filter(({ names }) => names.length === 0);
  const names = found.flatMap(({ store, names: exact }) =>
    exact
      .filter(({ abbreviation }) => abbreviation)
      .map(({ conceptId }) => store.concept(conceptId)?.preferredName ?? ''),
  );
  const [first] = names;
  return first === undefined || without.length === 0
    ? undefined
    : { names: [...new Set(names)], vocabularies: new Set(without.map(({ store }) => store.manifest.id)) };
}

/** The result with what the other vocabularies have for each name that the abbreviation may stand for. */
export function withOtherVocabularies(
  result: LinkResult,
  { names, vocabularies }: WrittenOut,
  candidatesOf: ReadonlyMap<string, readonly Candidate[]>,
  candidateCount: number,
): LinkResult {
  const others = names.flatMap((name) =>
    (candidatesOf.get(name) ?? [])
      .filter(({ vocabulary }) => vocabularies.has(vocabulary))
      .map((candidate) => ({ ...candidate, score: candidate.score / names.length })),
  );
  const candidates = [...result.candidates, ...others]
    .sort((a, b) => b.score - a.score)
    .slice(0, candidateCount);
  return { ...result, candidates };
}
