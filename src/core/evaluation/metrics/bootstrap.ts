export type Interval = readonly [low: number, high: number];

export interface BootstrapOptions {
  readonly resamples?: number;
  /** The same seed gives the same interval. */
  readonly seed?: number;
}

/**
 * The 95 % percentile bootstrap interval of a mean (Efron, 1979): mentions are drawn with replacement. Of the
 * differences of two systems, mention by mention, it is the paired bootstrap. Nothing without mentions.
 */
export function bootstrapInterval(
  values: readonly number[],
  { resamples = 1000, seed = 20_260_101 }: BootstrapOptions = {},
): Interval | undefined {
  if (values.length === 0) {
    return undefined;
  }
  const random = createRandom(seed);
  const means = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      sum += values[Math.floor(random() * values.length)] ?? 0;
    }
    return sum / values.length;
  }).sort();
  return [percentile(means, 0.025), percentile(means, 0.975)];
}

/** Between two values, in proportion. */
function percentile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? NaN;
  const above = sorted[Math.ceil(position)] ?? NaN;
  return below + (above - below) * (position - Math.floor(position));
}

/** Mulberry32 (Tommy Ettinger, public domain): `Math.random` takes no seed. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
