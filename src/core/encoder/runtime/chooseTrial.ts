import type { EncoderTrial, Precision } from '../encoder.ts';

const exactness: Readonly<Record<Precision, number>> = { fp32: 2, fp16: 1, int8: 0 };

/** Less exact weights have to be this much faster to be worth it; it also keeps noise from deciding. */
const worthwhileGain = 1.1;

/** The usable trials, best first: the fastest, unless a more exact one is nearly as fast. */
export function rankTrials(trials: readonly EncoderTrial[]): EncoderTrial[] {
  const usable = trials
    .filter(({ unavailable, namesPerSecond }) => unavailable === undefined && namesPerSecond !== undefined)
    .sort((a, b) => rateOf(b) - rateOf(a));
  const [fastest] = usable;
  if (fastest === undefined) {
    return [];
  }
  const best = usable
    .filter((trial) => rateOf(trial) * worthwhileGain >= rateOf(fastest))
    .reduce((a, b) => (exactness[b.precision] > exactness[a.precision] ? b : a));
  return [best, ...usable.filter((trial) => trial !== best)];
}

function rateOf({ namesPerSecond = 0 }: EncoderTrial): number {
  return namesPerSecond;
}
