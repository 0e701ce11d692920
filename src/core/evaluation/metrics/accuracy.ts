import { rankOfHit, type RankedIds } from './rankOfHit.ts';

/** Where the right concept stood for each mention, counted from 1; nothing where it was not among the candidates. */
export type Ranks = readonly (number | undefined)[];

/** Whether the first `k` candidates are a hit; see `rankOfHit`. */
export function isHit(gold: readonly (readonly string[])[], lists: readonly RankedIds[], k: number): boolean {
  return isWithin(rankOfHit(gold, lists), k);
}

/** Share of the mentions whose right concept is among the first `k` candidates; nothing without mentions. */
export function accuracyAtK(ranks: Ranks, k: number): number | undefined {
  return ranks.length === 0 ? undefined : ranks.filter((rank) => isWithin(rank, k)).length / ranks.length;
}

export function isWithin(rank: number | undefined, k: number): boolean {
  return rank !== undefined && rank <= k;
}
