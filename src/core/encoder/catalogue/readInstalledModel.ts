import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from '../../download/hashFile.ts';
import type { Precision } from '../encoder.ts';
import { ModelFolderError } from '../encoderErrors.ts';
import { findOnnxFiles, onnxFileNames, readManifest } from '../model/modelFolder.ts';

/** A model that was installed before, as far as it matters to getting it again. */
export interface InstalledModel {
  readonly folder: string;
  readonly repository: string | undefined;
  readonly precisions: readonly Precision[];
  /** Whether it is of this commit, has these precisions, and every file is as it was when it was installed. */
  isWhole(
    repository: string,
    commit: string,
    precisions: readonly Precision[],
    signal?: AbortSignal,
  ): Promise<boolean>;
}

/** Undefined if there is none, or one so damaged that nothing can be said about it. */
export async function readInstalledModel(folder: string): Promise<InstalledModel | undefined> {
  if (!(await hasManifest(folder))) {
    return undefined;
  }
  try {
    const manifest = await readManifest(folder);
    return {
      folder,
      repository: manifest.repository,
      precisions: Object.keys(await findOnnxFiles(folder)) as Precision[],
      async isWhole(repository, commit, precisions, signal) {
        const same = manifest.repository === repository && manifest.revision === commit;
        if (!same || !precisions.every((precision) => onnxFileNames[precision] in manifest.files)) {
          return false;
        }
        for (const [path, { sha256, bytes }] of Object.entries(manifest.files)) {
          if (!(await isFileWhole(join(folder, path), sha256, bytes, signal))) {
            return false;
          }
        }
        return true;
      },
    };
  } catch (error) {
    if (error instanceof ModelFolderError) {
      return undefined;
    }
    throw error;
  }
}

async function hasManifest(folder: string): Promise<boolean> {
  return readFile(join(folder, 'manifest.json')).then(
    () => true,
    () => false,
  );
}

async function isFileWhole(
  file: string,
  sha256: string,
  bytes: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    return (
      (await stat(file)).size === bytes && (await hashFile(file, { algorithm: 'sha256' }, signal)) === sha256
    );
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Error && 'syscall' in error) {
      return false;
    }
    throw error;
  }
}
