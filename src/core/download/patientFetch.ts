import { setTimeout } from 'node:timers/promises';
import { toConnectionError } from './connectionFailure.ts';
import { DownloadError, HttpStatusError, UnexpectedAnswerError } from './downloadErrors.ts';
import { createIdleTimer } from './idleTimer.ts';
import type { Fetch } from './network.ts';
import { delayBeforeRetry, isTransient, parseRetryAfter } from './retry.ts';

export interface PatienceOptions {
  readonly fetch: Fetch;
  readonly signal?: AbortSignal | undefined;
  /** How long nothing may arrive. Default half a minute. */
  readonly idleTimeoutMs?: number | undefined;
  /** Default 5. */
  readonly maximumAttempts?: number | undefined;
  readonly sleep?: Sleep | undefined;
}

/** Waits; rejects with the signal's reason when aborted. */
export type Sleep = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

/** A service's answer is some kilobytes; more is not read into memory. */
const maximumBytes = 64 << 20;

/**
 * A `fetch` for the JSON of a service, to be handed to a client library that has neither time-outs nor retries:
 * asks again after dropped connections, status 429 and the like, does not wait for ever, and tells a network's
 * sign-in page from an answer. Other refusals come back as they are, for the library to explain.
 * Calls reject with a {@link DownloadError}, or with the signal's reason.
 */
export function createPatientFetch(options: PatienceOptions): Fetch {
  const { signal, maximumAttempts = 5, sleep = sleepUntilAborted } = options;
  return async (input, init) => {
    for (let failures = 1; ; failures++) {
      try {
        return await fetchOnce(options, input, init);
      } catch (error) {
        if (!isTransient(error) || failures >= maximumAttempts) {
          throw error;
        }
        await sleep(delayBeforeRetry(error, failures), signal);
      }
    }
  };
}

async function fetchOnce(
  { fetch, signal, idleTimeoutMs = 30_000 }: PatienceOptions,
  ...[input, init]: Parameters<Fetch>
): Promise<Response> {
  const url = input instanceof Request ? input.url : input.toString();
  const idle = createIdleTimer(url, idleTimeoutMs);
  try {
    const response = await fetch(input, {
      ...init,
      signal: AbortSignal.any(signal ? [signal, idle.signal] : [idle.signal]),
    });
    const { status, headers } = response;
    const refusal = new HttpStatusError(url, status, parseRetryAfter(headers.get('retry-after')));
    if (!response.ok && (status === 429 || isTransient(refusal))) {
      await response.body?.cancel();
      throw refusal;
    }
    const type = headers.get('content-type') ?? 'no type';
    if (response.ok && !type.startsWith('application/json')) {
      await response.body?.cancel();
      throw new UnexpectedAnswerError(url, { from: response.url || url, what: type });
    }
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      idle.restart();
      size += chunk.length;
      if (size > maximumBytes) {
        throw new UnexpectedAnswerError(url, {
          from: response.url || url,
          what: `over ${maximumBytes} bytes`,
        });
      }
      chunks.push(chunk);
    }
    // Read here and not by the library, so that what breaks off on the way is asked for again.
    return new Response(Buffer.concat(chunks), { status, headers: bodyHeaders(headers) });
  } catch (error) {
    signal?.throwIfAborted();
    idle.signal.throwIfAborted();
    throw error instanceof DownloadError ? error : toConnectionError(url, error);
  } finally {
    idle.stop();
  }
}

/** The body is no longer compressed. */
function bodyHeaders(headers: Headers): Headers {
  const kept = new Headers(headers);
  kept.delete('content-encoding');
  kept.delete('content-length');
  return kept;
}

export const sleepUntilAborted: Sleep = async (ms, signal) => {
  try {
    await setTimeout(ms, undefined, { ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
};
