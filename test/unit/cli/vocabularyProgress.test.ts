import { describe, expect, it } from 'vitest';
import { createVocabularyReporter } from '../../../src/cli/vocabularyProgress.ts';
import { vocabularyProgressSchema } from '../../../src/protocol/vocabularyProgress.ts';

describe('progress for a program', () => {
  it('is an object a line, with the rate since the phase began and the time that is left', () => {
    const lines: string[] = [];
    let time = 0;
    const reporter = createVocabularyReporter('json', { write: (line) => lines.push(line), now: () => time });
    reporter.update('reading', 10);
    // These were encoded by the build before, in no time.
    reporter.update('encoding', 4_096, 10_000);
    time = 100;
    reporter.update('encoding', 4_100, 10_000); // too soon after the one before
    time = 2_000;
    reporter.update('encoding', 6_096, 10_000);
    reporter.end();
    expect(lines.every((line) => line.endsWith('\n'))).toBe(true);
    const steps = lines.map((line) => vocabularyProgressSchema.parse(JSON.parse(line)));
    expect(steps).toEqual([
      { phase: 'reading', done: 10 },
      { phase: 'encoding', done: 4_096, total: 10_000 },
      { phase: 'encoding', done: 6_096, total: 10_000, perSecond: 1_000, secondsLeft: 3.904 },
    ]);
  });
});
