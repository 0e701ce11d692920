export interface WakePolicyOptions {
  /** However often the user moves, the server is told at most once in this time. */
  readonly periodMs: number;
  /** Whether the encoder has been unloaded, as far as is known. */
  isAsleep(): boolean;
  wake(): void;
  now(): number;
}

export interface WakePolicy {
  /** The user does something that a question to the encoder often follows. */
  readonly onInterest: () => void;
}

/** Decides when an encoder that sleeps is worth bringing back: loading it takes longer than a hover may. */
export function createWakePolicy(options: WakePolicyOptions): WakePolicy {
  let lastMs: number | undefined;
  return {
    onInterest() {
      const nowMs = options.now();
      if (options.isAsleep() && (lastMs === undefined || nowMs - lastMs >= options.periodMs)) {
        lastMs = nowMs;
        options.wake();
      }
    },
  };
}
