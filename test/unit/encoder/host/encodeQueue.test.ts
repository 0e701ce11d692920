import { describe, expect, it } from 'vitest';
import type { EncodePriority } from '../../../../src/core/encoder/encoder.ts';
import { createEncodeQueue, type EncodeQueue } from '../../../../src/core/encoder/host/encodeQueue.ts';

/** What happened, in order: a run as `job.batch`, the end of a job as `job done` or `job: message`. */
interface Recording {
  readonly log: string[];
  /** `job: names done`, after each batch. */
  readonly progress: readonly string[];
  readonly queue: EncodeQueue;
  readonly add: (
    id: number,
    batches: number,
    priority: EncodePriority,
    onBatch?: (batch: number) => void,
  ) => void;
  /** Resolves when as many jobs as `ends` have ended. */
  readonly ended: (ends: number) => Promise<void>;
}

function record(): Recording {
  const log: string[] = [];
  const progress: string[] = [];
  let ends = 0;
  let running = 0;
  const end = (line: string): void => {
    ends += 1;
    log.push(line);
  };
  const queue = createEncodeQueue({
    onProgress: (id, done) => {
      progress.push(`${id}: ${done}`);
    },
    onDone: (id, vectors) => {
      end(`${id} done ${vectors.length}`);
    },
    onFailed: (id, error) => {
      end(`${id}: ${error instanceof Error ? error.message : String(error)}`);
    },
  });
  return {
    log,
    progress,
    queue,
    add(id, batches, priority, onBatch) {
      let batch = 0;
      const job = {
        vectors: new Float32Array(batches),
        get done() {
          return batch;
        },
        async runNextBatch() {
          if (batch === batches) {
            return false;
          }
          running += 1;
          expect(running).toBe(1);
          batch += 1;
          log.push(`${id}.${batch}`);
          await new Promise(setImmediate);
          running -= 1;
          onBatch?.(batch);
          return true;
        },
      };
      queue.add({ id, priority, job });
    },
    async ended(count) {
      while (ends < count) {
        await new Promise(setImmediate);
      }
    },
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    await new Promise(setImmediate);
  }
}

describe('createEncodeQueue', () => {
  it('runs jobs of one kind in order of arrival, one run at a time', async () => {
    const { log, add, ended } = record();
    add(1, 2, 'bulk');
    add(2, 1, 'bulk');
    await ended(2);
    expect(log).toEqual(['1.1', '1.2', '1 done 2', '2.1', '2 done 1']);
  });

  it('lets an interactive job in between two batches of a bulk job', async () => {
    const { log, progress, add, ended } = record();
    add(1, 3, 'bulk', (batch) => {
      if (batch === 1) {
        add(2, 2, 'interactive');
      }
    });
    await ended(2);
    expect(log).toEqual(['1.1', '2.1', '2.2', '2 done 2', '1.2', '1.3', '1 done 3']);
    expect(progress).toEqual(['1: 1', '2: 1', '2: 2', '1: 2', '1: 3']);
  });

  it('stops a job that is cancelled, between two batches, and goes on with the next', async () => {
    const { log, queue, add, ended } = record();
    add(1, 100, 'bulk', (batch) => {
      if (batch === 2) {
        queue.cancel(1);
      }
    });
    add(2, 1, 'bulk');
    await ended(1);
    await turns(10);
    expect(log).toEqual(['1.1', '1.2', '2.1', '2 done 1']);
  });

  it('never begins a job that was cancelled while it waited; unknown ids are nobody’s', async () => {
    const { log, queue, add, ended } = record();
    add(1, 1, 'bulk');
    add(2, 1, 'bulk');
    queue.cancel(2);
    queue.cancel(99);
    await ended(1);
    await turns(10);
    expect(log).toEqual(['1.1', '1 done 1']);
  });

  it('reports the failure of one job and leaves the others alone', async () => {
    const { log, add, ended } = record();
    add(1, 3, 'bulk', () => {
      throw new Error('broken graph');
    });
    add(2, 1, 'bulk');
    await ended(2);
    expect(log).toEqual(['1.1', '1: broken graph', '2.1', '2 done 1']);
  });

  it('takes up work again after it ran empty', async () => {
    const { log, add, ended } = record();
    add(1, 1, 'interactive');
    await ended(1);
    await turns(5);
    add(2, 0, 'interactive');
    await ended(2);
    expect(log).toEqual(['1.1', '1 done 1', '2 done 0']);
  });
});
