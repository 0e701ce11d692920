import { type DocumentComparison, equals } from './compareDocument.ts';
import { boundsOf, type MarkedSpan } from './markedSpan.ts';

export type DifferenceKind = 'only in A' | 'only in B' | 'other span' | 'other concept' | 'other attributes';

/** Something that two sides said differently of one place. */
export interface Difference {
  readonly document: string;
  /** One, or of a pair of spans all that apply. */
  readonly kinds: readonly DifferenceKind[];
  /** At least one of the two. */
  readonly a?: MarkedSpan;
  readonly b?: MarkedSpan;
}

/** All differences of a document in the order of its text; of pairs whose concepts are not all the same as well. */
export function findDifferences({ id, matches }: DocumentComparison): Difference[] {
  const differences: Difference[] = [
    ...matches.onlyInA.map((a): Difference => ({ document: id, kinds: ['only in A'], a })),
    ...matches.onlyInB.map((b): Difference => ({ document: id, kinds: ['only in B'], b })),
    ...matches.pairs.flatMap(({ a, b, isSameSpan }): Difference[] => {
      const kinds: DifferenceKind[] = [];
      if (!isSameSpan) {
        kinds.push('other span');
      }
      if (!equals(a.conceptIds, b.conceptIds)) {
        kinds.push('other concept');
      }
      if (!equals(a.attributes, b.attributes)) {
        kinds.push('other attributes');
      }
      return kinds.length === 0 ? [] : [{ document: id, kinds, a, b }];
    }),
  ];
  return differences.sort((one, other) => startOf(one) - startOf(other));
}

function startOf({ a, b }: Difference): number {
  return Math.min(...[a, b].flatMap((span) => (span === undefined ? [] : [boundsOf(span).start])));
}
