/** Notices that somebody who owes an answer has stayed silent for too long. */
export interface Watchdog {
  signOfLife(): void;
  stop(): void;
}

/** Time is counted in this many steps, so that hours of a sleeping computer count as one step and not as silence. */
const steps = 10;

export function createWatchdog(
  timeoutMs: number,
  handlers: { isOwed(): boolean; onSilent(): void },
): Watchdog {
  let silentSteps = 0;
  const timer = setInterval(() => {
    silentSteps = handlers.isOwed() ? silentSteps + 1 : 0;
    if (silentSteps > steps) {
      clearInterval(timer);
      handlers.onSilent();
    }
  }, timeoutMs / steps).unref();
  return {
    signOfLife() {
      silentSteps = 0;
    },
    stop() {
      clearInterval(timer);
    },
  };
}
