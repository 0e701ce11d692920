import { serializeError } from '../encoderErrors.ts';
import { createBackgroundTokenizer, type BackgroundTokenizer } from '../model/backgroundTokenizer.ts';
import { openOnnxEncoder, type OnnxEncoder } from '../runtime/onnxEncoder.ts';
import type {
  EncodeRequest,
  EncoderHostReply,
  EncoderHostRequest,
  LoadRequest,
} from './encoderHostProtocol.ts';
import { createEncodeQueue } from './encodeQueue.ts';

const memoryReportMs = 5_000;
/** A shorter request is tokenized sooner than a thread is started. */
const leastNamesInBackground = 512;

/**
 * The encoder process: one model, one session, spoken to over Node's IPC channel. It exists so that ONNX
 * Runtime, which blocks its thread and can end its process, does neither to the language server.
 * @param tokenizerScript runs `tokenizerThread.ts`.
 */
export function runEncoderHost(tokenizerScript: string): void {
  const reply = (message: EncoderHostReply): void => {
    process.send?.(message);
  };
  let encoder: OnnxEncoder | undefined;
  let memoryReportedAt = -Infinity;
  const reportMemory = (): void => {
    const now = performance.now();
    if (now - memoryReportedAt > memoryReportMs) {
      memoryReportedAt = now;
      reply({ type: 'memory', bytes: process.memoryUsage.rss() });
    }
  };
  const queue = createEncodeQueue({
    onProgress: (id, done) => {
      reply({ type: 'progress', id, done });
    },
    onDone: (id, vectors) => {
      reply({ type: 'vectors', id, vectors });
      reportMemory();
    },
    onFailed: (id, error) => {
      reply({ type: 'encodeFailed', id, error: serializeError(error) });
    },
  });

  /** Requests on their way into the queue; one that is cancelled there is gone from here. */
  const tokenizing = new Set<number>();
  let background: BackgroundTokenizer | undefined;
  const tokenizeInBackground = async (
    names: readonly string[],
  ): Promise<readonly (string | Int32Array)[]> => {
    try {
      return (await background?.tokenize(names)) ?? names;
    } catch (error) {
      // The thread may be out of memory. Slower, but the same comes of it.
      process.stderr.write(`The tokenizer's thread failed: ${String(error)}\n`);
      return names;
    }
  };

  const load = async (request: LoadRequest): Promise<void> => {
    const { options, cacheFolder, runtimeFolder, measure, excluded } = request;
    try {
      encoder = await openOnnxEncoder({
        ...options,
        ...{ cacheFolder, runtimeFolder, measure, excluded },
        onAttempt: (combination) => {
          reply({ type: 'trying', combination });
        },
        onDescriptionChange: (description) => {
          reply({ type: 'changed', description });
        },
      });
      background = createBackgroundTokenizer(tokenizerScript, options.modelFolder);
      reportMemory();
      reply({ type: 'loaded', description: encoder.description });
    } catch (error) {
      reply({ type: 'loadFailed', error: serializeError(error) });
    }
  };

  const encode = async ({ id, names, priority, length }: EncodeRequest): Promise<void> => {
    try {
      if (encoder === undefined) {
        throw new Error('encode before loaded');
      }
      const isLong = priority === 'bulk' && names.length >= leastNamesInBackground;
      tokenizing.add(id);
      const prepared = isLong ? await tokenizeInBackground(names) : names;
      if (tokenizing.delete(id)) {
        queue.add({ id, priority, job: encoder.createJob(prepared, { length }) });
      }
    } catch (error) {
      reply({ type: 'encodeFailed', id, error: serializeError(error) });
    }
  };

  process.on('message', (message: EncoderHostRequest) => {
    switch (message.type) {
      case 'load':
        void load(message);
        break;
      case 'encode':
        void encode(message);
        break;
      case 'cancel':
        tokenizing.delete(message.id);
        queue.cancel(message.id);
        break;
    }
  });
  // The server is gone: nobody is left to encode for.
  process.on('disconnect', () => process.exit(0));
}
