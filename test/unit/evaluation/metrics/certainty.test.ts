import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../../src/core/evaluation/metrics/bootstrap.ts';
import { measureCalibration } from '../../../../src/core/evaluation/metrics/calibration.ts';
import { measureLatency } from '../../../../src/core/evaluation/metrics/latency.ts';
import { mcnemarExact } from '../../../../src/core/evaluation/metrics/mcnemar.ts';
import { measureNil } from '../../../../src/core/evaluation/metrics/nil.ts';

describe('measureNil', () => {
  it('counts what is NIL and what was said to be', () => {
    const outcomes = [
      { isNil: true, saidNil: true },
      { isNil: true, saidNil: false },
      { isNil: true, saidNil: false },
      { isNil: false, saidNil: true },
      { isNil: false, saidNil: false },
    ];
    expect(measureNil(outcomes)).toEqual({ nilMentions: 3, saidNil: 2, precision: 1 / 2, recall: 1 / 3 });
  });

  it('has no share of nothing', () => {
    const nothing = { nilMentions: 0, saidNil: 0, precision: undefined, recall: undefined };
    expect(measureNil([{ isNil: false, saidNil: false }])).toEqual(nothing);
  });
});

describe('measureCalibration', () => {
  it('weights the distance of each bin by its mentions', () => {
    const { expectedCalibrationError, bins } = measureCalibration([
      { score: 0.92, correct: true },
      { score: 0.98, correct: false },
      { score: 1, correct: true },
      { score: 0.1, correct: false },
    ]);
    // Bin 0.9–1.0: mean score 2.9 / 3, accuracy 2 / 3. Bin 0.1–0.2: 0.1 and 0.
    expect(expectedCalibrationError).toBeCloseTo((3 * (2.9 / 3 - 2 / 3) + 0.1) / 4, 12);
    expect(bins.map(({ mentions }) => mentions)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 3]);
    expect(bins[9]).toMatchObject({ from: 0.9, to: 1, accuracy: 2 / 3 });
    expect(bins[0]).toMatchObject({ meanScore: undefined, accuracy: undefined });
  });

  it('has no error without mentions', () => {
    expect(measureCalibration([]).expectedCalibrationError).toBeUndefined();
  });
});

describe('bootstrapInterval', () => {
  const values = Array.from({ length: 400 }, (_, i) => Number(i % 4 !== 0));

  it('lies where the normal distribution has it', () => {
    const [low = NaN, high = NaN] = bootstrapInterval(values) ?? [];
    // 0.75 ± 1.96 · √(0.75 · 0.25 / 400)
    expect(Math.abs(low - 0.7076)).toBeLessThan(0.01);
    expect(Math.abs(high - 0.7924)).toBeLessThan(0.01);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(bootstrapInterval(values)).toEqual(bootstrapInterval(values));
    expect(bootstrapInterval(values, { seed: 2 })).not.toEqual(bootstrapInterval(values, { seed: 3 }));
  });

  it('has no width where all are the same, and is none without values', () => {
    expect(bootstrapInterval([1, 1, 1])).toEqual([1, 1]);
    expect(bootstrapInterval([])).toBeUndefined();
  });
});

describe('mcnemarExact', () => {
  it.each([
    [0, 0, 1],
    [5, 5, 1],
    [0, 5, 2 / 32],
    [5, 0, 2 / 32],
    // 2 · (1 + 10 + 45) / 1024
    [8, 2, 112 / 1024],
  ])('%i wins and %i losses', (wins, losses, p) => {
    expect(mcnemarExact(wins, losses)).toBeCloseTo(p, 12);
  });

  it('takes thousands', () => {
    expect(mcnemarExact(2000, 2000)).toBe(1);
    expect(mcnemarExact(2100, 1900)).toBeCloseTo(0.00165, 4);
  });
});

it('measureLatency takes nearest ranks', () => {
  expect(measureLatency([5, 1, 4, 2, 3])).toEqual({ medianMs: 3, p95Ms: 5 });
  expect(measureLatency(Array.from({ length: 100 }, (_, i) => i + 1))).toEqual({ medianMs: 50, p95Ms: 95 });
  expect(measureLatency([])).toEqual({ medianMs: undefined, p95Ms: undefined });
});
