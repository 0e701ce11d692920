import { Worker } from 'node:worker_threads';
import { unpackTokens } from './packedTokens.ts';
import type { TokenizeReply, TokenizeRequest } from './tokenizerThread.ts';

/** Tokenizes on a thread of its own, while ONNX Runtime keeps the calling one busy. */
export interface BackgroundTokenizer {
  /** Rejects when the thread ended; whoever asks may then tokenize on its own thread. */
  tokenize(names: readonly string[]): Promise<readonly Int32Array[]>;
}

interface Pending {
  readonly resolve: (tokens: readonly Int32Array[]) => void;
  readonly reject: (error: unknown) => void;
}

/** The thread's memory is given back when nothing long has been encoded for a while. */
const idleMs = 10_000;

/** @param script runs `tokenizerThread.ts`. */
export function createBackgroundTokenizer(script: string, modelFolder: string): BackgroundTokenizer {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let lastId = 0;
  let idleTimer: NodeJS.Timeout | undefined;

  const end = (error: unknown): void => {
    worker = undefined;
    pending.forEach(({ reject }) => {
      reject(error);
    });
    pending.clear();
  };
  const start = (): Worker => {
    const started = new Worker(script, { workerData: modelFolder });
    started.unref();
    started.on('message', ({ id, tokens }: TokenizeReply) => {
      pending.get(id)?.resolve(unpackTokens(tokens));
      pending.delete(id);
      idleTimer?.refresh();
    });
    started.on('error', end);
    started.on('exit', () => {
      if (worker === started) {
        end(new Error('the tokenizer’s thread ended'));
      }
    });
    return started;
  };
  return {
    tokenize(names) {
      worker ??= start();
      clearTimeout(idleTimer);
      idleTimer = setTimeout(() => {
        if (pending.size === 0) {
          void worker?.terminate();
          worker = undefined;
        }
      }, idleMs).unref();
      const id = ++lastId;
      const request: TokenizeRequest = { id, names };
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        worker?.postMessage(request);
      });
    },
  };
}
