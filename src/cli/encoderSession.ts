import { resolve } from 'node:path';
import { defaultDataFolder } from '../core/dataFolder.ts';
import type { EncoderDescription, ExecutionProvider, Precision } from '../core/encoder/encoder.ts';
import { encoderPlaces } from '../core/encoder/encoderPlaces.ts';
import {
  createEncoderProcess,
  type EncoderProcess,
  type LoadedEncoder,
} from '../core/encoder/host/encoderProcess.ts';
import { findModelFolder } from '../core/encoder/model/findModelFolder.ts';
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

/** Starts the encoder alone, without a vocabulary, lets `use` work with its process, and ends it however that ends. */
export async function withEncoderProcess<T>(
  installFolder: string,
  choice: EncoderChoice,
  use: (encoderProcess: EncoderProcess, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return untilInterrupted(async (signal) => {
    const folders = { installFolder, dataFolder: defaultDataFolder() };
    const encoderProcess = createEncoderProcess({
      ...encoderPlaces(folders),
      modelFolder: findModelFolder(chosenModel(choice), folders),
      precision: choice.precision,
      executionProvider: choice.provider,
      idleTimeoutMs: 0,
    });
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
