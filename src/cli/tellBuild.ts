import type { EncodingProgress } from '../core/conceptStore/encodeNames.ts';
import { createProgressRate, type ProgressRate } from '../core/progressRate.ts';
import type { ProgressReport } from './progressReport.ts';

/** Names are encoded in the order of their lengths, some thousand at a time: few seconds say little of the rest. */
const windowMs = 30_000;

/** Has a build tell how far it is, with its rate and the time that is left. */
export function tellBuild(progress: ProgressReport): {
  readonly onProgress: EncodingProgress;
  readonly onIndexProgress: (done: number, total: number) => void;
} {
  const tell = (phase: 'encoding' | 'indexing'): ((done: number, total: number, fresh: number) => void) => {
    // From its first word on: what a phase had to wait for says nothing of its pace.
    let rate: ProgressRate | undefined;
    let counted = 0;
    return (done, total, fresh) => {
      rate?.add(fresh - counted);
      rate ??= createProgressRate({ windowMs });
      counted = fresh;
      const { perSecond, secondsLeft } = rate.pace(total - done);
      progress.update({
        ...{ phase, done, total, perSecond },
        ...(secondsLeft !== undefined && { secondsLeft }),
      });
    };
  };
  const tellIndex = tell('indexing');
  return {
    onProgress: tell('encoding'),
    onIndexProgress: (done, total) => {
      tellIndex(done, total, done);
    },
  };
}
