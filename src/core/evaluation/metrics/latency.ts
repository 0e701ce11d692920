export interface Latency {
  readonly medianMs: number | undefined;
  readonly p95Ms: number | undefined;
}

/** Median and 95th percentile (nearest rank) of single times; nothing without any. */
export function measureLatency(timesMs: readonly number[]): Latency {
  const sorted = [...timesMs].sort((a, b) => a - b);
  const nearestRank = (share: number): number | undefined => sorted[Math.ceil(share * sorted.length) - 1];
  return { medianMs: nearestRank(0.5), p95Ms: nearestRank(0.95) };
}
