import type { LinkOptions } from '../linking/candidate.ts';
import type { Linker } from '../linking/linker.ts';
import type { TermMapping } from './termMapping.ts';
import type { Term } from './termTable.ts';

export interface MapTermsOptions {
  readonly linkOptions: LinkOptions;
  readonly signal?: AbortSignal;
  /** Counts distinct texts. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Enough for full batches of the encoder, and few enough to hear of progress. */
const textsAtOnce = 256;

/**
 * Maps each term to the concept that it most likely means. A term that is there several times is mapped once, except
 * that each identifier has a mapping of its own; each text is looked up once. Rejects with `signal.reason` when aborted.
 */
export async function mapTerms(
  terms: readonly Term[],
  linker: Pick<Linker, 'link'>,
  { linkOptions, signal, onProgress }: MapTermsOptions,
): Promise<readonly TermMapping[]> {
  const distinct = new Map(terms.map((term) => [JSON.stringify([term.identifier ?? null, term.text]), term]));
  const texts = [...new Set(Array.from(distinct.values(), ({ text }) => text))];
  const found = new Map<string, TermMapping['candidate']>();
  for (let from = 0; from < texts.length; from += textsAtOnce) {
    signal?.throwIfAborted();
    const some = texts.slice(from, from + textsAtOnce);
    const results = await linker.link(some, linkOptions, signal && { signal });
    some.forEach((text, i) => {
      found.set(text, results[i]?.candidates[0]);
    });
    onProgress?.(from + some.length, texts.length);
  }
  return Array.from(distinct.values(), (term) => ({ term, candidate: found.get(term.text) }));
}
