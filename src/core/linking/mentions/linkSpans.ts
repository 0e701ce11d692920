import type { ProposedSpan } from '../../mentionDetection/proposeSpans.ts';
import type { LinkOptions, LinkResult } from '../candidate.ts';
import type { WholeMention } from './linkedMention.ts';
import type { Linker, LinkSituation } from '../linker.ts';
import type { Surroundings } from '../surroundings.ts';

/** Those of the spans that are exactly somebody's name. */
export async function findNamed(
  linker: Linker,
  spans: readonly ProposedSpan[],
  options: LinkOptions,
  { document }: LinkSituation,
): Promise<ProposedSpan[]> {
  const names = spans.map(({ name }) => name);
  const results = names.length === 0 ? [] : await linker.linkExactly(names, options, document);
  return spans.filter((_, i) => (results[i]?.candidates.length ?? 0) > 0);
}

export interface SpansOfSentence {
  readonly surroundings: Surroundings;
  readonly spans: readonly ProposedSpan[];
}

/** For each sentence the spans that may mean a concept. All are looked up in one request. */
export async function linkSpans(
  linker: Linker,
  sentences: readonly SpansOfSentence[],
  options: LinkOptions,
  situation: LinkSituation,
): Promise<WholeMention[][]> {
  const names = sentences.flatMap(({ spans }) => spans.map(({ name }) => name));
  const results = names.length > 0 ? await linker.link(names, options, situation) : [];
  const ofSentences: LinkResult[][] = [];
  let first = 0;
  for (const { spans } of sentences) {
    ofSentences.push(results.slice(first, first + spans.length));
    first += spans.length;
  }
  return Promise.all(
    sentences.map(async ({ surroundings, spans }, i) => {
      const found = await linker.disambiguate(ofSentences[i] ?? [], surroundings, situation);
      return spans.flatMap(({ start, end, text }, row): WholeMention[] => {
        const { candidates = [], expansion, parts } = found[row] ?? {};
        return candidates.length === 0
          ? []
          : [
              {
                ...{ start, end, text, candidates },
                ...(expansion !== undefined && { expansion }),
                ...(parts && { parts }),
              },
            ];
      });
    }),
  );
}
