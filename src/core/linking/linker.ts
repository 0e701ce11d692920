import { LRUCache } from 'lru-cache';
import type { ConceptStore } from '../conceptStore/conceptStore.ts';
import type { LoadedEncoder } from '../encoder/host/encoderProcess.ts';
import { normalizeName } from '../vocabulary/normalizeName.ts';
import type { Candidate, LinkOptions, LinkResult } from './candidate.ts';
import { findDenseCandidates } from './denseCandidates.ts';
import { findExactCandidates } from './exactCandidates.ts';
import { rankCandidates } from './rankCandidates.ts';

/** Mention → ranked candidates, over the concept stores in the user's order. */
export interface Linker {
  /** Result `i` belongs to `mentions[i]`. Rejects with `signal.reason` when aborted. */
  link(mentions: readonly string[], options: LinkOptions, signal?: AbortSignal): Promise<LinkResult[]>;
  /** Exact matches alone: no encoder, no waiting. */
  linkExactly(mention: string, options: LinkOptions): LinkResult;
  /** For typing in a search box: also names with words that begin like the query's. */
  search(query: string, options: LinkOptions, signal?: AbortSignal): Promise<readonly Candidate[]>;
}

/** Mentions repeat within a note, and neighbouring hovers share most of their spans. */
const cachedMentions = 20_000;

/** Whoever searches wants to see also what is not likely; but not just anything. */
const minimumSearchScore = 0.05;

/** Of names found by the beginnings of their words: below an exact match, above what merely lies near. */
const prefixScore = 0.95;

export function createLinker(stores: readonly ConceptStore[], encoder: LoadedEncoder): Linker {
  const cache = new LRUCache<string, LinkResult>({ max: cachedMentions });

  const linkExactly = (mention: string, options: LinkOptions): LinkResult => ({
    mention,
    candidates: rankCandidates(stores, findExactCandidates(stores, mention), options),
  });

  const link = async (
    mentions: readonly string[],
    options: LinkOptions,
    signal?: AbortSignal,
  ): Promise<LinkResult[]> => {
    signal?.throwIfAborted();
    const optionsKey = JSON.stringify(options);
    const known = new Map<string, LinkResult>();
    const unknown = new Set<string>();
    for (const mention of mentions) {
      const result = cache.get(optionsKey + mention);
      if (result) {
        known.set(mention, result);
      } else {
        unknown.add(mention);
      }
    }
    const searched = [...unknown].filter(isSearchable);
    const dense = await findDenseCandidates(stores, encoder, searched, signal);
    const denseOf = new Map(searched.map((mention, i) => [mention, dense[i] ?? []]));
    for (const mention of unknown) {
      const hits = [...findExactCandidates(stores, mention), ...(denseOf.get(mention) ?? [])];
      const result = { mention, candidates: rankCandidates(stores, hits, options) };
      known.set(mention, result);
      cache.set(optionsKey + mention, result);
    }
    return mentions.map((mention) => known.get(mention) ?? { mention, candidates: [] });
  };

  return {
    link,
    linkExactly,
    async search(query, options, signal) {
      const lexical = stores.flatMap((store, storeIndex) =>
        store.findByWordPrefixes(normalizeName(query), options.candidateCount * 4).map((name) => ({
          storeIndex,
          conceptId: name.conceptId,
          matchedName: name.name,
          preferred: name.preferred,
          matchType: 'lexical' as const,
          score: prefixScore,
        })),
      );
      const dense = isSearchable(query) ? await findDenseCandidates(stores, encoder, [query], signal) : [];
      const hits = [...findExactCandidates(stores, query), ...lexical, ...dense.flat()];
      return rankCandidates(stores, hits, { ...options, minScore: minimumSearchScore });
    },
  };
}

/** Too little to have a meaning: vectors of two or three letters lie anywhere. */
function isSearchable(mention: string): boolean {
  return mention.replace(/[^\p{L}]/gu, '').length >= 4;
}
