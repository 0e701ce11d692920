import { isWithin } from './metrics/accuracy.ts';
import { bootstrapInterval, type Interval } from './metrics/bootstrap.ts';
import { mcnemarExact } from './metrics/mcnemar.ts';
import type { Prediction } from './predictions.ts';

/** Two systems on the same mentions, by accuracy@1. */
export interface Comparison {
  readonly mentions: number;
  /** Right now, and wrong before. */
  readonly wins: number;
  /** Wrong now, and right before. */
  readonly losses: number;
  /** Of accuracy@1, now less before. */
  readonly difference: number;
  /** 95 %, paired bootstrap. */
  readonly interval: Interval | undefined;
  /** McNemar's exact test, two-sided. */
  readonly p: number;
}

/** Two files of predictions are about different mentions. */
export class PredictionsMismatchError extends Error {
  override readonly name = 'PredictionsMismatchError';
}

/**
 * Compares two systems mention by mention; mentions without a right concept do not count.
 * @throws {PredictionsMismatchError} when they were not given the same mentions in the same order.
 */
export function comparePredictions(now: readonly Prediction[], before: readonly Prediction[]): Comparison {
  const differing = now.findIndex(
    ({ mention, gold }, i) => mention !== before[i]?.mention || gold !== before[i].gold,
  );
  if (differing >= 0 || now.length !== before.length) {
    const first = (differing >= 0 ? differing : Math.min(now.length, before.length)) + 1;
    throw new PredictionsMismatchError(
      `The predictions to compare with are about other mentions (${before.length}, not ${now.length}; the first that ` +
        `differs is number ${first}). Make them with the same --queries, --types and --part.`,
    );
  }
  const differences = now.flatMap(({ gold, rank }, i) =>
    gold === '' ? [] : [Number(isWithin(rank, 1)) - Number(isWithin(before[i]?.rank, 1))],
  );
  const wins = differences.filter((difference) => difference > 0).length;
  const losses = differences.filter((difference) => difference < 0).length;
  return {
    mentions: differences.length,
    wins,
    losses,
    difference: differences.length === 0 ? 0 : (wins - losses) / differences.length,
    interval: bootstrapInterval(differences),
    p: mcnemarExact(wins, losses),
  };
}
