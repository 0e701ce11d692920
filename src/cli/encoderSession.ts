import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defaultDataFolder } from '../core/dataFolder.ts';
import type { EncoderDescription, ExecutionProvider, Precision } from '../core/encoder/encoder.ts';
import { encoderPlaces } from '../core/encoder/encoderPlaces.ts';
import {
  createEncoderProcess,
  type EncoderProcess,
  type EncoderProcessOptions,
  type LoadedEncoder,
} from '../core/encoder/host/encoderProcess.ts';
import { createEncoderTeam } from '../core/encoder/host/encoderTeam.ts';
import { findModelFolder } from '../core/encoder/model/findModelFolder.ts';
import { physicalCores } from '../core/encoder/runtime/physicalCores.ts';
import { untilInterrupted } from './interruption.ts';

/** What every command that uses the encoder lets the user choose. */
export interface EncoderChoice {
  readonly json: boolean;
  readonly encoder: string;
  readonly precision: Precision | 'auto';
  readonly provider: ExecutionProvider | 'auto';
}

export interface EncoderSession {
  readonly encoder: LoadedEncoder;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
}

function describeProcess(installFolder: string, choice: EncoderChoice): EncoderProcessOptions {
  const folders = { installFolder, dataFolder: defaultDataFolder() };
  return {
    ...encoderPlaces(folders),
    modelFolder: findModelFolder(chosenModel(choice), folders),
    precision: choice.precision,
    executionProvider: choice.provider,
    idleTimeoutMs: 0,
  };
}

/** Starts the encoder alone, without a vocabulary, lets `use` work with its process, and ends it however that ends. */
export async function withEncoderProcess<T>(
  installFolder: string,
  choice: EncoderChoice,
  use: (encoderProcess: EncoderProcess, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return untilInterrupted(async (signal) => {
    const encoderProcess = createEncoderProcess(describeProcess(installFolder, choice));
    try {
      return await untilAborted(use(encoderProcess, signal), signal);
    } finally {
      encoderProcess.dispose();
    }
  });
}

/** The same with its model loaded; `notify` tells what the user should know of it. */
export async function withEncoder<T>(
  installFolder: string,
  choice: EncoderChoice,
  use: (session: EncoderSession) => Promise<T>,
  notify: (notice: string) => void = tellNotice,
): Promise<T> {
  return withEncoderProcess(installFolder, choice, async (encoderProcess, signal) => {
    const encoder = await encoderProcess.encoder();
    tellNotices(encoder.description, notify);
    return use({ encoder, signal });
  });
}

/** The same for very many names: on a CPU as many processes share the work as there are cores and memory for. */
export async function withEncoderTeam<T>(
  installFolder: string,
  choice: EncoderChoice,
  use: (session: EncoderSession) => Promise<T>,
  notify: (notice: string) => void = tellNotice,
): Promise<T> {
  return withEncoderProcess(installFolder, choice, async (first, signal) => {
    const encoder = await first.encoder();
    tellNotices(encoder.description, notify);
    const { size, threads } = sizeOfTeam(first);
    if (size < 2) {
      return use({ encoder, signal });
    }
    const team = await createEncoderTeam({
      first,
      size,
      createMember: ({ precision, executionProvider }) =>
        createEncoderProcess({
          ...describeProcess(installFolder, choice),
          ...{ precision, executionProvider, threads },
        }),
    });
    try {
      return await untilAborted(use({ encoder: team.encoder, signal }), signal);
    } finally {
      team.dispose();
    }
  });
}

/** More processes than that gain little, and each has the model in memory. */
const largestTeam = 4;
/** Of the memory that is free. */
const memoryShare = 0.5;

function sizeOfTeam({ state }: EncoderProcess): { readonly size: number; readonly threads: number } {
  const cores = physicalCores() ?? Math.ceil(availableParallelism() / 2);
  if (
    state.state !== 'ready' ||
    state.memoryBytes === undefined ||
    state.description.executionProvider !== 'cpu'
  ) {
    return { size: 1, threads: cores };
  }
  const affordable = Math.floor((process.availableMemory() * memoryShare) / state.memoryBytes);
  const size = Math.max(1, Math.min(largestTeam, cores, affordable));
  return { size, threads: Math.max(1, Math.floor(cores / size)) };
}

/** A relative path means one from here, not from where the encoder process runs. */
export function chosenModel({ encoder }: EncoderChoice): string {
  return /[\\/]/u.test(encoder) ? resolve(encoder) : encoder;
}

export function tellNotices(
  { executionProvider, notices }: EncoderDescription,
  notify: (notice: string) => void = tellNotice,
): void {
  if (notices.length > 0) {
    notify(`running on ${executionProvider} (${notices.join('; ')})`);
  }
}

function tellNotice(notice: string): void {
  process.stderr.write(`termlens: ${notice}\n`);
}

/** A large model takes long to load, and loading cannot be cancelled; its process can be ended. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolveWork, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolveWork, reject);
  });
}
