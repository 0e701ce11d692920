import type { TextRange } from '../annotation.ts';
import { boundsOf, type MarkedSpan, rangeKey } from './markedSpan.ts';

/** A span of A and the span of B that is taken for the same. */
export interface SpanPair {
  readonly a: MarkedSpan;
  readonly b: MarkedSpan;
  /** Whether they cover exactly the same characters. */
  readonly isSameSpan: boolean;
}

export interface SpanMatches {
  readonly pairs: readonly SpanPair[];
  readonly onlyInA: readonly MarkedSpan[];
  readonly onlyInB: readonly MarkedSpan[];
}

/**
 * Pairs the spans of two sides one to one: first those that are the same; of the others greedily the two that have the
 * greatest part of their characters in common (Jaccard index), then the next, until no two overlap. Greedy and not the
 * largest possible number of pairs, since a pair is what a person looks at side by side: the likest two belong together
 * even where that leaves two others without a partner. A tie is decided by the offsets of both spans, in an order
 * in which it does not matter which side is A.
 */
export function matchSpans(spansA: readonly MarkedSpan[], spansB: readonly MarkedSpan[]): SpanMatches {
  const keyOf = (span: MarkedSpan): string => `${rangeKey(span.ranges)} ${span.comparedType}`;
  const byKey = new Map(spansB.map((span) => [keyOf(span), span]));
  const pairs: SpanPair[] = [];
  const taken = new Set<MarkedSpan>();
  const add = (a: MarkedSpan, b: MarkedSpan, isSameSpan: boolean): void => {
    pairs.push({ a, b, isSameSpan });
    taken.add(a).add(b);
  };
  for (const a of spansA) {
    const b = byKey.get(keyOf(a));
    if (b !== undefined) {
      add(a, b, true);
    }
  }
  const isLeft = (span: MarkedSpan): boolean => !taken.has(span);
  for (const { a, b } of findOverlaps(spansA.filter(isLeft), spansB.filter(isLeft))) {
    if (isLeft(a) && isLeft(b)) {
      add(a, b, false);
    }
  }
  pairs.sort((one, other) => boundsOf(one.a).start - boundsOf(other.a).start);
  return { pairs, onlyInA: spansA.filter(isLeft), onlyInB: spansB.filter(isLeft) };
}

interface Overlap {
  readonly a: MarkedSpan;
  readonly b: MarkedSpan;
  readonly jaccard: number;
}

/** All pairs that overlap, the likest first. Both lists are in order of where their spans begin. */
function findOverlaps(spansA: readonly MarkedSpan[], spansB: readonly MarkedSpan[]): Overlap[] {
  const overlaps: Overlap[] = [];
  for (const a of spansA) {
    const { start, end } = boundsOf(a);
    for (const b of spansB) {
      const other = boundsOf(b);
      if (other.start >= end) {
        break;
      }
      const shared = other.end <= start || a.comparedType !== b.comparedType ? 0 : sharedLength(a, b);
      if (shared > 0) {
        overlaps.push({ a, b, jaccard: shared / (lengthOf(a.ranges) + lengthOf(b.ranges) - shared) });
      }
    }
  }
  return overlaps.sort((one, other) => other.jaccard - one.jaccard || compareOffsets(one, other));
}

/** The same whichever side is A. */
function compareOffsets(one: Overlap, other: Overlap): number {
  const [first, second] = [offsetKey(one), offsetKey(other)];
  return first === second ? 0 : first < second ? -1 : 1;
}

function offsetKey({ a, b }: Overlap): string {
  return [rangeKey(a.ranges), rangeKey(b.ranges)].sort().join(' ');
}

/** Characters that both cover; pieces of one span do not overlap. */
function sharedLength(a: MarkedSpan, b: MarkedSpan): number {
  return a.ranges.reduce(
    (total, one) =>
      total +
      b.ranges.reduce(
        (sum, other) => sum + Math.max(0, Math.min(one.end, other.end) - Math.max(one.start, other.start)),
        0,
      ),
    0,
  );
}

function lengthOf(ranges: readonly TextRange[]): number {
  return ranges.reduce((total, { start, end }) => total + end - start, 0);
}
