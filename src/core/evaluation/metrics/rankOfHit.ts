/** The identifiers of each candidate, the best candidate first. */
export type RankedIds = readonly (readonly string[])[];

/**
 * The smallest `k` for which the first `k` candidates are a hit, as the protocol of BioSyn (Sung et al., ACL 2020) has
 * it: any overlap of identifiers; of a composite mention every part. Nothing when all of the candidates are none.
 * @param gold what must all be found, each with the identifiers that are right; with none, nothing is a hit.
 * @param lists the candidates of each text that was looked up; each of them must have one that is right.
 */
export function rankOfHit(
  gold: readonly (readonly string[])[],
  lists: readonly RankedIds[],
): number | undefined {
  const anyGold = new Set(gold.flat());
  const ofLists = lists.map((list) => firstRank(list, anyGold));
  const ofGold = gold.map((ids) => {
    const right = new Set(ids);
    return Math.min(...lists.map((list) => firstRank(list, right)));
  });
  const rank = Math.max(...ofLists, ...ofGold);
  return gold.length > 0 && Number.isFinite(rank) ? rank : undefined;
}

/** Counted from 1; infinite where there is none. */
function firstRank(list: RankedIds, right: ReadonlySet<string>): number {
  const index = list.findIndex((ids) => ids.some((id) => right.has(id)));
  return index < 0 ? Infinity : index + 1;
}
