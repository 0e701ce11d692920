import { type ChildProcess, fork } from 'node:child_process';
import { NoteAnnotationError, type AnnotatedText, type NoteAnnotator } from './noteAnnotator.ts';
import type { AnnotatorMessage, AnnotatorRequest } from './serveAnnotator.ts';

export interface AnnotatorPoolOptions {
  /** How many processes there are to be. */
  readonly size: number;
  /** The command line of one process. */
  readonly script: string;
  readonly parameters: readonly string[];
}

/** An annotator that works in processes of its own. */
export interface AnnotatorPool {
  readonly annotator: NoteAnnotator;
  dispose(): void;
}

/** The processes that annotate could not be started; what they said of it follows. */
export class AnnotatorProcessError extends Error {
  override readonly name = 'AnnotatorProcessError';
}

/** So many processes may end before they can begin; then there is something wrong with all of them. */
const toleratedStarts = 3;

interface Worker {
  readonly child: ChildProcess;
  /** What it annotates with, once it can. */
  readonly ready: Promise<string>;
  /** Resolves with nothing where it had ended before it was asked. */
  annotate(text: string): Promise<AnnotatedText | undefined>;
}

/**
 * Annotates with several processes, each of which has a linking session of its own: linking itself takes more of the
 * processor than the encoder does (15 s and 10 s for 40 notes of aci-bench), so that one process with a team of encoders
 * would leave cores idle, and a process more costs some 300 MB, as an encoder of the team would in great part. The first
 * is ready, with whatever had to be built, before the others start. A process that a note ends costs that note, and
 * another takes its place.
 */
export async function createAnnotatorPool({
  size,
  script,
  parameters,
}: AnnotatorPoolOptions): Promise<AnnotatorPool> {
  const workers = new Set<Worker>();
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  let failedStarts = 0;
  let isDisposed = false;

  const start = (isFirst: boolean): Worker => {
    const worker = startWorker(script, parameters, isFirst);
    workers.add(worker);
    worker.child.once('exit', () => {
      workers.delete(worker);
    });
    return worker;
  };
  const release = (worker: Worker): void => {
    const hasEnded = !workers.has(worker);
    // Of a run that is over, the notes that were next are not begun.
    if (isDisposed || (hasEnded && workers.size >= size)) {
      return;
    }
    const next = waiting.shift();
    if (next) {
      next(hasEnded ? start(false) : worker);
    } else if (!hasEnded) {
      idle.push(worker);
    }
  };
  /** A process more is started when there is work for it. */
  const take = (): Promise<Worker> | Worker =>
    idle.pop() ??
    (workers.size < size && !isDisposed ? start(false) : new Promise((resolve) => waiting.push(resolve)));

  /** Nothing where the process had ended before it was asked: another may do it. */
  const tryOn = async (worker: Worker, text: string): Promise<AnnotatedText | undefined> => {
    try {
      await worker.ready;
    } catch (error) {
      failedStarts += 1;
      if (failedStarts >= toleratedStarts) {
        throw error;
      }
      return undefined;
    }
    return worker.annotate(text);
  };

  const first = start(true);
  const madeWith = await first.ready;
  release(first);
  return {
    annotator: {
      concurrency: size,
      madeWith,
      async annotate(text) {
        for (;;) {
          const worker = await take();
          try {
            const annotated = await tryOn(worker, text);
            if (annotated !== undefined) {
              return annotated;
            }
          } finally {
            release(worker);
          }
        }
      },
    },
    dispose() {
      isDisposed = true;
      workers.forEach(({ child }) => {
        // It ends by itself, with the encoder that it started; one that is still loading at once.
        child.kill();
      });
    },
  };
}

function startWorker(script: string, parameters: readonly string[], isFirst: boolean): Worker {
  const child = fork(script, [...parameters], {
    serialization: 'advanced',
    // What the first says of building and devices the others would only say again.
    stdio: ['ignore', 'ignore', isFirst ? 'inherit' : 'ignore', 'ipc'],
  });
  let answer: PromiseWithResolvers<AnnotatedText | undefined> | undefined;
  const { promise: ready, resolve: setReady, reject: failToStart } = Promise.withResolvers<string>();
  // Nobody may have asked for it yet.
  ready.catch(() => undefined);
  child.on('message', (message: AnnotatorMessage) => {
    if (message.kind === 'ready') {
      setReady(message.madeWith);
    } else if (message.kind === 'annotated') {
      answer?.resolve(message.annotated);
    } else {
      answer?.reject(new Error(message.message));
    }
  });
  child.once('error', failToStart);
  child.once('exit', (code, signal) => {
    const how = signal ?? `exit status ${code ?? 'unknown'}`;
    failToStart(
      new AnnotatorProcessError(`A process that was to annotate ended (${how}) before it could begin.`),
    );
    answer?.reject(
      new NoteAnnotationError(
        `the process that annotated it ended (${how}). If memory is short, take fewer --jobs.`,
      ),
    );
  });
  return {
    child,
    ready,
    annotate(text) {
      const asked = Promise.withResolvers<AnnotatedText | undefined>();
      answer = asked;
      const request: AnnotatorRequest = { text };
      child.send(request, (error) => {
        if (error) {
          asked.resolve(undefined);
        }
      });
      return asked.promise;
    },
  };
}
