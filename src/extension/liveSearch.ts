export interface LiveSearchOptions<Result> {
  /** How long the user must have stopped typing; an empty query does not wait. */
  readonly debounceMs: number;
  /** `signal` aborts as soon as another query takes this one's place. */
  search(query: string, signal: AbortSignal): Promise<Result>;
  /** True from the first key until the answer to the latest query is there. */
  onBusy(busy: boolean): void;
  onResult(query: string, result: Result): void;
  onFailure(error: unknown): void;
}

export interface LiveSearch {
  /** True while what was shown last does not belong to the latest query. */
  readonly busy: boolean;
  update(query: string): void;
  dispose(): void;
}

interface Run {
  readonly query: string;
  readonly abort: AbortController;
  readonly timer: NodeJS.Timeout;
}

/**
 * Searches while the user types. Only the answer to the latest query is passed on: the run before it is
 * aborted, and should it answer all the same, its answer is dropped.
 */
export function createLiveSearch<Result>(options: LiveSearchOptions<Result>): LiveSearch {
  let latest: Run | undefined;
  let busy = false;

  const setBusy = (value: boolean): void => {
    if (busy !== value) {
      busy = value;
      options.onBusy(value);
    }
  };
  const end = (): void => {
    clearTimeout(latest?.timer);
    latest?.abort.abort();
  };
  const run = async (query: string, abort: AbortController): Promise<void> => {
    const isLatest = (): boolean => !abort.signal.aborted;
    try {
      const result = await options.search(query, abort.signal);
      if (isLatest()) {
        setBusy(false);
        options.onResult(query, result);
      }
    } catch (error) {
      if (isLatest()) {
        setBusy(false);
        options.onFailure(error);
      }
    }
  };

  return {
    get busy() {
      return busy;
    },
    update(text) {
      const query = text.trim();
      if (query === latest?.query) {
        return;
      }
      end();
      setBusy(true);
      const abort = new AbortController();
      const delayMs = query === '' ? 0 : options.debounceMs;
      latest = { query, abort, timer: setTimeout(() => void run(query, abort), delayMs) };
    },
    dispose: end,
  };
}
