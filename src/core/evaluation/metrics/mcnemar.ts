/**
 * The exact, two-sided p of McNemar's test: how likely a split at least as uneven as `wins` to `losses` is when both
 * systems are equally good; 1 when they never differ.
 */
export function mcnemarExact(wins: number, losses: number): number {
  const differing = wins + losses;
  let tail = 0;
  let logChoose = 0;
  for (let i = 0; i <= Math.min(wins, losses); i++) {
    tail += Math.exp(logChoose - differing * Math.LN2);
    logChoose += Math.log(differing - i) - Math.log(i + 1);
  }
  return Math.min(1, 2 * tail);
}
