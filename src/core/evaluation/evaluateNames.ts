import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Encoder } from '../encoder/encoder.ts';
import { searchedTexts, type EvaluationMention } from './corpora/corpus.ts';
import type { Ranks } from './metrics/accuracy.ts';
import { rankOfHit, type RankedIds } from './metrics/rankOfHit.ts';
import type { NameEncodingOptions, NameSearch } from './nameSearch.ts';

/** As many as a search compares with the names at once. */
const queriesPerTurn = 8;

/**
 * The published protocol: over the nearest names of the dictionary, not over concepts, and with nothing but vectors.
 * Every mention counts, also where others are the same; the same text is encoded once. Mentions are put in lower case
 * as BioSyn does.
 * @returns where, among the nearest `count` names, the right concept's first one stood; row `i` for `mentions[i]`.
 * Rejects with `signal.reason` when aborted.
 */
export async function evaluateNames(
  mentions: readonly EvaluationMention[],
  encoder: Encoder,
  names: NameSearch,
  { count, signal, onProgress }: NameEncodingOptions & { readonly count: number },
): Promise<Ranks> {
  const texts = [...new Set(mentions.flatMap(searchedTexts).map(toQuery))];
  const { dimensions } = encoder;
  const vectors = await encoder.encode(texts, { signal, length: names.length, priority: 'bulk' });
  const nearest = new Map<string, RankedIds>();
  for (let first = 0; first < texts.length; first += queriesPerTurn) {
    // The search computes on this thread; a cancellation gets its turn in between.
    await nextTurn();
    signal?.throwIfAborted();
    const some = vectors.subarray(first * dimensions, (first + queriesPerTurn) * dimensions);
    const lists = await names.search(some, count);
    lists.forEach((list, i) => nearest.set(texts[first + i] ?? '', list));
    onProgress?.(Math.min(first + queriesPerTurn, texts.length), texts.length);
  }
  return mentions.map((mention) =>
    rankOfHit(
      mention.gold,
      searchedTexts(mention).map((text) => nearest.get(toQuery(text)) ?? []),
    ),
  );
}

function toQuery(text: string): string {
  return text.toLowerCase();
}
