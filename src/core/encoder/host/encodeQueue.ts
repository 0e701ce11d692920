import type { EncodePriority } from '../encoder.ts';
import type { EncodeJob } from '../runtime/encodeJob.ts';

interface QueuedJob {
  readonly id: number;
  readonly priority: EncodePriority;
  readonly job: EncodeJob;
}

export interface EncodeQueue {
  add(queued: QueuedJob): void;
  cancel(id: number): void;
}

/**
 * Runs jobs batch by batch, one run at a time: interactive ones first, each kind in order of arrival. After
 * each batch the event loop gets a turn, so that a cancellation or a more urgent job that arrived while ONNX
 * Runtime blocked the thread takes effect before the next one.
 */
export function createEncodeQueue(handlers: {
  /** After each batch: `done` of the job's names are encoded. */
  onProgress(id: number, done: number): void;
  onDone(id: number, vectors: Float32Array): void;
  onFailed(id: number, error: unknown): void;
}): EncodeQueue {
  const queue: QueuedJob[] = [];
  let running = false;

  const remove = (id: number): void => {
    const index = queue.findIndex((queued) => queued.id === id);
    if (index >= 0) {
      queue.splice(index, 1);
    }
  };

  const step = async (queued: QueuedJob): Promise<void> => {
    try {
      if (await queued.job.runNextBatch()) {
        handlers.onProgress(queued.id, queued.job.done);
      } else {
        remove(queued.id);
        handlers.onDone(queued.id, queued.job.vectors);
      }
    } catch (error) {
      remove(queued.id);
      handlers.onFailed(queued.id, error);
    }
  };

  const run = async (): Promise<void> => {
    running = true;
    for (;;) {
      await new Promise(setImmediate);
      const next = queue.find(({ priority }) => priority === 'interactive') ?? queue[0];
      if (next === undefined) {
        running = false;
        return;
      }
      await step(next);
    }
  };

  return {
    add(queued) {
      queue.push(queued);
      if (!running) {
        void run();
      }
    },
    cancel: remove,
  };
}
