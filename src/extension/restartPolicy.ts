export interface RestartPolicy {
  /** Call when the server ended unasked. False: it ends too often, leave it. */
  mayRestart(): boolean;
}

export interface RestartPolicyOptions {
  readonly maxRestarts: number;
  /** Only ends within this time count. */
  readonly periodMs: number;
  readonly now: () => number;
}

/** Starts a crashed server again, but not one that crashes each time. */
export function createRestartPolicy({ maxRestarts, periodMs, now }: RestartPolicyOptions): RestartPolicy {
  let ends: number[] = [];
  return {
    mayRestart() {
      const time = now();
      ends = [...ends.filter((end) => time - end < periodMs), time];
      return ends.length <= maxRestarts;
    },
  };
}
