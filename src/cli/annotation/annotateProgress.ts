import { createProgressRate } from '../../core/progressRate.ts';
import { createProgressLine, formatDuration } from '../progressLine.ts';
import { formatCount } from '../tellProblems.ts';

/** Tells how many documents of a run are annotated. */
export interface AnnotateProgress {
  /** @param isFresh whether it was annotated now, not by an earlier run. */
  add(isFresh: boolean): void;
  end(): void;
}

/** Long enough to be steady while notes of different lengths come. */
const rateWindowMs = 30_000;

/** On standard error. @param total of the documents, where it is known. */
export function createAnnotateProgress(total: number | undefined): AnnotateProgress {
  const line = createProgressLine();
  const rate = createProgressRate({ windowMs: rateWindowMs });
  let done = 0;
  return {
    add(isFresh) {
      done += 1;
      rate.add(Number(isFresh));
      const { perSecond, secondsLeft } = rate.pace(total === undefined ? undefined : total - done);
      line.update(
        [
          total === undefined
            ? formatCount(done, 'document')
            : `${formatCount(done)} of ${formatCount(total, 'note')}`,
          ...(perSecond > 0 ? [formatRate(perSecond)] : []),
          ...(secondsLeft === undefined ? [] : [`${formatDuration(secondsLeft)} left`]),
        ].join(', '),
      );
    },
    end: line.end,
  };
}

function formatRate(perSecond: number): string {
  const [rate, unit] = perSecond < 1 ? [perSecond * 60, 'min'] : [perSecond, 's'];
  return `${rate.toLocaleString('en-US', { maximumSignificantDigits: 3 })} notes/${unit}`;
}
