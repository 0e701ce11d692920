import { ConnectionError, HttpStatusError, StalledError } from './downloadErrors.ts';

const firstDelayMs = 1_000;
const longestDelayMs = 30_000;
/** A server may ask for hours; beyond this the user is told to come back instead of being kept waiting. */
const longestRetryAfterMs = 120_000;

/** Whether a later attempt may succeed where this one failed. */
export function isTransient(error: unknown): boolean {
  return (
    error instanceof ConnectionError ||
    error instanceof StalledError ||
    (error instanceof HttpStatusError &&
      ([408, 425, 429].includes(error.status) || error.status >= 500) &&
      (error.retryAfterMs ?? 0) <= longestRetryAfterMs)
  );
}

/** What the server asked for, or else twice as long each time. `failures` counts from 1. */
export function delayBeforeRetry(error: unknown, failures: number): number {
  const asked = error instanceof HttpStatusError ? error.retryAfterMs : undefined;
  return asked ?? Math.min(firstDelayMs * 2 ** (failures - 1), longestDelayMs);
}

/** The `Retry-After` header: seconds, or a date (RFC 9110, section 10.2.3). */
export function parseRetryAfter(header: string | null, now: number = Date.now()): number | undefined {
  if (header === null) {
    return undefined;
  }
  if (/^\d+$/u.test(header.trim())) {
    return Number(header) * 1000;
  }
  const time = Date.parse(header);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}
