import type { ConceptStore } from '../../conceptStore/conceptStore.ts';
import type { Candidate, LinkResult } from '../candidate.ts';
import { findExactNames } from './matchedName.ts';
import { onceEach } from './sameConcept.ts';

/** What an abbreviation stands for by one vocabulary, for those that do not have it. */
export interface WrittenOut {
  /** Preferred names of the concepts that have it for an abbreviation; at least one. */
  readonly names: readonly string[];
  /** Ids of the vocabularies in which nothing is called so. */
  readonly vocabularies: ReadonlySet<string>;
}

/**
 * What those of `mentions` stand for that are abbreviations in some vocabularies and nothing in others, by mention.
 * Large vocabularies have few abbreviations; "VSD" finds its concept there by what another vocabulary says it is.
 */
export async function writeOutForOthers(
  stores: readonly ConceptStore[],
  mentions: readonly string[],
): Promise<ReadonlyMap<string, WrittenOut>> {
  if (stores.length < 2 || mentions.length === 0) {
    return new Map();
  }
  const found = await Promise.all(
    stores.map(async (store) => {
      const lists = await findExactNames(store, mentions);
      const abbreviated = lists.map((names) =>
        names.filter(({ abbreviation }) => abbreviation).map(({ conceptId }) => conceptId),
      );
      const ids = [...new Set(abbreviated.flat())];
      const concepts = ids.length === 0 ? [] : await store.concepts(ids);
      const nameOf = new Map(ids.map((id, i) => [id, concepts[i]?.preferredName ?? '']));
      return {
        id: store.manifest.id,
        lists,
        names: abbreviated.map((some) => some.map((id) => nameOf.get(id) ?? '')),
      };
    }),
  );
  return new Map(
    mentions.flatMap((mention, i) => {
      const without = found.filter(({ lists }) => lists[i]?.length === 0);
      const names = found.flatMap((ofStore) => ofStore.names[i] ?? []);
      return names.length === 0 || without.length === 0
        ? []
        : [[mention, { names: [...new Set(names)], vocabularies: new Set(without.map(({ id }) => id)) }]];
    }),
  );
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
  const candidates = [...result.candidates, ...others].sort((a, b) => b.score - a.score);
  return { ...result, candidates: onceEach(candidates).slice(0, candidateCount) };
}
