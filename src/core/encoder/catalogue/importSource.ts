import { readFile, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import * as z from 'zod';
import type { Precision } from '../encoder.ts';
import { findExternalData } from '../model/externalData.ts';
import { readManifestText, type ManifestText } from '../model/modelFolder.ts';
import { ImportError } from './catalogueErrors.ts';
import {
  chooseFiles,
  externalFile,
  poolingConfig,
  publishedPrecisions,
  type ChosenFile,
} from './chooseFiles.ts';
import { exportRemedy } from './exportRemedy.ts';
import { readPooling } from './fetchModelFiles.ts';
import { toModelId } from './modelId.ts';

/** A model's folder, as somebody brought it. */
export interface ImportSource {
  readonly folder: string;
  readonly files: readonly (ChosenFile & { readonly bytes: number })[];
  /** What its own `manifest.json` says, if it was made by TermLens. */
  readonly manifest: ManifestText | undefined;
  /** The repository that its files come from, as far as they say. */
  readonly repository: string | undefined;
  /** Its commit, where the folder lies in the cache of Hugging Face's clients. */
  readonly commit: string | undefined;
  readonly pooling: 'cls' | 'mean' | undefined;
  /** What its folder or archive is called. */
  readonly name: string;
}

/**
 * Looks a folder through; the model may be in the one folder inside it, as in most archives.
 * @param origin what the user named, for messages and for its name.
 * @throws {ImportError}
 */
export async function readImportSource(path: string, origin: string): Promise<ImportSource> {
  const folder = await findModel(path, origin);
  const paths = await listFiles(folder);
  const named = folder === path ? nameOf(origin) : basename(folder);
  const published = publishedPrecisions(paths);
  const choice = chooseFiles(paths, published);
  if (published.length === 0) {
    throw new ImportError(
      origin,
      `there is no ONNX file in it (onnx/model.onnx or model.onnx). ${exportRemedy(quote(origin), toModelId(named))}`,
    );
  }
  if (choice.missing.length > 0) {
    throw new ImportError(
      origin,
      `${choice.missing.join(', ')} is missing. Copy the whole folder that was exported or downloaded.`,
    );
  }
  const files: ChosenFile[] = [...choice.files];
  for (const weights of Object.values(choice.weights) satisfies readonly ChosenFile[]) {
    const locations = await findExternalData(join(folder, weights.from));
    files.push(...locations.map((location) => externalFile(weights, location)));
  }
  const cached = await readCachePath(folder);
  return {
    folder,
    files: await Promise.all(files.map((file) => measure(folder, file, origin))),
    manifest: paths.includes('manifest.json') ? await readManifestText(folder) : undefined,
    repository: cached?.repository ?? (await readExportedFrom(folder)),
    commit: cached?.commit,
    pooling: paths.includes(poolingConfig) ? await readPooling(join(folder, poolingConfig)) : undefined,
    name: named,
  };
}

/** The precisions of files to be installed. */
export type ImportedPrecisions = readonly Precision[];

async function findModel(path: string, origin: string): Promise<string> {
  let folder = path;
  // Archives of archives of folders end somewhere.
  for (let depth = 0; depth < 4; depth++) {
    const entries = (await readdir(folder, { withFileTypes: true })).filter(
      // What macOS adds to archives.
      ({ name }) => !name.startsWith('.') && name !== '__MACOSX',
    );
    if (entries.some(({ name }) => name === 'config.json')) {
      return folder;
    }
    const [only, ...others] = entries.filter((entry) => entry.isDirectory());
    if (only === undefined || others.length > 0) {
      break;
    }
    folder = join(folder, only.name);
  }
  throw new ImportError(
    origin,
    'there is no config.json in it. Name a folder, or an archive of one, in the layout of Hugging Face: ' +
      'config.json, tokenizer.json, tokenizer_config.json and onnx/model.onnx.',
  );
}

/** Where an encoder's files can be; what else is there, perhaps a whole disk, is not looked at. */
async function listFiles(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for (const sub of ['', 'onnx', '1_Pooling']) {
    const names = await readdir(join(folder, sub)).catch((error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
        return [];
      }
      throw error;
    });
    paths.push(...names.map((name) => (sub === '' ? name : `${sub}/${name}`)));
  }
  return paths;
}

async function measure(
  folder: string,
  file: ChosenFile,
  origin: string,
): Promise<ChosenFile & { bytes: number }> {
  const status = await stat(join(folder, file.from)).catch((cause: unknown) => {
    throw new ImportError(origin, `${file.from} is missing or cannot be read. Copy the whole folder.`, {
      cause,
    });
  });
  if (!status.isFile()) {
    throw new ImportError(origin, `${file.from} is not a file.`);
  }
  return { ...file, bytes: status.size };
}

/** `models--owner--name/snapshots/<commit>`, whose files are links to the cache's blobs. */
async function readCachePath(folder: string): Promise<{ repository: string; commit: string } | undefined> {
  const match = /[\\/]models--([\w.-]+?)--([\w.-]+)[\\/]snapshots[\\/]([0-9a-f]{40})$/u.exec(
    await realpath(folder),
  );
  const [, owner, name, commit] = match ?? [];
  return owner !== undefined && name !== undefined && commit !== undefined
    ? { repository: `${owner}/${name}`, commit }
    : undefined;
}

/** Transformers writes down what a model was loaded from. */
async function readExportedFrom(folder: string): Promise<string | undefined> {
  const schema = z.object({ _name_or_path: z.string().regex(/^[\w.-]+\/[\w.-]+$/u) });
  const text = await readFile(join(folder, 'config.json'), 'utf8');
  try {
    return schema.safeParse(JSON.parse(text)).data?._name_or_path;
  } catch (error) {
    if (error instanceof SyntaxError) {
      // `openModelFolder` says what is wrong with it.
      return undefined;
    }
    throw error;
  }
}

function nameOf(origin: string): string {
  return basename(origin).replace(/\.(?:zip|tar|tgz|tar\.gz)$/iu, '');
}

function quote(path: string): string {
  return /\s/u.test(path) ? `"${relative('', path) || path}"` : path;
}
