import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { physicalCores } from '../../core/encoder/runtime/physicalCores.ts';
import { untilInterrupted } from '../interruption.ts';
import { withLinking, type SessionOptions } from '../session.ts';
import { createAnnotatorPool } from './annotatorPool.ts';
import { createNoteAnnotator, type NoteAnnotator } from './noteAnnotator.ts';

export interface AnnotatorOptions extends SessionOptions {
  /** How many processes work side by side; one a physical core, as far as there is memory, when left out. */
  readonly jobs?: number;
}

/** The hidden command that a process of a pool runs. */
export const annotatorCommand = 'annotate-texts';

/** Less is annotated in the time that it takes to load encoder and vocabularies once more. */
const bytesWorthAProcess = 20_000;

/** Gets ready to annotate so many bytes of text, lets `use` work, and ends all that it started. */
export async function withAnnotator<T>(
  installFolder: string,
  { jobs = defaultJobs(), ...options }: AnnotatorOptions,
  bytes: number,
  use: (annotator: NoteAnnotator, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const size = Math.min(jobs, Math.ceil(bytes / bytesWorthAProcess));
  if (size <= 1) {
    return withLinking(installFolder, options, (session) =>
      use(createNoteAnnotator(session), session.signal),
    );
  }
  const threads = Math.max(1, Math.floor((physicalCores() ?? size) / size));
  return untilInterrupted(async (signal) => {
    const pool = await createAnnotatorPool({
      size,
      script: join(installFolder, 'dist', 'cli.js'),
      parameters: [annotatorCommand, JSON.stringify({ ...options, threads })],
    });
    try {
      return await use(pool.annotator, signal);
    } finally {
      pool.dispose();
    }
  });
}

/** With the bundled encoder and vocabulary; large ones are mapped into memory, and shared. */
const bytesOfAProcess = 400_000_000;
/** Of the memory that is free. */
const memoryShare = 0.5;

function defaultJobs(): number {
  const cores = physicalCores() ?? Math.ceil(availableParallelism() / 2);
  return Math.max(
    1,
    Math.min(cores, Math.floor((process.availableMemory() * memoryShare) / bytesOfAProcess)),
  );
}
