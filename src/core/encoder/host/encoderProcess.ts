import type {
  EncodeOptions,
  Encoder,
  EncoderDescription,
  EncoderOptions,
  ExecutionProvider,
} from '../encoder.ts';
import { deserializeError, EncoderCrashedError, EncoderError, EncoderGaveUpError } from '../encoderErrors.ts';
import { spawnEncoderHost, type EncoderHostChild } from './spawnEncoderHost.ts';

export type EncoderState =
  | { readonly state: 'stopped' }
  | { readonly state: 'loading' }
  | {
      readonly state: 'ready';
      readonly description: EncoderDescription;
      readonly processId: number | undefined;
    }
  | { readonly state: 'failed'; readonly message: string };

/** An encoder in a process of its own, which is started when first needed and again after a crash. */
export interface EncoderProcess {
  readonly state: EncoderState;
  /** Resolves once the model is loaded. Its `encode` outlives crashes: only requests in flight fail. */
  encoder(): Promise<LoadedEncoder>;
  /** Ends the process and forgets earlier crashes; the next request starts it anew. */
  restart(): void;
  dispose(): void;
}

export interface LoadedEncoder extends Encoder {
  readonly description: EncoderDescription;
}

export interface EncoderProcessOptions extends EncoderOptions {
  /** Script that calls `runEncoderHost`. */
  readonly hostScript: string;
  /** After this long without a request the process ends and its memory is free; 0 keeps it. */
  readonly idleTimeoutMs: number;
  readonly onStateChange?: (state: EncoderState) => void;
}

const crashWindowMs = 60_000;
const maximumCrashes = 3;
const firstBackOffMs = 250;
/** Node's timers count to this; a longer time would end at once. */
const longestTimeoutMs = 2 ** 31 - 1;

interface PendingRequest {
  readonly resolve: (vectors: Float32Array) => void;
  readonly reject: (error: unknown) => void;
}

/** A child with its model loaded, and the requests it owes an answer. */
interface LiveHost {
  readonly child: EncoderHostChild;
  readonly description: EncoderDescription;
  readonly pending: Map<number, PendingRequest>;
}

