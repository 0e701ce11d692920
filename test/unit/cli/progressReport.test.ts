import { expect, test } from 'vitest';
import { createJsonReport } from '../../../src/cli/progressReport.ts';

function record(): {
  lines: () => unknown[];
  at: (ms: number) => void;
  report: ReturnType<typeof createJsonReport>;
} {
  let written = '';
  let time = 0;
  return {
    lines: () =>
      written
        .split('\n')
        .filter((line) => line !== '')
        .map((line): unknown => JSON.parse(line)),
    at(ms) {
      time = ms;
    },
    report: createJsonReport({ write: (text) => (written += text), now: () => time }),
  };
}

test('a program gets five lines a second at most, and for each phase how far it came', () => {
  const { lines, at, report } = record();
  for (let done = 1; done <= 100; done++) {
    at(done * 10);
    report.update({ phase: 'reading', done });
  }
  report.update({ phase: 'encoding', done: 0, total: 7, perSecond: 0 });
  report.update({ phase: 'encoding', done: 7, total: 7, perSecond: 3.3, secondsLeft: 0.2 });
  report.end();
  report.end();
  expect(lines()).toEqual([
    ...[1, 21, 41, 61, 81, 100].map((done) => ({ phase: 'reading', done })),
    { phase: 'encoding', done: 0, total: 7, perSecond: 0 },
    { phase: 'encoding', done: 7, total: 7, perSecond: 3, secondsLeft: 1 },
  ]);
});

test('notices stay in order with what went before them, and a failure is the last', () => {
  const { lines, report } = record();
  report.update({ phase: 'downloading', done: 0, perSecond: 0 });
  report.update({ phase: 'downloading', done: 5, total: 9, perSecond: 0 });
  report.notice('one\nof two lines');
  expect(report.failed('cut')).toBe(true);
  report.update({ phase: 'reading', done: 1 });
  report.end();
  expect(lines()).toEqual([
    { phase: 'downloading', done: 0, perSecond: 0 },
    { phase: 'downloading', done: 5, total: 9, perSecond: 0 },
    { phase: 'notice', message: 'one\nof two lines' },
    { phase: 'failed', message: 'cut' },
  ]);
});
