import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { lock } from 'proper-lockfile';

/** Work under a lock may take minutes; its process renews the lock meanwhile, so a stale one is a dead one. */
const lockOptions = {
  stale: 20_000,
  update: 5_000,
  realpath: false,
  // Thrown from a timer it would end the process. Whoever took the lock makes the same.
  onCompromised: () => undefined,
};
const pollMs = 250;

/**
 * Takes a lock that only one process has at a time, and waits for as long as another has it.
 * @returns what gives it back.
 * Rejects with the signal's reason when aborted meanwhile, or with what the file system says.
 */
export async function takeFileLock(
  lockfilePath: string,
  signal: AbortSignal | undefined,
): Promise<() => Promise<void>> {
  await mkdir(dirname(lockfilePath), { recursive: true });
  for (;;) {
    signal?.throwIfAborted();
    try {
      const release = await lock(lockfilePath, { ...lockOptions, lockfilePath });
      return async () => {
        await release().catch((error: unknown) => {
          if (codeOf(error) !== 'ERELEASED') {
            throw error;
          }
        });
      };
    } catch (error) {
      if (codeOf(error) !== 'ELOCKED') {
        throw error;
      }
    }
    await setTimeout(pollMs);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
