import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NotEnoughSpaceError } from './downloadErrors.ts';

/** Bytes that this user can still write in a folder, which need not exist yet. */
export type FreeSpace = (folder: string) => Promise<number>;

/** Infinity where the file system does not tell (some network and user-space ones report no blocks at all). */
export const freeSpace: FreeSpace = async (folder) => {
  try {
    const { blocks, bavail, bsize } = await statfs(folder);
    return blocks === 0 ? Infinity : bavail * bsize;
  } catch (error) {
    const parent = dirname(folder);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && parent !== folder) {
      return freeSpace(parent);
    }
    throw error;
  }
};

/** @throws {NotEnoughSpaceError} */
export async function requireFreeSpace(
  folder: string,
  neededBytes: number,
  measure: FreeSpace = freeSpace,
): Promise<void> {
  const free = await measure(folder);
  if (free < neededBytes) {
    throw new NotEnoughSpaceError(folder, neededBytes, free);
  }
}
