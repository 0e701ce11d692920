import type { Candidate, LinkResult } from '../linking/candidate.ts';
import { searchedTexts, type EvaluationDocument, type EvaluationMention } from './corpora/corpus.ts';
import { conceptIdsOf } from './dictionaryVocabulary.ts';
import { rankOfHit } from './metrics/rankOfHit.ts';

/** What of a linker is measured. */
export interface MeasuredLinker {
  /** Everything that can be proposed for a text, best first, however unlikely. */
  rank(text: string, document: EvaluationDocument | undefined): Promise<LinkResult>;
  /** What a user is shown: nothing below the threshold. */
  propose(text: string, document: EvaluationDocument | undefined): Promise<LinkResult>;
}

/** What the linker said of one mention. */
export interface LinkOutcome {
  /** The candidates of each text that was looked up, or of each part that the linker took the mention for. */
  readonly lists: readonly (readonly Candidate[])[];
  /** Where the right concept stood, counted from 1. */
  readonly rank: number | undefined;
  /** Nothing was likely enough to be shown. */
  readonly saidNil: boolean;
  /** Of what a user is shown first; of several parts, that of the least likely; nothing unless all are answered. */
  readonly shownScore: number | undefined;
}

export interface LinkerOutcomes {
  /** Row `i` belongs to mention `i`. */
  readonly outcomes: readonly LinkOutcome[];
  /** One for each text that was not linked before: a linker remembers what it was asked. */
  readonly timesMs: readonly number[];
}

export interface LinkerEvaluationOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (done: number, total: number) => void;
  /** Milliseconds; for tests. */
  readonly now?: () => number;
}

/** Not to be met among the mentions, so that no answer to one is remembered. */
const warmUpTexts = ['linker warming up', 'linker warmed up', 'linker warm'];

/**
 * Links every mention as the extension would, one at a time, in its document.
 * Rejects with `signal.reason` when aborted.
 */
export async function evaluateLinker(
  mentions: readonly EvaluationMention[],
  linker: MeasuredLinker,
  { signal, onProgress, now = () => performance.now() }: LinkerEvaluationOptions = {},
): Promise<LinkerOutcomes> {
  for (const text of warmUpTexts) {
    await linker.rank(text, undefined);
  }
  const known = new Set<string>();
  const timesMs: number[] = [];
  const outcomes: LinkOutcome[] = [];
  for (const mention of mentions) {
    signal?.throwIfAborted();
    const ranked: LinkResult[] = [];
    const shown: LinkResult[] = [];
    for (const text of searchedTexts(mention)) {
      const start = now();
      ranked.push(await linker.rank(text, mention.document));
      const elapsed = now() - start;
      if (!known.has(text)) {
        timesMs.push(elapsed);
        known.add(text);
      }
      shown.push(await linker.propose(text, mention.document));
    }
    const lists = (results: readonly LinkResult[]): (readonly Candidate[])[] =>
      results.flatMap((result) => candidateLists(result, mention.gold.length > 1));
    outcomes.push(toOutcome(mention, lists(ranked), lists(shown)));
    onProgress?.(outcomes.length, mentions.length);
  }
  return { outcomes, timesMs };
}

/**
 * What a linker takes for several mentions in one ("breast and ovarian cancer") it answers part by part. Where the
 * corpus asks for one concept, what counts is what a user sees first, all parts in one list.
 */
function candidateLists(
  { candidates, parts }: LinkResult,
  asksForSeveral: boolean,
): (readonly Candidate[])[] {
  return asksForSeveral && parts && parts.length > 0 ? parts.map((part) => part.candidates) : [candidates];
}

function toOutcome(
  { gold }: EvaluationMention,
  lists: readonly (readonly Candidate[])[],
  shown: readonly (readonly Candidate[])[],
): LinkOutcome {
  const scores = shown.flatMap(([first]) => (first ? [first.score] : []));
  return {
    lists,
    rank: rankOfHit(
      gold,
      lists.map((list) => list.map(({ curie }) => conceptIdsOf(curie))),
    ),
    saidNil: scores.length === 0,
    shownScore: scores.length < shown.length ? undefined : Math.min(...scores),
  };
}
