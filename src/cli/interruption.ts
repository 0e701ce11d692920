const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A terminal and a program around this one may both pass on one Ctrl+C; a person needs longer for two. */
const sameInterruptionMs = 500;

/**
 * Runs a command's work with a signal that Ctrl+C aborts, or whoever else asks the process to end, so that it can
 * clean up. A second Ctrl+C ends it at once. A program that forked this one asks by closing the channel between
 * them, which also closes when that program ends.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interrupted = new AbortController();
  let interruptedAt: number | undefined;
  // Not `once`: a library that locks files listens as well, and ends the process when it finds itself alone.
  const interrupt = (signal: NodeJS.Signals): void => {
    const now = performance.now();
    interruptedAt ??= now;
    if (now - interruptedAt > sameInterruptionMs) {
      stopListening();
      process.kill(process.pid, signal);
    }
    interrupted.abort(new Error('Interrupted.'));
  };
  const stopListening = (): void => {
    signals.forEach((signal) => process.off(signal, interrupt));
  };
  const abandon = (): void => {
    interrupted.abort(new Error('Interrupted.'));
  };
  signals.forEach((signal) => process.on(signal, interrupt));
  process.once('disconnect', abandon);
  // Listening alone must not keep a process that is done.
  process.channel?.unref();
  try {
    return await work(interrupted.signal);
  } finally {
    process.off('disconnect', abandon);
    // The other half of a double one may still be on its way, while what was interrupted tells so and ends.
    if (!interrupted.signal.aborted) {
      stopListening();
    }
  }
}
