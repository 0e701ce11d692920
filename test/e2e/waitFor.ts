import { setTimeout as delay } from 'node:timers/promises';
import { errors, type Locator } from 'playwright-core';

/** Generous, for machines of two busy cores; nothing waits longer than it has to. */
export const patienceMs = 30_000;

/** Something that should have become visible did not. */
export class WorkbenchTimeoutError extends Error {
  override readonly name = 'WorkbenchTimeoutError';
}

/** Calls `probe` until it gives something, at most `timeoutMs` long. */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  timeoutMs: number = patienceMs,
): Promise<T> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > deadlineMs) {
      throw new WorkbenchTimeoutError(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    }
    await delay(100);
  }
}

/** Whether something of the page becomes visible in time. */
export async function isShown(locator: Locator, timeoutMs: number): Promise<boolean> {
  try {
    await locator.first().waitFor({ timeout: timeoutMs });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) {
      return false;
    }
    throw error;
  }
}
