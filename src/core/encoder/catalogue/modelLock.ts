import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { DownloadFolderError } from '../../download/downloadErrors.ts';

/** A download takes minutes; its process renews the lock meanwhile, so a stale one is a dead one. */
const lockOptions = {
  stale: 20_000,
  update: 5_000,
  realpath: false,
  // Thrown from a timer it would end the process. Whoever took the lock fetches the same, checked files.
  onCompromised: () => undefined,
};
const pollMs = 250;

/** One process at a time does `work`; others wait, for as long as the signal lets them. */
export async function withLock<T>(
  lockfilePath: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const release = await take(lockfilePath, signal);
  try {
    return await work();
  } finally {
    await release().catch((error: unknown) => {
      if (codeOf(error) !== 'ERELEASED') {
        throw error;
      }
    });
  }
}

async function take(lockfilePath: string, signal: AbortSignal | undefined): Promise<() => Promise<void>> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      await mkdir(dirname(lockfilePath), { recursive: true });
      return await lock(lockfilePath, { ...lockOptions, lockfilePath });
    } catch (error) {
      if (codeOf(error) !== 'ELOCKED') {
        throw new DownloadFolderError(dirname(lockfilePath), error);
      }
    }
    await setTimeout(pollMs);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