export function createEncoderProcess(options: EncoderProcessOptions): EncoderProcess {
  let state: EncoderState = { state: 'stopped' };
  let host: Promise<LiveHost> | undefined;
  let child: EncoderHostChild | undefined;
  let crashTimes: number[] = [];
  let lastRequestId = 0;
  let idleTimer: NodeJS.Timeout | undefined;
  /** Requests that wait for an answer; while there are any, no time is idle. */
  let waiting = 0;
  /** Counts stops, so that a start that was still backing off notices one. */
  let stops = 0;
  const excludedProviders: ExecutionProvider[] = [];

  const setState = (next: EncoderState): void => {
    state = next;
    options.onStateChange?.(next);
  };

  const stop = (): void => {
    clearTimeout(idleTimer);
    stops += 1;
    host = undefined;
    const stopped = child;
    child = undefined;
    stopped?.kill();
    setState({ state: 'stopped' });
  };

  /** Counts the crash; what a waiting or later request is told. */
  const recordCrash = (how: string, attempted: ExecutionProvider | undefined): Error => {
    clearTimeout(idleTimer);
    host = undefined;
    child = undefined;
    if (attempted !== undefined && attempted !== 'cpu') {
      excludedProviders.push(attempted);
    }
    const now = Date.now();
    crashTimes = [...crashTimes.filter((time) => now - time < crashWindowMs), now];
    if (crashTimes.length < maximumCrashes) {
      setState({ state: 'stopped' });
      return new EncoderCrashedError(
        `The encoder process ended unexpectedly (${how}). It is started again; try again.`,
      );
    }
    const message =
      `The encoder process ended ${maximumCrashes} times within a minute (last: ${how}) and is not started again. ` +
      'Run "TermLens: Restart Server", or choose another execution provider or encoder.';
    setState({ state: 'failed', message });
    return new EncoderGaveUpError(message);
  };

  const start = async (): Promise<LiveHost> => {
    setState({ state: 'loading' });
    const stopsBefore = stops;
    if (crashTimes.length > 0) {
      await new Promise((resolve) => setTimeout(resolve, firstBackOffMs * 2 ** (crashTimes.length - 1)));
    }
    if (stops !== stopsBefore) {
      throw new EncoderError('The encoder was stopped.');
    }
    return new Promise<LiveHost>((resolve, reject) => {
      const pending = new Map<number, PendingRequest>();
      let attempted: ExecutionProvider | undefined;
      const spawned = spawnEncoderHost(options.hostScript, {
        onReply(reply) {
          switch (reply.type) {
            case 'trying':
              attempted = reply.provider;
              break;
            case 'loaded':
              attempted = undefined;
              setState({ state: 'ready', description: reply.description, processId: spawned.processId });
              resolve({ child: spawned, description: reply.description, pending });
              break;
            case 'loadFailed': {
              const error = deserializeError(reply.error);
              stop();
              setState({ state: 'failed', message: error.message });
              reject(error);
              break;
            }
            case 'vectors':
              pending.get(reply.id)?.resolve(reply.vectors);
              pending.delete(reply.id);
              break;
            case 'encodeFailed':
              pending.get(reply.id)?.reject(deserializeError(reply.error));
              pending.delete(reply.id);
              break;
          }
        },
        onExit(how) {
          // Ended on purpose: by `stop`, which has already forgotten this child.
          const error =
            child === spawned ? recordCrash(how, attempted) : new EncoderError('The encoder was stopped.');
          reject(error);
          pending.forEach((request) => {
            request.reject(error);
          });
        },
      });
      child = spawned;
      const { modelFolder, precision, executionProvider } = options;
      spawned.send({
        type: 'load',
        options: { modelFolder, precision, executionProvider },
        excludedProviders,
      });
    });
  };

  /** The running host, started if need be. A crash while loading is tried again until it is one too many. */
  const liveHost = async (): Promise<LiveHost> => {
    if (state.state === 'failed') {
      throw new EncoderGaveUpError(state.message);
    }
    host ??= start();
    try {
      return await host;
    } catch (error) {
      if (error instanceof EncoderCrashedError) {
        return liveHost();
      }
      throw error;
    }
  };

  const keepAwake = (): void => {
    clearTimeout(idleTimer);
    if (options.idleTimeoutMs > 0 && waiting === 0 && state.state === 'ready') {
      idleTimer = setTimeout(stop, Math.min(options.idleTimeoutMs, longestTimeoutMs)).unref();
    }
  };

  const encode = async (
    names: readonly string[],
    fingerprint: string,
    { signal, priority = 'interactive' }: EncodeOptions,
  ): Promise<Float32Array> => {
    signal?.throwIfAborted();
    const live = await liveHost();
    signal?.throwIfAborted();
    if (live.description.fingerprint !== fingerprint) {
      throw new EncoderError(
        'The model files changed while TermLens was running. Run "TermLens: Restart Server".',
      );
    }
    const id = ++lastRequestId;
    return new Promise<Float32Array>((resolve, reject) => {
      const abort = (): void => {
        live.pending.delete(id);
        live.child.send({ type: 'cancel', id });
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort, { once: true });
      const settle =
        <T>(done: (value: T) => void) =>
        (value: T): void => {
          signal?.removeEventListener('abort', abort);
          done(value);
        };
      live.pending.set(id, { resolve: settle(resolve), reject: settle(reject) });
      live.child.send({ type: 'encode', id, names: [...names], priority });
    });
  };

  const encodeAwake: typeof encode = async (...request) => {
    waiting += 1;
    clearTimeout(idleTimer);
    try {
      return await encode(...request);
    } finally {
      waiting -= 1;
      keepAwake();
    }
  };

  return {
    get state() {
      return state;
    },
    async encoder() {
      const { description } = await liveHost();
      keepAwake();
      return {
        description,
        fingerprint: description.fingerprint,
        dimensions: description.dimensions,
        encode: (names, encodeOptions = {}) => encodeAwake(names, description.fingerprint, encodeOptions),
      };
    },
    restart() {
      crashTimes = [];
      excludedProviders.length = 0;
      stop();
    },
    dispose: stop,
  };
}
