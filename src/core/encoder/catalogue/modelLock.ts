import { dirname } from 'node:path';
import { DownloadFolderError } from '../../download/downloadErrors.ts';
import { takeFileLock } from '../../fileLock.ts';

/** One process at a time does `work`; others wait, for as long as the signal lets them. */
export async function withLock<T>(
  lockfilePath: string,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const release = await takeFileLock(lockfilePath, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw new DownloadFolderError(dirname(lockfilePath), error);
  });
  try {
    return await work();
  } finally {
    await release();
  }
}
