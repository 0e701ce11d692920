import { expect, it } from 'vitest';
import { readDictionaryNames } from '../../../src/core/evaluation/dictionaryNames.ts';
import { createReport } from '../../../src/core/evaluation/evaluationReport.ts';
import { candidate, outcome } from './linkOutcomes.ts';
import { smallDictionary } from './smallDictionary.ts';

const rows = [
  { mention: 'heart attack', gold: [['D1']], nameRank: 1, outcome: outcome(1, candidate('D1', 1)) },
  { mention: 'diabetes', gold: [['D4']], nameRank: 2, outcome: outcome(2, candidate('D2', 0.8)) },
  { mention: 'lung water', gold: [['D3']], nameRank: 6, outcome: outcome(undefined) },
  // The dictionary lacks its concept: a miss, and NIL would be right.
  { mention: 'ache', gold: [['D9']], nameRank: undefined, outcome: outcome(undefined, candidate('D4', 0.6)) },
  // The corpus has no concept for it: not among those that accuracies are over.
  { mention: 'oddity', gold: [], nameRank: undefined, outcome: outcome(undefined) },
];

const report = createReport(
  rows,
  readDictionaryNames(smallDictionary),
  rows.map(({ nameRank }) => nameRank),
  { outcomes: rows.map((row) => row.outcome), timesMs: [3, 1, 2] },
);

it('accuracies are over the mentions that have a concept', () => {
  expect(report.mentions).toBe(4);
  expect(report.goldOutsideDictionary).toBe(1);
  expect(report.concepts.all).toMatchObject({
    mentions: 4,
    accuracyAt1: 0.25,
    accuracyAt5: 0.5,
    accuracyAt20: 0.5,
    meanReciprocalRank: 1.5 / 4,
  });
  expect(report.names.all).toMatchObject({ accuracyAt1: 0.25, accuracyAt5: 0.5, accuracyAt20: 0.75 });
  expect(report.exactMatchAccuracy).toBe(0.5);
});

it('exact mentions and the others are told apart', () => {
  expect(report.concepts.exact).toMatchObject({ mentions: 2, accuracyAt1: 0.5, accuracyAt5: 1 });
  expect(report.concepts.notExact).toMatchObject({ mentions: 2, accuracyAt1: 0, accuracyAt5: 0 });
  expect(report.names.notExact).toMatchObject({ mentions: 2, accuracyAt20: 0.5 });
});

it('each accuracy lies within its interval', () => {
  const { accuracyAt1 = NaN, intervals } = report.concepts.all;
  const [low = NaN, high = NaN] = intervals.accuracyAt1 ?? [];
  expect(low).toBeLessThanOrEqual(accuracyAt1);
  expect(high).toBeGreaterThanOrEqual(accuracyAt1);
  expect(high).toBeGreaterThan(low);
});

it('NIL, calibration and times', () => {
  expect(report.nil).toEqual({ nilMentions: 2, saidNil: 2, precision: 0.5, recall: 0.5 });
  // Shown were 1 (right), 0.8 and 0.6 (wrong).
  expect(report.calibration.expectedCalibrationError).toBeCloseTo((0 + 0.8 + 0.6) / 3, 12);
  expect(report.latency).toEqual({ medianMs: 2, p95Ms: 3 });
});
