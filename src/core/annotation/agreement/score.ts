/** How many of each side there are, and how many of both. */
export interface Tally {
  readonly inBoth: number;
  readonly inA: number;
  readonly inB: number;
}

/**
 * What B found of A: with gold in A and a system's answers in B these are its precision and recall; of two annotators
 * F1 is the figure, since it is the same whichever of them is A (Hripcsak & Rothschild 2005).
 */
export interface Score extends Tally {
  /** `inBoth / inB`; nothing where B has none. */
  readonly precision: number | undefined;
  /** `inBoth / inA`; nothing where A has none. */
  readonly recall: number | undefined;
  /** Their harmonic mean; nothing where neither side has any. */
  readonly f1: number | undefined;
}

/** Micro-averaged: the counts of all documents together. */
export function scoreOf(tallies: readonly Tally[]): Score {
  const sum = (count: (tally: Tally) => number): number =>
    tallies.reduce((total, tally) => total + count(tally), 0);
  const inBoth = sum((tally) => tally.inBoth);
  const inA = sum((tally) => tally.inA);
  const inB = sum((tally) => tally.inB);
  return {
    ...{ inBoth, inA, inB },
    precision: share(inBoth, inB),
    recall: share(inBoth, inA),
    f1: share(2 * inBoth, inA + inB),
  };
}

export function share(count: number, of: number): number | undefined {
  return of === 0 ? undefined : count / of;
}
