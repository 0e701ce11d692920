import type {
  EncodeOptions,
  Encoder,
  EncoderDescription,
  EncoderMeasurement,
  EncoderOptions,
} from '../encoder.ts';
import { EncoderCrashedError, EncoderError, EncoderGaveUpError } from '../encoderErrors.ts';
import { isSame, nameCombination, type Combination } from '../runtime/combination.ts';
import type { MeasureMode } from '../runtime/settleCombination.ts';
import { createCrashHistory, tooManyCrashes } from './crashHistory.ts';
import type { LoadRequest } from './encoderHostProtocol.ts';
import { createIdleTimer } from './idleTimer.ts';
import { startHost, type LiveHost, type StartedHost } from './liveHost.ts';

export type EncoderState =
  | { readonly state: 'stopped' }
  | { readonly state: 'loading' }
  | {
      readonly state: 'ready';
      readonly description: EncoderDescription;
      readonly processId: number | undefined;
      /** Resident memory of the process, as it told last. */
      readonly memoryBytes?: number | undefined;
    }
  | { readonly state: 'failed'; readonly message: string };

/** An encoder in a process of its own, which is started when first needed and again after a crash. */
export interface EncoderProcess {
  readonly state: EncoderState;
  /** Resolves once the model is loaded. Its `encode` outlives crashes: what was in flight is asked again, once. */
  encoder(): Promise<LoadedEncoder>;
  /**
   * Starts the process anew and measures every combination there is; what waits meanwhile is answered after.
   * Rejects with `signal.reason` when aborted, and goes on as before.
   */
  readonly measure: (
    signal: AbortSignal,
    onAttempt: (combination: Combination) => void,
  ) => Promise<EncoderMeasurement>;
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
  /** Remembers checksums and measurements from one start to the next. */
  readonly cacheFolder?: string | undefined;
  /** Holds another copy of ONNX Runtime, with more execution providers. */
  readonly runtimeFolder?: string | undefined;
  /** A process that owes an answer and is silent for this long is ended and started again. */
  readonly hangTimeoutMs?: number;
  readonly onStateChange?: (state: EncoderState) => void;
  /** One line on a crash that was mended. */
  readonly onNotice?: (line: string) => void;
}

const defaultHangTimeoutMs = 120_000;
/** How often one request may be sent: a second process that ends over it is its doing. */
const maximumAttempts = 2;

