import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type SampledFile, VocabularyFileError } from '../../vocabulary/importers/importer.ts';
import { explainFailure, sampleFile } from '../../vocabulary/importers/sampleFile.ts';
import { listFolder } from '../../vocabulary/importers/sourceFolder.ts';
import { defaultLimits } from '../../vocabulary/importers/sourceLimits.ts';
import { AnnotationFormatError } from './annotationFormat.ts';

/** Of a file in a folder of many; enough for a format to be recognized. */
const sampledBytes = 16_384;

/** The files that the user named: one, with the note that lies beside it, or all of a folder. Gzip is unpacked. */
export async function openDocuments(path: string, signal?: AbortSignal): Promise<readonly SampledFile[]> {
  const context = { limits: defaultLimits, signal };
  try {
    const status = await stat(path);
    if (status.isDirectory()) {
      const stored = await listFolder(path, context);
      if (stored.length === 0) {
        throw new AnnotationFormatError(path, 'there are no files in this folder.');
      }
      const files: SampledFile[] = [];
      for (const file of stored) {
        files.push(await sampleFile(file, context, sampledBytes));
      }
      return files;
    }
    if (!status.isFile()) {
      throw new AnnotationFormatError(path, 'it is no file or folder. Name a file of annotations.');
    }
    const companions = await Promise.all(companionsOf(path).map((file) => sizeOf(file)));
    const all = [{ path, size: status.size }, ...companions.flat()];
    return await Promise.all(
      all.map(({ path: file, size }) =>
        sampleFile({ path: basename(file), storedBytes: size, read: () => createReadStream(file) }, context),
      ),
    );
  } catch (error) {
    signal?.throwIfAborted();
    const explained = explainFailure(path, error);
    throw explained instanceof VocabularyFileError
      ? new AnnotationFormatError(path, explained.message.replace(/^.*?: /su, ''), { cause: error })
      : explained;
  }
}

/** Where the other half of a note and its annotations may lie. */
function companionsOf(path: string): readonly string[] {
  const stem = path.replace(/\.[^./\\]*$/u, '');
  return /\.(?:ann|jsonld|json)$/iu.test(path)
    ? [`${stem}.txt`, ...(path.endsWith('.ann') ? [stem] : [])]
    : [`${stem}.ann`, `${path}.ann`].filter((file) => file !== path);
}

async function sizeOf(path: string): Promise<{ path: string; size: number }[]> {
  try {
    const status = await stat(path);
    return status.isFile() ? [{ path, size: status.size }] : [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
