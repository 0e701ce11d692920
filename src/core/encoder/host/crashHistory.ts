import type { Combination } from '../runtime/combination.ts';
import type { ExcludedCombination } from '../runtime/openBest.ts';

const windowMs = 60_000;
/** A name that ends two processes must not stop the encoder for good when it is asked for once more. */
const maximumCrashes = 4;
const firstBackOffMs = 250;

/** How often the encoder process ended lately, and over what. */
export interface CrashHistory {
  /** Answers whether the process may be started again. A device that it ran on is left out from now on. */
  record(how: string, blamed: Combination | undefined): boolean;
  /** What a process that is started next is told to pass over. */
  readonly excluded: readonly ExcludedCombination[];
  /** How long to wait before the next start. */
  readonly backOffMs: number;
  forget(): void;
}

export const tooManyCrashes = `${maximumCrashes} times within a minute`;

export function createCrashHistory(): CrashHistory {
  let times: number[] = [];
  let excluded: ExcludedCombination[] = [];
  return {
    record(how, blamed) {
      if (blamed !== undefined && blamed.executionProvider !== 'cpu') {
        const { executionProvider, precision } = blamed;
        const reason = `it ended the encoder process (${how}).`;
        excluded = [...excluded, { executionProvider, precision, reason }];
      }
      const now = Date.now();
      times = [...times.filter((time) => now - time < windowMs), now];
      return times.length < maximumCrashes;
    },
    get excluded() {
      return excluded;
    },
    get backOffMs() {
      return times.length === 0 ? 0 : firstBackOffMs * 2 ** (times.length - 1);
    },
    forget() {
      times = [];
      excluded = [];
    },
  };
}
