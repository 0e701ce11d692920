import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';

const lockOptions = {
  // ONNX Runtime blocks the thread that renews the lock, for seconds at a time.
  stale: 60_000,
  update: 10_000,
  realpath: false,
  // Thrown from a timer it would end the process; that somebody else measures too only blurs the figures.
  onCompromised: () => undefined,
  retries: { forever: true, factor: 1, minTimeout: 250, maxTimeout: 250 },
};

/**
 * Does `work` while no other process measures: two windows that open at once would each find the machine half as
 * fast. Without a cache folder, or one that cannot be written, it does it all the same.
 */
export async function measureAlone<T>(cacheFolder: string | undefined, work: () => Promise<T>): Promise<T> {
  const release = cacheFolder === undefined ? undefined : await takeLock(cacheFolder);
  try {
    return await work();
  } finally {
    // A lock that was lost meanwhile is no longer ours to give back.
    await release?.().catch(() => undefined);
  }
}

async function takeLock(cacheFolder: string): Promise<(() => Promise<void>) | undefined> {
  try {
    await mkdir(cacheFolder, { recursive: true });
    const lockfilePath = join(cacheFolder, 'measuring.lock');
    return await lock(cacheFolder, { ...lockOptions, lockfilePath });
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      return undefined;
    }
    throw error;
  }
}
