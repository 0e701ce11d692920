/** Node's timers count to this; a longer time would end at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/** Calls `onIdle` when nothing has been asked for a while; never while somebody waits for an answer. */
export interface IdleTimer {
  /** Keeps awake until `work` is done, and for the whole time after that. */
  during<T>(work: () => Promise<T>): Promise<T>;
  stop(): void;
}

/** @param timeoutMs 0 never becomes idle. */
export function createIdleTimer(timeoutMs: number, onIdle: () => void): IdleTimer {
  let timer: NodeJS.Timeout | undefined;
  let waiting = 0;
  return {
    async during(work) {
      waiting += 1;
      clearTimeout(timer);
      try {
        return await work();
      } finally {
        waiting -= 1;
        if (timeoutMs > 0 && waiting === 0) {
          timer = setTimeout(onIdle, Math.min(timeoutMs, longestTimeoutMs)).unref();
        }
      }
    },
    stop() {
      clearTimeout(timer);
    },
  };
}
