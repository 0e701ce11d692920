import type { Ranks } from './accuracy.ts';

/** The mean of `1 / rank`, 0 where the right concept is not among the candidates; nothing without mentions. */
export function meanReciprocalRank(ranks: Ranks): number | undefined {
  const sum = ranks.reduce<number>((total, rank) => total + (rank === undefined ? 0 : 1 / rank), 0);
  return ranks.length === 0 ? undefined : sum / ranks.length;
}
