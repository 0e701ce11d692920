import type { EncodePriority, EncoderDescription, VectorLength } from '../encoder.ts';
import { deserializeError, EncoderError } from '../encoderErrors.ts';
import type { Combination } from '../runtime/combination.ts';
import type { LoadRequest } from './encoderHostProtocol.ts';
import { spawnEncoderHost } from './spawnEncoderHost.ts';
import { createWatchdog } from './watchdog.ts';

export interface HostRequest {
  readonly names: readonly string[];
  readonly priority: EncodePriority;
  readonly length: VectorLength;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((done: number) => void) | undefined;
}

/** An encoder process with its model loaded. */
export interface LiveHost {
  readonly processId: number | undefined;
  /** Changes when a device fails and the CPU goes on. */
  readonly description: EncoderDescription;
  /** Rejects with what `onExit` answered when the process ends first. */
  encode(request: HostRequest): Promise<Float32Array>;
}

export interface StartedHost {
  /** Rejects as the model's loading does, or with what `onExit` answered. */
  readonly ready: Promise<LiveHost>;
  kill(): void;
}

export interface HostHandlers {
  /** Told what is tried while the model loads. */
  onAttempt(combination: Combination): void;
  onChanged(description: EncoderDescription): void;
  onMemory(bytes: number): void;
  /**
   * The process ended; answers the error for all who wait.
   * @param blamed what ran or was tried when it ended.
   */
  onExit(how: string, blamed: Combination | undefined): Error;
}

interface PendingRequest {
  readonly resolve: (vectors: Float32Array) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((done: number) => void) | undefined;
}

/** Starts the encoder process and has it load a model. One that owes an answer and stays silent is ended. */
export function startHost(
  script: string,
  load: LoadRequest,
  hangTimeoutMs: number,
  handlers: HostHandlers,
): StartedHost {
  const pending = new Map<number, PendingRequest>();
  let description: EncoderDescription | undefined;
  let attempted: Combination | undefined;
  let lastRequestId = 0;
  let hung = false;
  const loading = Promise.withResolvers<LiveHost>();

  const watchdog = createWatchdog(hangTimeoutMs, {
    // The CPU may take its time to load a large model from a slow disk.
    isOwed: () => pending.size > 0 || (attempted !== undefined && attempted.executionProvider !== 'cpu'),
    onSilent() {
      hung = true;
      child.killNow();
    },
  });
  const take = (id: number): PendingRequest | undefined => {
    const request = pending.get(id);
    pending.delete(id);
    return request;
  };
  const child = spawnEncoderHost(script, {
    onReply(reply) {
      watchdog.signOfLife();
      switch (reply.type) {
        case 'trying':
          attempted = reply.combination;
          handlers.onAttempt(reply.combination);
          break;
        case 'loaded':
          attempted = undefined;
          description = reply.description;
          loading.resolve(live);
          break;
        case 'loadFailed':
          loading.reject(deserializeError(reply.error));
          break;
        case 'changed':
          description = reply.description;
          handlers.onChanged(reply.description);
          break;
        case 'progress':
          pending.get(reply.id)?.onProgress?.(reply.done);
          break;
        case 'vectors':
          take(reply.id)?.resolve(reply.vectors);
          break;
        case 'encodeFailed':
          take(reply.id)?.reject(deserializeError(reply.error));
          break;
        case 'memory':
          handlers.onMemory(reply.bytes);
          break;
      }
    },
    onExit(how) {
      watchdog.stop();
      const error = handlers.onExit(
        hung ? `it did not answer for ${Math.round(hangTimeoutMs / 1000)} seconds` : how,
        attempted ?? description,
      );
      loading.reject(error);
      pending.forEach((request) => {
        request.reject(error);
      });
      pending.clear();
    },
  });
  // Who waits for it hears of a failure; nobody may be waiting.
  loading.promise.catch(() => undefined);
  child.send(load);

  const live: LiveHost = {
    processId: child.processId,
    get description() {
      if (description === undefined) {
        throw new EncoderError('The encoder is not loaded yet.');
      }
      return description;
    },
    encode({ names, priority, length, signal, onProgress }) {
      const id = ++lastRequestId;
      return new Promise<Float32Array>((resolve, reject) => {
        const abort = (): void => {
          pending.delete(id);
          child.send({ type: 'cancel', id });
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', abort, { once: true });
        const settle =
          <T>(done: (value: T) => void) =>
          (value: T): void => {
            signal?.removeEventListener('abort', abort);
            done(value);
          };
        pending.set(id, { resolve: settle(resolve), reject: settle(reject), onProgress });
        child.send({ type: 'encode', id, names: [...names], priority, length });
      });
    },
  };
  return { ready: loading.promise, kill: child.kill };
}
