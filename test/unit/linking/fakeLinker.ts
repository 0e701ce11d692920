import type { Candidate, LinkResult } from '../../../src/core/linking/candidate.ts';
import type { Linker } from '../../../src/core/linking/linker.ts';

/** What is known of a text: its concept, and a score below 1 where it is only near to it. */
export type Knowledge = Readonly<Record<string, readonly [curie: string, score: number]>>;

/** @param composites the parts of mentions that name several concepts. */
export function createFakeLinker(
  knowledge: Knowledge,
  composites: Readonly<Record<string, readonly string[]>> = {},
): Linker & { readonly linked: string[] } {
  const linked: string[] = [];
  const answer = (mention: string, exactOnly: boolean): LinkResult => {
    const [curie, score] = knowledge[mention] ?? ['', 0];
    const known = score === 1 || (score > 0 && !exactOnly);
    const candidate: Candidate = {
      curie,
      preferredName: curie,
      matchedName: mention,
      matchType: score === 1 ? 'exact' : 'semantic',
      score,
      vocabulary: 'fake',
      semanticTypes: [],
      evidence: {},
    };
    const parts = exactOnly ? [] : (composites[mention] ?? []).map((part) => answer(part, false));
    return parts.length > 0
      ? { mention, candidates: parts.flatMap(({ candidates }) => candidates), parts }
      : { mention, candidates: known ? [candidate] : [] };
  };
  return {
    linked,
    linkExactly: (mentions) => Promise.resolve(mentions.map((mention) => answer(mention, true))),
    link(mentions, _options, { signal } = {}) {
      signal?.throwIfAborted();
      linked.push(...mentions);
      return Promise.resolve(mentions.map((mention) => answer(mention, false)));
    },
    disambiguate: (results) => Promise.resolve([...results]),
    search: () => Promise.resolve([]),
  };
}
