/** How fast something went lately, and how long the rest takes at that. */
export interface Pace {
  /** Mean of the last seconds; 0 until something has been done. */
  readonly perSecond: number;
  readonly secondsLeft: number | undefined;
}

/** Turns counts into rates and times left. */
export interface ProgressRate {
  /** What has just been done, as opposed to found done already. */
  add(fresh: number): void;
  /** `left`: how much is still to be done, if that is known. */
  pace(left: number | undefined): Pace;
}

export interface ProgressRateOptions {
  /** Long enough to be steady, short enough to show that it has become slow. */
  readonly windowMs: number;
  readonly now?: (() => number) | undefined;
}

const sampleMs = 250;

export function createProgressRate({
  windowMs,
  now = () => performance.now(),
}: ProgressRateOptions): ProgressRate {
  let done = 0;
  let samples: { readonly time: number; readonly done: number }[] = [{ time: now(), done: 0 }];

  return {
    add(fresh) {
      done += fresh;
      const time = now();
      if (time - (samples.at(-1)?.time ?? 0) >= sampleMs) {
        samples.push({ time, done });
        // The newest sample from before the window stays: it is the window's beginning.
        const first = samples.findLastIndex((sample) => time - sample.time >= windowMs);
        samples = samples.slice(Math.max(first, 0));
      }
    },
    pace(left) {
      const [oldest = { time: 0, done: 0 }] = samples;
      const seconds = (now() - oldest.time) / 1000;
      const perSecond = seconds > 0 ? (done - oldest.done) / seconds : 0;
      return {
        perSecond,
        secondsLeft: left === undefined || perSecond === 0 ? undefined : Math.max(0, left) / perSecond,
      };
    },
  };
}
