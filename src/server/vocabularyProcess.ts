import { fork } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { NetworkOptions } from '../core/download/network.ts';
import { writeNetworkEnvironment } from '../core/download/networkEnvironment.ts';
import type { Folders } from '../core/encoder/encoderPlaces.ts';
import {
  vocabularyProgressLineSchema,
  type VocabularyProgress,
  type VocabularyProgressLine,
} from '../core/vocabulary/vocabularyProgress.ts';

/** What the command said when it failed; its message is meant for the user. */
export class VocabularyProcessError extends Error {
  override readonly name = 'VocabularyProcessError';
}

/** `termlens vocabulary NAME OPTIONS -- OPERAND`. */
export interface VocabularyCommand {
  readonly name: 'add' | 'rebuild';
  readonly options: readonly string[];
  readonly operand: string;
}

export interface VocabularyProcessOptions {
  /** Cancels: what was encoded is kept, and the next run goes on from there. */
  readonly signal: AbortSignal;
  readonly network: NetworkOptions;
  readonly onProgress: (progress: VocabularyProgress) => void;
}

/** Begins what the command line says in words, last of all why it failed. */
const speaker = 'termlens: ';

/** How long a command may take to put away what it has before it is ended; then a build resumes all the same. */
const graceMs = 10_000;

/**
 * Runs `termlens vocabulary …` in a process of its own, below this one's priority, so that hovers stay quick, and
 * answers the JSON that it prints. It ends with this process.
 * @throws {VocabularyProcessError}
 */
export async function runVocabularyCommand(
  { installFolder, dataFolder }: Folders,
  { name, options, operand }: VocabularyCommand,
  { signal, network, onProgress }: VocabularyProcessOptions,
): Promise<unknown> {
  signal.throwIfAborted();
  const child = fork(
    join(installFolder, 'dist', 'cli.js'),
    // Whatever a file is called, it is no option.
    ['vocabulary', name, '--json', '--progress', 'json', ...options, '--', operand],
    {
      // On this machine, whatever database the command line would otherwise add to.
      env: {
        ...process.env,
        ...writeNetworkEnvironment(network),
        TERMLENS_HOME: dataFolder,
        TERMLENS_STORE_URL: '',
      },
      // A file of the workspace that is called like a known vocabulary would be taken for it.
      cwd: join(installFolder, 'dist'),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A debugger attached to this process, or its flags, are not meant for that one.
      execArgv: [],
    },
  );
  if (!child.stdout || !child.stderr) {
    throw new Error('A process was started without its pipes.');
  }
  lowerPriority(child.pid);
  // Closing the channel asks the command to end, on every platform.
  const cancel = (): void => {
    if (child.connected) {
      child.disconnect();
    }
    setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
  };
  signal.addEventListener('abort', cancel, { once: true });
  let reason: string | undefined;
  const lines = createInterface({ input: child.stderr }).on('line', (line) => {
    const told = readLine(line);
    if (told && 'done' in told) {
      onProgress(told);
    } else if (told?.phase === 'failed') {
      reason = told.message;
    } else if (line.startsWith(speaker)) {
      reason = line.slice(speaker.length);
    }
  });
  try {
    const [printed, [status, killedBy]] = await Promise.all([
      text(child.stdout),
      // Not `close`, which does not come once the channel was closed from this side.
      once(child, 'exit') as Promise<[number | null, string | null]>,
      once(lines, 'close'),
    ]);
    signal.throwIfAborted();
    if (status !== 0) {
      const how = killedBy ?? `status ${status ?? 'unknown'}`;
      throw new VocabularyProcessError(
        reason ?? `Work on the vocabulary ended unexpectedly (${how}). What was encoded is kept; try again.`,
      );
    }
    return JSON.parse(printed) as unknown;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function readLine(line: string): VocabularyProgressLine | undefined {
  if (!line.startsWith('{')) {
    return undefined;
  }
  try {
    return vocabularyProgressLineSchema.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined; // a line of something else, such as a warning of Node
    }
    throw error;
  }
}

function lowerPriority(processId: number | undefined): void {
  try {
    if (processId !== undefined) {
      setPriority(processId, constants.priority.PRIORITY_BELOW_NORMAL);
    }
  } catch (error) {
    // It ended already, or the system does not allow it; it then takes its share like any other.
    if (!(error instanceof Error && 'code' in error)) {
      throw error;
    }
  }
}
