import { afterEach, expect, test, vi } from 'vitest';
import { tellBuild } from '../../../src/cli/tellBuild.ts';
import type { VocabularyProgress } from '../../../src/core/vocabulary/vocabularyProgress.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('the rate of a phase is its own, however long it had to wait', () => {
  vi.useFakeTimers();
  const told: VocabularyProgress[] = [];
  const { onProgress, onIndexProgress } = tellBuild({
    update: (progress) => void told.push(progress),
    notice: () => undefined,
    failed: () => false,
    end: () => undefined,
  });
  vi.advanceTimersByTime(20_000); // the vocabulary is read
  onProgress(100, 300, 0);
  vi.advanceTimersByTime(1_000);
  onProgress(200, 300, 100);
  vi.advanceTimersByTime(1_000);
  onProgress(300, 300, 200);
  onIndexProgress(50, 300);
  vi.advanceTimersByTime(100);
  onIndexProgress(150, 300);
  expect(told.map((progress) => ('perSecond' in progress ? progress.perSecond : undefined))).toEqual([
    0, 100, 100, 0, 1_000,
  ]);
  expect(told.at(1)).toMatchObject({ phase: 'encoding', done: 200, total: 300, secondsLeft: 1 });
});
