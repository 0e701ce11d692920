import { LRUCache } from 'lru-cache';
import type { ConceptStore, ListsOf } from '../conceptStore/conceptStore.ts';
import type { LoadedEncoder } from '../encoder/host/encoderProcess.ts';
import { candidateGenerators, type Candidate, type LinkOptions, type LinkResult } from './candidate.ts';
import { namesInReadings, readComposites, withParts } from './compositeResult.ts';
import { disambiguate, isAmbiguous } from './disambiguate.ts';
import { expandAbbreviations, type DocumentContext } from './documentContext.ts';
import {
  findExactNames,
  findMatchedNames,
  toExactMatch,
  type MatchedName,
} from './candidates/matchedName.ts';
import { withOtherVocabularies, writeOutForOthers } from './candidates/otherVocabularies.ts';
import { readQualified, withUnqualified } from './qualifiedResult.ts';
import { findNearestNames, notEncoded, type NearestNames } from './candidates/queryVectors.ts';
import { rankCandidates } from './candidates/rankCandidates.ts';
import { rankConcepts } from './candidates/ranker.ts';
import { searchConcepts } from './candidates/searchConcepts.ts';
import type { Surroundings } from './surroundings.ts';

/** What else a request comes with. */
export interface LinkSituation {
  readonly signal?: AbortSignal | undefined;
  /** The document that the mentions are from. */
  readonly document?: DocumentContext | undefined;
}

/** Mention → ranked candidates, over the concept stores in the user's order. */
export interface Linker {
  /** Result `i` belongs to `mentions[i]`. Rejects with `signal.reason` when aborted. */
  link(mentions: readonly string[], options: LinkOptions, situation?: LinkSituation): Promise<LinkResult[]>;
  /** Exact matches alone, without the encoder. Result `i` belongs to `mentions[i]`. */
  linkExactly(
    mentions: readonly string[],
    options: LinkOptions,
    document?: DocumentContext,
  ): Promise<LinkResult[]>;
  /** The results, the meanings of names that have several weighed by what stands around the mentions. */
  disambiguate(
    results: readonly LinkResult[],
    surroundings: Surroundings,
    situation?: LinkSituation,
  ): Promise<LinkResult[]>;
  /** For typing in a search box: also names with words that begin like the query's. */
  search(query: string, options: LinkOptions, signal?: AbortSignal): Promise<readonly Candidate[]>;
}

/** Whoever searches wants to see also what is not likely; but not just anything. */
const minimumSearchScore = 0.02;

/** Mentions repeat within a note, and neighbouring hovers share most of their spans. */
const cachedMentions = 20_000;

