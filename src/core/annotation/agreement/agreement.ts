import {
  type ConceptVerdict,
  type DocumentComparison,
  equals,
  sharesAny,
  type SpanCounts,
} from './compareDocument.ts';
import { cohensKappa, type Kappa } from './kappa.ts';
import { type Score, scoreOf, share } from './score.ts';

/** Whether two sides chose the same concepts for the spans that both marked. */
export interface ConceptAgreement {
  /** Pairs of spans; also where neither side found a concept (NIL), which is agreement. */
  readonly pairs: number;
  /** Of how many any concept is the same, or there is none on either side. */
  readonly anyShared: number | undefined;
  /** Of how many all are; each set of concepts, and NIL, is a category of its own for kappa. */
  readonly kappa: Kappa;
}

export interface SpanAgreement {
  /** Of spans as such, whatever concept they have. */
  readonly spans: Score;
  /**
   * Mentions end to end: a span with a concept counts as found where the other side has it with any of its concepts
   * (the strong and the weak annotation match of Cornolti, Ferragina & Ciaramita 2013). Spans without a concept are
   * counted on neither side.
   */
  readonly linkedSpans: Score;
  readonly concepts: ConceptAgreement;
}

export interface AttributeAgreement {
  readonly attribute: string;
  /** Of pairs of spans that have it. */
  readonly score: Score;
  readonly kappa: Kappa;
}

/** How far two sets of annotations agree; all figures are over the documents together (micro-averaged). */
export interface Agreement {
  readonly documents: number;
  /** Both sides cover exactly the same characters. */
  readonly same: SpanAgreement;
  /** They have any character in common, in one-to-one pairs as `matchSpans` makes them. */
  readonly overlapping: SpanAgreement;
  /**
   * The set of concepts of each document, however often and wherever they are mentioned: how disease normalization is
   * scored on the NCBI disease corpus (Leaman, Islamaj Doğan & Lu 2013) and in BioCreative V CDR (Wei et al. 2016).
   */
  readonly documentConcepts: Score;
  /** On spans that both marked, the same or overlapping. */
  readonly attributes: readonly AttributeAgreement[];
  /** Whether a word is in a span. */
  readonly words: Kappa;
}

export function summarize(comparisons: readonly DocumentComparison[]): Agreement {
  return {
    documents: comparisons.length,
    same: summarizeSpans(comparisons.map(({ same }) => same)),
    overlapping: summarizeSpans(comparisons.map(({ overlapping }) => overlapping)),
    documentConcepts: scoreOf(comparisons.map(({ concepts }) => concepts)),
    attributes: summarizeAttributes(comparisons),
    words: cohensKappa(comparisons.flatMap(({ words }) => words)),
  };
}

function summarizeSpans(counts: readonly SpanCounts[]): SpanAgreement {
  const pairs = counts.flatMap((count) => count.pairs);
  return {
    spans: scoreOf(counts.map(({ spans }) => spans)),
    linkedSpans: scoreOf(counts.map(({ linkedSpans }) => linkedSpans)),
    concepts: {
      pairs: pairs.length,
      anyShared: share(pairs.filter(agreesInAny).length, pairs.length),
      kappa: cohensKappa(pairs.map(({ a, b }) => [a.join('|'), b.join('|')])),
    },
  };
}

function agreesInAny({ a, b }: ConceptVerdict): boolean {
  return sharesAny(a, b) || equals(a, b);
}

function summarizeAttributes(comparisons: readonly DocumentComparison[]): AttributeAgreement[] {
  const pairs = comparisons.flatMap(({ attributes }) => attributes);
  const names = [...new Set(pairs.flatMap(({ a, b }) => [...a, ...b]))].sort();
  return names.map((attribute) => {
    const verdicts = pairs.map(({ a, b }) => [a.includes(attribute), b.includes(attribute)] as const);
    const count = (wanted: (a: boolean, b: boolean) => boolean): number =>
      verdicts.filter(([a, b]) => wanted(a, b)).length;
    return {
      attribute,
      score: scoreOf([{ inBoth: count((a, b) => a && b), inA: count((a) => a), inB: count((_, b) => b) }]),
      kappa: cohensKappa(verdicts.map(([a, b]) => [String(a), String(b)])),
    };
  });
}
