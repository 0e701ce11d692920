import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Precision } from '../encoder.ts';
import { ModelFolderError } from '../encoderErrors.ts';
import { copyAgain, type ModelFolder } from './modelFolder.ts';

/**
 * The sha256 of each of the weights' files, the ONNX file first, separated by blanks.
 * @param known what an earlier call answered for the same files, which spares reading them again.
 * @throws {ModelFolderError} when they cannot be read or do not have the checksum that the manifest states.
 */
export async function checkWeights(
  folder: ModelFolder,
  precision: Precision,
  known?: string,
): Promise<string> {
  const files = weightFiles(folder, precision);
  const sums = known?.split(' ') ?? (await Promise.all(files.map(checksum)));
  files.forEach((file, i) => {
    const stated = folder.checksums[relative(folder.path, file).replaceAll('\\', '/')];
    if (stated !== undefined && stated !== sums[i]) {
      throw new ModelFolderError(
        file,
        'the file is not the one that its manifest describes; it is damaged or was replaced.',
        'Restore the file, or reinstall TermLens if this is its own encoder.',
      );
    }
  });
  return sums.join(' ');
}

/** The ONNX file and those beside it that it keeps tensors in. */
export function weightFiles(folder: ModelFolder, precision: Precision): readonly string[] {
  const onnxFile = folder.onnxFiles[precision] ?? '';
  return [onnxFile, ...(folder.externalData[precision] ?? [])];
}

async function checksum(file: string): Promise<string> {
  return sha256(file).catch((cause: unknown) => {
    throw new ModelFolderError(file, 'the file cannot be read.', copyAgain, { cause });
  });
}

/** Identifies what decides the vectors: weights (their checksums), tokenizer, pooling and maximum length. */
export function fingerprintModel(folder: ModelFolder, weights: string): string {
  return createHash('sha256')
    .update(JSON.stringify([weights, folder.tokenizer, folder.pooling, folder.maximumTokens]))
    .digest('hex')
    .slice(0, 32);
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
