import type { VocabularyProgress, VocabularyProgressLine } from '../core/vocabulary/vocabularyProgress.ts';
import { createProgressLine, formatDuration, formatMegabytes } from './progressLine.ts';

/** For a person, or for a program that reads one JSON object a line. */
export const progressForms = ['line', 'json'] as const;
export type ProgressForm = (typeof progressForms)[number];

/** What a long command tells about itself on standard error. */
export interface ProgressReport {
  update(progress: VocabularyProgress): void;
  notice(message: string): void;
  /** @returns whether that was told; otherwise whoever runs the command tells it. */
  failed(message: string): boolean;
  /** After the last update; more may follow. */
  end(): void;
}

export function createProgressReport(form: ProgressForm): ProgressReport {
  return form === 'json' ? createJsonReport() : createLineReport();
}

function createLineReport(): ProgressReport {
  const line = createProgressLine();
  return {
    update: (progress) => line.update(describe(progress)),
    notice(message) {
      line.end();
      process.stderr.write(`termlens: ${message}\n`);
    },
    failed: () => false,
    end: line.end,
  };
}

/** Often enough to look alive. */
const intervalMs = 200;

interface JsonReportOptions {
  readonly write?: (line: string) => void;
  readonly now?: () => number;
}

export function createJsonReport({
  write = (line) => process.stderr.write(line),
  now = () => performance.now(),
}: JsonReportOptions = {}): ProgressReport {
  let last = -Infinity;
  let phase: string | undefined;
  let unwritten: VocabularyProgress | undefined;
  let hasFailed = false;
  const writeLine = (line: VocabularyProgressLine): void => {
    // Of what is still under way while it is cancelled, nobody wants to hear.
    if (!hasFailed) {
      write(`${JSON.stringify(line)}\n`);
    }
  };
  /** How far a phase came is always told, however soon it was over. */
  const flush = (): void => {
    if (unwritten) {
      writeLine(rounded(unwritten));
      unwritten = undefined;
    }
  };
  return {
    update(progress) {
      const time = now();
      if (progress.phase !== phase) {
        flush();
      } else if (time - last < intervalMs) {
        unwritten = progress;
        return;
      }
      ({ phase } = progress);
      last = time;
      unwritten = undefined;
      writeLine(rounded(progress));
    },
    notice(message) {
      flush();
      writeLine({ phase: 'notice', message });
    },
    failed(message) {
      flush();
      writeLine({ phase: 'failed', message });
      hasFailed = true;
      return true;
    },
    end: flush,
  };
}

/** Nobody needs the digits of a rate. */
function rounded(progress: VocabularyProgress): VocabularyProgress {
  if (progress.phase === 'reading') {
    return progress;
  }
  const { perSecond, secondsLeft } = progress;
  return {
    ...progress,
    perSecond: Math.round(perSecond),
    ...(secondsLeft !== undefined && { secondsLeft: Math.ceil(secondsLeft) }),
  };
}

function describe(progress: VocabularyProgress): string {
  const { phase, done } = progress;
  if (phase === 'reading') {
    return `reading: ${formatCount(done)} concepts`;
  }
  const { total, perSecond, secondsLeft } = progress;
  const format = phase === 'downloading' ? formatMegabytes : formatCount;
  const unit = { downloading: '', encoding: ' names', indexing: ' vectors' }[phase];
  return [
    `${phase}: ${format(done)}${total === undefined ? '' : ` of ${format(total)}`}${unit}`,
    ...(perSecond > 0 ? [`${format(perSecond)}${unit}/s`] : []),
    ...(secondsLeft === undefined ? [] : [`${formatDuration(secondsLeft)} left`]),
  ].join(', ');
}

function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}
