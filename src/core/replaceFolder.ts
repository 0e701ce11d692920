import { rename, rm } from 'node:fs/promises';

/** Where the folder that is replaced waits meanwhile; a killed process leaves it there, for the next to put back. */
export const steppedAside = '-old';

/**
 * Moves a whole draft to its place. A folder cannot be renamed over one that is not empty, so the old one steps
 * aside first, and comes back if the draft cannot take its place.
 */
export async function replaceFolder(draft: string, folder: string): Promise<void> {
  const old = `${draft}${steppedAside}`;
  const hadOld = await rename(folder, old).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return false;
      }
      throw error;
    },
  );
  try {
    await rename(draft, folder);
  } catch (error) {
    if (hadOld) {
      await rename(old, folder);
    }
    throw error;
  }
  if (hadOld) {
    await rm(old, { recursive: true, force: true });
  }
}