export function createEncoderProcess(options: EncoderProcessOptions): EncoderProcess {
  let state: EncoderState = { state: 'stopped' };
  let host: Promise<LiveHost> | undefined;
  let started: StartedHost | undefined;
  const crashes = createCrashHistory();
  /** Counts stops, so that a start that was still backing off notices one. */
  let stops = 0;
  /** What was settled on: a process that comes back runs the same weights, or its vectors would fit nothing. */
  let settled: Combination | undefined;
  let memoryBytes: number | undefined;
  let nextMeasure: MeasureMode = 'needed';
  let onAttempt: (combination: Combination) => void = () => undefined;

  const setState = (next: EncoderState): void => {
    state = next;
    options.onStateChange?.(next);
  };

  const stop = (): void => {
    idle.stop();
    stops += 1;
    host = undefined;
    const stopped = started;
    started = undefined;
    stopped?.kill();
    setState({ state: 'stopped' });
  };

  /** Counts the crash; what a waiting or later request is told. */
  const recordCrash = (how: string, blamed: Combination | undefined): Error => {
    idle.stop();
    host = undefined;
    started = undefined;
    if (crashes.record(how, blamed)) {
      setState({ state: 'stopped' });
      options.onNotice?.(
        `The encoder process ended unexpectedly (${how}${blamed ? `, on ${nameCombination(blamed)}` : ''}) and is started again.`,
      );
      return new EncoderCrashedError(
        `The encoder process ended unexpectedly (${how}). It is started again; try again.`,
      );
    }
    const message =
      `The encoder process ended ${tooManyCrashes} (last: ${how}) and is not started again. ` +
      'Run "TermLens: Restart Server", or choose another execution provider or encoder.';
    setState({ state: 'failed', message });
    return new EncoderGaveUpError(message);
  };

  const describeLoad = (): LoadRequest => {
    const { modelFolder, precision, executionProvider, threads, cacheFolder, runtimeFolder } = options;
    const last = settled;
    const isUsable = last !== undefined && !crashes.excluded.some((combination) => isSame(combination, last));
    return {
      type: 'load',
      options: {
        modelFolder,
        precision: last?.precision ?? precision,
        executionProvider: isUsable ? last.executionProvider : executionProvider,
        threads,
      },
      cacheFolder,
      runtimeFolder,
      measure: last ? 'never' : nextMeasure,
      excluded: crashes.excluded,
    };
  };

  const setReady = ({ description, processId }: LiveHost): void => {
    setState({ state: 'ready', description, processId, memoryBytes });
  };

  const start = async (): Promise<LiveHost> => {
    setState({ state: 'loading' });
    const stopsBefore = stops;
    if (crashes.backOffMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, crashes.backOffMs));
    }
    if (stops !== stopsBefore) {
      throw new EncoderError('The encoder was stopped.');
    }
    let live: LiveHost | undefined;
    memoryBytes = undefined;
    const starting: StartedHost = startHost(
      options.hostScript,
      describeLoad(),
      options.hangTimeoutMs ?? defaultHangTimeoutMs,
      {
        onAttempt: (combination) => {
          onAttempt(combination);
        },
        onChanged() {
          if (live && started === starting) {
            setReady(live);
          }
        },
        onMemory(bytes) {
          if (started === starting) {
            memoryBytes = bytes;
            if (live) {
              setReady(live);
            }
          }
        },
        // Ended on purpose, by `stop`, when it is not the one that was started last.
        onExit: (how, blamed) =>
          started === starting ? recordCrash(how, blamed) : new EncoderError('The encoder was stopped.'),
      },
    );
    started = starting;
    try {
      live = await starting.ready;
    } catch (error) {
      if (started === starting) {
        stop();
        setState({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
      }
      throw error;
    }
    const { executionProvider, precision } = live.description;
    settled = { executionProvider, precision };
    nextMeasure = 'needed';
    setReady(live);
    return live;
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

  const encode = async (
    names: readonly string[],
    fingerprint: string,
    encodeOptions: EncodeOptions,
  ): Promise<Float32Array> => {
    const { signal, priority = 'interactive', length = 'unit', onProgress } = encodeOptions;
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      const live = await liveHost();
      signal?.throwIfAborted();
      if (live.description.fingerprint !== fingerprint) {
        throw new EncoderError(
          'The model files changed while TermLens was running. Run "TermLens: Restart Server".',
        );
      }
      try {
        return await live.encode({ names, priority, length, signal, onProgress });
      } catch (error) {
        if (!(error instanceof EncoderCrashedError) || attempt === maximumAttempts) {
          throw error;
        }
      }
    }
  };

  const idle = createIdleTimer(options.idleTimeoutMs, () => {
    if (state.state === 'ready') {
      stop();
    }
  });

  return {
    get state() {
      return state;
    },
    async encoder() {
      const { description } = await idle.during(liveHost);
      return {
        description,
        fingerprint: description.fingerprint,
        dimensions: description.dimensions,
        encode: (names, encodeOptions = {}) =>
          idle.during(() => encode(names, description.fingerprint, encodeOptions)),
      };
    },
    async measure(signal, listener) {
      signal.throwIfAborted();
      const before = settled;
      crashes.forget();
      stop();
      settled = undefined;
      nextMeasure = 'all';
      onAttempt = listener;
      const abort = (): void => {
        nextMeasure = 'needed';
        settled = before;
        stop();
      };
      signal.addEventListener('abort', abort, { once: true });
      try {
        const { description } = await idle.during(liveHost);
        if (description.measurement === undefined) {
          throw new EncoderError('The encoder was not measured.');
        }
        return description.measurement;
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener('abort', abort);
        onAttempt = () => undefined;
      }
    },
    restart() {
      crashes.forget();
      settled = undefined;
      stop();
    },
    dispose: stop,
  };
}
