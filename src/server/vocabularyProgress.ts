import type { VocabularyProgress } from '../core/vocabulary/vocabularyProgress.ts';

/** How far the work on a vocabulary is, for a progress bar. */
export interface ShownProgress {
  /** Of the phase; missing where its end is not known. */
  readonly percentage: number | undefined;
  readonly message: string;
}

export function formatVocabularyProgress(progress: VocabularyProgress): ShownProgress {
  if (progress.phase === 'reading') {
    return { percentage: undefined, message: `reading: ${formatCount(progress.done)} concepts` };
  }
  const { phase, done, total, perSecond, secondsLeft } = progress;
  const count = phase === 'downloading' ? formatMegabytes : formatCount;
  const unit = { downloading: '', encoding: ' names', indexing: ' vectors' }[phase];
  const parts = [
    `${total === undefined ? count(done) : `${count(done)} of ${count(total)}`}${unit}`,
    ...(perSecond === 0 ? [] : [`${count(perSecond)}${unit}/s`]),
    ...(secondsLeft === undefined ? [] : [formatSeconds(secondsLeft)]),
  ];
  return {
    percentage: total ? Math.floor((100 * done) / total) : undefined,
    message: `${phase}: ${parts.join(', ')}`,
  };
}

export function formatMegabytes(bytes: number): string {
  const value = bytes / 1e6;
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} MB`;
}

export function formatSeconds(seconds: number): string {
  return seconds < 60 ? `${Math.ceil(seconds)} s left` : `${Math.ceil(seconds / 60)} min left`;
}

function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
