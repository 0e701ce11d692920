export interface NilOutcome {
  /** No concept of the dictionary is right. */
  readonly isNil: boolean;
  /** Nothing was proposed. */
  readonly saidNil: boolean;
}

export interface NilMetrics {
  readonly nilMentions: number;
  readonly saidNil: number;
  /** Of the mentions for which nothing was proposed, the share for which nothing is right. */
  readonly precision: number | undefined;
  /** Of the mentions for which nothing is right, the share for which nothing was proposed. */
  readonly recall: number | undefined;
}

/** How well it is known when nothing fits; a share of nothing is undefined. */
export function measureNil(outcomes: readonly NilOutcome[]): NilMetrics {
  const nilMentions = outcomes.filter(({ isNil }) => isNil).length;
  const saidNil = outcomes.filter((outcome) => outcome.saidNil).length;
  const both = outcomes.filter((outcome) => outcome.isNil && outcome.saidNil).length;
  return {
    nilMentions,
    saidNil,
    precision: saidNil === 0 ? undefined : both / saidNil,
    recall: nilMentions === 0 ? undefined : both / nilMentions,
  };
}
