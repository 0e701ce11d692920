import { StalledError } from './downloadErrors.ts';

export interface IdleTimer {
  readonly signal: AbortSignal;
  restart(): void;
  stop(): void;
}

/** Aborts when nothing arrives; a slow connection that goes on is left alone, however long it takes. */
export function createIdleTimer(url: string, idleTimeoutMs: number): IdleTimer {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new StalledError(url, idleTimeoutMs));
  }, idleTimeoutMs);
  return {
    signal: controller.signal,
    restart: () => timer.refresh(),
    stop: () => clearTimeout(timer),
  };
}
