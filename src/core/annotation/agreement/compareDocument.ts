import { findWords } from '../../mentionDetection/words.ts';
import type { AnnotatedDocument } from '../annotatedDocument.ts';
import type { Verdict } from './kappa.ts';
import { type MarkedSpan, readSpans, type SpanOptions } from './markedSpan.ts';
import { matchSpans, type SpanMatches, type SpanPair } from './matchSpans.ts';
import type { DocumentPair } from './pairDocuments.ts';
import type { Tally } from './score.ts';

/** What is counted of spans, once for those that are the same and once for those that overlap. */
export interface SpanCounts {
  readonly spans: Tally;
  /** Spans that have a concept; in both where any concept is the same. */
  readonly linkedSpans: Tally;
  /** Of each pair, the concepts of both sides. */
  readonly pairs: readonly ConceptVerdict[];
}

export interface ConceptVerdict {
  readonly a: readonly string[];
  readonly b: readonly string[];
}

export interface DocumentComparison {
  readonly id: string;
  /** The document as A has it. */
  readonly source: AnnotatedDocument;
  /** What the spans of both sides stand in. */
  readonly text: string;
  readonly spansA: readonly MarkedSpan[];
  readonly spansB: readonly MarkedSpan[];
  readonly matches: SpanMatches;
  readonly same: SpanCounts;
  readonly overlapping: SpanCounts;
  /** The set of all concepts in it. */
  readonly concepts: Tally;
  /** The attributes of each pair of spans, the same or overlapping. */
  readonly attributes: readonly { readonly a: readonly string[]; readonly b: readonly string[] }[];
  /** Of each word, whether it is in a span. */
  readonly words: readonly Verdict[];
}

/** Lays what two sides marked in one document side by side. */
export function compareDocument(
  { id, a, b, alignment }: DocumentPair,
  options: SpanOptions,
): DocumentComparison {
  const { text, fromB } = alignment;
  const spansA = readSpans(a, text, (range) => range, options);
  const spansB = readSpans(b, text, fromB, options);
  const matches = matchSpans(spansA, spansB);
  const same = matches.pairs.filter(({ isSameSpan }) => isSameSpan);
  return {
    ...{ id, source: a, text, spansA, spansB, matches },
    same: countSpans(spansA, spansB, same),
    overlapping: countSpans(spansA, spansB, matches.pairs),
    concepts: countConcepts(spansA, spansB),
    attributes: matches.pairs.map((pair) => ({ a: pair.a.attributes, b: pair.b.attributes })),
    words: judgeWords(text, spansA, spansB),
  };
}

function countSpans(
  spansA: readonly MarkedSpan[],
  spansB: readonly MarkedSpan[],
  pairs: readonly SpanPair[],
): SpanCounts {
  const linked = (spans: readonly MarkedSpan[]): number =>
    spans.filter(({ conceptIds }) => conceptIds.length > 0).length;
  return {
    spans: { inBoth: pairs.length, inA: spansA.length, inB: spansB.length },
    linkedSpans: {
      inBoth: pairs.filter(({ a, b }) => sharesAny(a.conceptIds, b.conceptIds)).length,
      inA: linked(spansA),
      inB: linked(spansB),
    },
    pairs: pairs.map(({ a, b }) => ({ a: a.conceptIds, b: b.conceptIds })),
  };
}

function countConcepts(spansA: readonly MarkedSpan[], spansB: readonly MarkedSpan[]): Tally {
  const [inA = [], inB = []] = [spansA, spansB].map((spans) => [
    ...new Set(spans.flatMap(({ conceptIds }) => conceptIds)),
  ]);
  return { inBoth: inA.filter((id) => inB.includes(id)).length, inA: inA.length, inB: inB.length };
}

/** Words as mentions are made of them; one that a span touches is in it. */
function judgeWords(text: string, spansA: readonly MarkedSpan[], spansB: readonly MarkedSpan[]): Verdict[] {
  const [inA, inB] = [markCharacters(text, spansA), markCharacters(text, spansB)];
  return findWords(text).map(({ start, end }) => [
    String(inA.subarray(start, end).includes(1)),
    String(inB.subarray(start, end).includes(1)),
  ]);
}

function markCharacters(text: string, spans: readonly MarkedSpan[]): Uint8Array {
  const marked = new Uint8Array(text.length);
  for (const { start, end } of spans.flatMap(({ ranges }) => ranges)) {
    marked.fill(1, start, end);
  }
  return marked;
}

export function sharesAny(a: readonly string[], b: readonly string[]): boolean {
  return a.some((id) => b.includes(id));
}

export function equals(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
