import type { VocabularyProgress } from '../protocol/vocabularyProgress.ts';
import { createProgressLine, formatDuration } from './progressLine.ts';

export const progressFormats = ['text', 'json'] as const;
export type ProgressFormat = (typeof progressFormats)[number];

/** Tells how far the work on a vocabulary is, with its rate and the time that is left. */
export interface VocabularyReporter {
  /** @param total missing where the end is not known. */
  update(phase: VocabularyProgress['phase'], done: number, total?: number): void;
  /** Leaves the terminal's next line free for what follows. */
  end(): void;
}

interface ReporterOptions {
  readonly write?: (line: string) => void;
  readonly now?: () => number;
}

const jsonIntervalMs = 200;
/** A rate of less time says little. */
const leastRateMs = 1_000;

/** On standard error: a line for people that rewrites itself, or an object a line for programs. */
export function createVocabularyReporter(
  format: ProgressFormat,
  { write = (line) => process.stderr.write(line), now = () => performance.now() }: ReporterOptions = {},
): VocabularyReporter {
  const show = format === 'json' ? writeJson(write, now) : writeText();
  let start: { phase: VocabularyProgress['phase']; time: number; done: number } | undefined;
  return {
    update(phase, done, total) {
      const time = now();
      // What was done before is there at once, and says nothing of how long the rest takes.
      start = start?.phase === phase ? start : { phase, time, done };
      const elapsedMs = time - start.time;
      const perSecond = elapsedMs < leastRateMs ? 0 : (1000 * (done - start.done)) / elapsedMs;
      show.update({
        ...{ phase, done },
        ...(total !== undefined && { total }),
        ...(perSecond > 0 && { perSecond }),
        ...(perSecond > 0 && total !== undefined && { secondsLeft: (total - done) / perSecond }),
      });
    },
    end: show.end,
  };
}

interface Display {
  update(progress: VocabularyProgress): void;
  end(): void;
}

function writeJson(write: (line: string) => void, now: () => number): Display {
  let last: { phase: string; time: number } | undefined;
  return {
    update(progress) {
      const time = now();
      if (last?.phase !== progress.phase || time - last.time >= jsonIntervalMs) {
        last = { phase: progress.phase, time };
        write(`${JSON.stringify(progress)}\n`);
      }
    },
    end: () => undefined,
  };
}

function writeText(): Display {
  const line = createProgressLine();
  return {
    update(progress) {
      line.update(formatProgress(progress));
    },
    end: () => {
      line.end();
    },
  };
}

const units = { downloading: 'bytes', reading: 'concepts', encoding: 'names', indexing: 'vectors' };

/** "encoding: 4,096 of 25,783 names, 1,064 names/s, 0:21 left". */
function formatProgress({ phase, done, total, perSecond, secondsLeft }: VocabularyProgress): string {
  const unit = units[phase];
  const parts = [
    `${total === undefined ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`} ${unit}`,
    ...(perSecond === undefined ? [] : [`${formatCount(perSecond)} ${unit}/s`]),
    ...(secondsLeft === undefined ? [] : [`${formatDuration(secondsLeft)} left`]),
  ];
  return `${phase}: ${parts.join(', ')}`;
}

function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
