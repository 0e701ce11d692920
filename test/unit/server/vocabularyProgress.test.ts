import { expect, it } from 'vitest';
import { formatVocabularyProgress } from '../../../src/server/vocabularyProgress.ts';
import type { VocabularyProgress } from '../../../src/core/vocabulary/vocabularyProgress.ts';

it.each<[VocabularyProgress, number | undefined, string]>([
  [{ phase: 'reading', done: 1_234 }, undefined, 'reading: 1,234 concepts'],
  [
    { phase: 'encoding', done: 4_096, total: 25_783, perSecond: 1_064.4, secondsLeft: 20.4 },
    15,
    'encoding: 4,096 of 25,783 names, 1,064 names/s, 21 s left',
  ],
  [
    { phase: 'downloading', done: 2_500_000, total: 20_000_000, perSecond: 1_250_000, secondsLeft: 140 },
    12,
    'downloading: 2.5 MB of 20 MB, 1.3 MB/s, 3 min left',
  ],
  [{ phase: 'indexing', done: 0, total: 0, perSecond: 0 }, undefined, 'indexing: 0 of 0 vectors'],
])('the progress %j is shown', (progress, percentage, message) => {
  expect(formatVocabularyProgress(progress)).toEqual({ percentage, message });
});
