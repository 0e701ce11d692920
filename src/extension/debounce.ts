import type { Subscription } from './observable.ts';

export interface Debounce extends Subscription {
  /** Runs the work once nobody has asked for it again for the delay. */
  schedule(): void;
}

export function createDebounce(work: () => void, delayMs: number): Debounce {
  let timer: NodeJS.Timeout | undefined;
  return {
    schedule() {
      clearTimeout(timer);
      timer = setTimeout(work, delayMs);
    },
    dispose() {
      clearTimeout(timer);
    },
  };
}
