import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Precision } from '../encoder.ts';
import { ModelFolderError } from '../encoderErrors.ts';
import { copyAgain, type ModelFolder } from './modelFolder.ts';

/**
 * The sha256 of the weights.
 * @param known what an earlier call answered for the same file, which spares reading it again.
 * @throws {ModelFolderError} when they cannot be read or do not have the checksum that the manifest states.
 */
export async function checkWeights(
  folder: ModelFolder,
  precision: Precision,
  known?: string,
): Promise<string> {
  const onnxFile = folder.onnxFiles[precision] ?? '';
  const weights =
    known ??
    (await sha256(onnxFile).catch((cause: unknown) => {
      throw new ModelFolderError(onnxFile, 'the file cannot be read.', copyAgain, { cause });
    }));
  const stated = folder.checksums[relative(folder.path, onnxFile).replaceAll('\\', '/')];
  if (stated !== undefined && stated !== weights) {
    throw new ModelFolderError(
      onnxFile,
      'the file is not the one that its manifest describes; it is damaged or was replaced.',
      'Restore the file, or reinstall TermLens if this is its own encoder.',
    );
  }
  return weights;
}

/** Identifies what decides the vectors: weights (their sha256), tokenizer, pooling and maximum length. */
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
