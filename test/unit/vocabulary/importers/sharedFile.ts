import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { SampledFile } from '../../../../src/core/vocabulary/importers/importer.ts';
import { memoryFile } from './memoryFiles.ts';

const folder = join(import.meta.dirname, '../../../../../shared/data');

export const isSharedDataThere = existsSync(folder);

/** For the title of a test that needs it. */
export const ifSkipped = isSharedDataThere ? '' : ' (skipped: ../shared/data is not on this machine)';

export function sharedFile(path: string): SampledFile {
  const bytes = readFileSync(join(folder, path));
  return path.endsWith('.gz')
    ? memoryFile(path.slice(0, -'.gz'.length), gunzipSync(bytes))
    : memoryFile(path, bytes);
}
