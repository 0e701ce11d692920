import { writeFileSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';

/**
 * Writes a file whole or not at all. Rejects with what the file system says, also where the file that is there is
 * read-only, which a rename would replace without asking.
 */
export async function writeFileWhole(path: string, bytes: Uint8Array): Promise<void> {
  await access(path, constants.W_OK).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
  });
  // write-file-atomic 7 takes the count of `fs.write` for granted: on a disk that fills up it would
  // put a cut file in place. `writeFileSync` writes on until all is written, or throws.
  await writeFileAtomic(path, '', {
    tmpfileCreated: (temporaryPath) => {
      writeFileSync(temporaryPath, bytes);
    },
  });
}