export function createLinker(stores: readonly ConceptStore[], encoder: LoadedEncoder): Linker {
  const cache = new LRUCache<string, readonly Candidate[]>({ max: cachedMentions });
  const calibration = encoder.description.scoreCalibration;

  /** @param find the names that each store has for `mentions`. */
  const rank = async (
    mentions: readonly string[],
    find: (store: ConceptStore, storeIndex: number) => Promise<ListsOf<MatchedName>>,
    options: LinkOptions,
  ): Promise<Candidate[][]> => {
    const found = await Promise.all(
      stores.map(async (store, i) => ofTypes(store, await find(store, i), options.semanticTypes)),
    );
    const ranked = mentions.map((mention, i) =>
      found.map((ofStore) => rankConcepts(mention, ofStore[i] ?? [], calibration)),
    );
    return rankCandidates(stores, ranked, options);
  };

  const rankAll = (
    mentions: readonly string[],
    nearestOf: ReadonlyMap<string, NearestNames>,
    options: LinkOptions,
  ): Promise<Candidate[][]> => {
    const queries = mentions.map((text) => ({ text, ...(nearestOf.get(text) ?? notEncoded) }));
    return rank(
      mentions,
      (store, i) =>
        findMatchedNames(
          store,
          queries.map(({ text, vector, nearest }) => ({ text, vector, nearest: nearest[i] ?? [] })),
          options.generators ?? candidateGenerators,
        ),
      options,
    );
  };

  /** Fills the cache for all of `texts` in one request to the encoder. */
  const findCandidates = async (
    texts: ReadonlySet<string>,
    options: LinkOptions,
    signal: AbortSignal | undefined,
  ): Promise<Map<string, readonly Candidate[]>> => {
    signal?.throwIfAborted();
    const optionsKey = JSON.stringify(options);
    // Held here as well as in the cache, which may drop any of them while the others are searched.
    const known = new Map<string, readonly Candidate[]>();
    const unknown: string[] = [];
    for (const text of texts) {
      const candidates = cache.get(optionsKey + text);
      if (candidates) {
        known.set(text, candidates);
      } else {
        unknown.push(text);
      }
    }
    const isDense = (options.generators ?? candidateGenerators).includes('dense');
    const encoded = isDense ? unknown.filter(isSearchable) : [];
    const nearest = await findNearestNames(stores, encoder, encoded, {
      semanticTypes: options.semanticTypes,
      signal,
    });
    const nearestOf = new Map(encoded.map((text, i) => [text, nearest[i] ?? notEncoded]));
    const found = unknown.length === 0 ? [] : await rankAll(unknown, nearestOf, options);
    found.forEach((candidates, i) => {
      const text = unknown[i] ?? '';
      known.set(text, candidates);
      cache.set(optionsKey + text, candidates);
    });
    return known;
  };

  return {
    async link(mentions, options, { signal, document } = {}) {
      const texts = mentions.map((mention) => (document ? expandAbbreviations(mention, document) : mention));
      const writtenOut = await writeOutForOthers(stores, [...new Set(texts)]);
      const namesForOthers = [...writtenOut.values()].flatMap(({ names }) => names);
      const candidates = await findCandidates(new Set([...texts, ...namesForOthers]), options, signal);
      const composites = readComposites(candidates);
      const qualified = readQualified(candidates);
      const partNames = new Set([...namesInReadings(composites), ...qualified.values()]);
      const partCandidates = await findCandidates(partNames, options, signal);
      return mentions.map((mention, i) => {
        const text = texts[i] ?? mention;
        const ofRest = partCandidates.get(qualified.get(text) ?? '') ?? [];
        const result = withUnqualified(toResult(mention, text, candidates), ofRest, options.candidateCount);
        const others = writtenOut.get(text);
        return others
          ? withOtherVocabularies(result, others, candidates, options.candidateCount)
          : withParts(result, composites.get(text) ?? [], partCandidates);
      });
    },
    disambiguate(results, surroundings, { signal, document } = {}) {
      const context = { document, surroundings };
      return Promise.all(
        results.map(async (result) =>
          isAmbiguous(result) ? disambiguate(result, stores, encoder, context, signal) : result,
        ),
      );
    },
    async linkExactly(mentions, options, document) {
      const texts = mentions.map((mention) => (document ? expandAbbreviations(mention, document) : mention));
      const unique = [...new Set(texts)];
      const find = async (store: ConceptStore): Promise<ListsOf<MatchedName>> =>
        (await findExactNames(store, unique)).map((names) => names.map(toExactMatch));
      const candidates = await rank(unique, find, options);
      const candidatesOf = new Map(unique.map((text, i) => [text, candidates[i] ?? []]));
      return mentions.map((mention, i) => toResult(mention, texts[i] ?? mention, candidatesOf));
    },
    async search(query, options, signal) {
      const candidates = await findCandidates(
        new Set([query]),
        { ...options, minScore: minimumSearchScore },
        signal,
      );
      return searchConcepts(stores, query, candidates.get(query) ?? [], options);
    },
  };
}

/** Concepts of other types are no alternatives; they take nothing from the probability of the others. */
async function ofTypes(
  store: ConceptStore,
  lists: ListsOf<MatchedName>,
  types: readonly string[],
): Promise<ListsOf<MatchedName>> {
  if (types.length === 0) {
    return lists;
  }
  const ids = [...new Set(lists.flat().map(({ name }) => name.conceptId))];
  const concepts = await store.concepts(ids);
  const wanted = new Set(
    ids.filter((_, i) => concepts[i]?.semanticTypes.some((type) => types.includes(type))),
  );
  return lists.map((matches) => matches.filter(({ name }) => wanted.has(name.conceptId)));
}

function toResult(
  mention: string,
  text: string,
  candidates: ReadonlyMap<string, readonly Candidate[]>,
): LinkResult {
  return {
    mention,
    candidates: candidates.get(text) ?? [],
    ...(text !== mention && { expansion: text }),
  };
}

/** Too little to have a meaning: vectors of two or three letters lie anywhere. */
function isSearchable(mention: string): boolean {
  return mention.replace(/[^\p{L}]/gu, '').length >= 4;
}
