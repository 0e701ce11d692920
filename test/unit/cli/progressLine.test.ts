import { expect, test } from 'vitest';
import { createProgressLine, formatDuration } from '../../../src/cli/progressLine.ts';

function record(isTTY: boolean): {
  written: string[];
  at: (ms: number) => void;
  line: ReturnType<typeof createProgressLine>;
} {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY, write: (text: string) => written.push(text) > 0 };
  return {
    written,
    at(ms) {
      time = ms;
    },
    line: createProgressLine({ stream, now: () => time }),
  };
}

test('a log gets a line every five seconds, and none for what is done sooner', () => {
  const { written, at, line } = record(false);
  for (const ms of [0, 1_000, 4_999, 5_000, 5_001, 9_999, 10_000]) {
    at(ms);
    line.update(`${ms}`);
  }
  line.end();
  expect(written).toEqual(['termlens: 5000\n', 'termlens: 10000\n']);
});

test('a terminal gets one line, rewritten in place, not too often, and cleared at the end', () => {
  const { written, at, line } = record(true);
  for (const ms of [0, 50, 100]) {
    at(ms);
    line.update(`${ms}`);
  }
  line.end();
  line.end();
  expect(written).toEqual(['\rtermlens: 0\u001B[K', '\rtermlens: 100\u001B[K', '\r\u001B[K']);
});

test.each([
  [0, '0:00'],
  [6.2, '0:07'],
  [65, '1:05'],
  [3_599.5, '1:00:00'],
  [90_061, '25:01:01'],
])('%f seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
