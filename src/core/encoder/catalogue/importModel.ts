import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { requireFreeSpace, type FreeSpace } from '../../download/freeSpace.ts';
import { hashFile } from '../../download/hashFile.ts';
import type { Pooling } from '../encoder.ts';
import type { ManifestText } from '../model/modelFolder.ts';
import { readCatalogue, type CatalogueEntry } from './catalogue.ts';
import { ImportError } from './catalogueErrors.ts';
import type { EncoderEntry } from './encoderEntry.ts';
import { readImportSource, type ImportSource } from './importSource.ts';
import { inModels, installDraft, whileInstalling } from './installFolder.ts';
import { describeModel, modelsFolder } from './installedModels.ts';
import { isModelId, requireModelId, toModelId } from './modelId.ts';
import { createModelProgress, type ModelProgress } from './modelProgress.ts';
import { unpackArchive } from './unpackArchive.ts';

export interface ImportModelOptions {
  /** A folder in the layout of Hugging Face or as Optimum exports it, or a .zip, .tar or .tar.gz of one. */
  readonly path: string;
  /** What it is called here; without it, what the model says of itself, or its folder's name. */
  readonly id?: string | undefined;
  /** For a model that does not say; without it, the catalogue's, or `cls`. */
  readonly pooling?: Pooling | undefined;
  readonly dataFolder: string;
  /** Its catalogue knows how some models pool. */
  readonly installFolder: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ModelProgress) => void) | undefined;
}

/** Its dot keeps it out of the list of models. */
const unpackedPrefix = '.unpacked-';

/** What tests replace. */
export interface ImportModelDependencies {
  readonly freeSpace?: FreeSpace;
}

/**
 * Installs a model that was carried here by hand; opens no connection. Its files are copied, so that whatever
 * they came on can be taken away again. One that was installed under the same id is replaced.
 * @throws {CatalogueError} `DownloadError` and `ModelFolderError`, each saying what to do.
 */
export async function importModel(
  options: ImportModelOptions,
  { freeSpace }: ImportModelDependencies = {},
): Promise<EncoderEntry> {
  const { dataFolder, signal } = options;
  const path = resolve(options.path);
  const status = await stat(path).catch((cause: unknown) => {
    throw new ImportError(path, 'there is no such folder or file.', { cause });
  });
  if (status.isDirectory()) {
    return installSource(options, await readImportSource(path, path), async (bytes, place) => {
      await requireFreeSpace(modelsFolder(dataFolder), bytes, freeSpace);
      return place(copy);
    });
  }
  const models = modelsFolder(dataFolder);
  const unpacked = await inModels(models, async () => {
    await mkdir(models, { recursive: true });
    await removeLeftovers(models);
    return mkdtemp(join(models, unpackedPrefix));
  });
  try {
    const progress = createModelProgress(options.onProgress);
    progress.expect(status.size);
    await unpackArchive(path, {
      folder: unpacked,
      signal,
      freeSpace,
      // Weights hardly shrink, so what has been unpacked is about what has been read.
      onBytes: (total) => progress.report(basename(path), Math.min(total, status.size), status.size),
    });
    // What was unpacked is nobody else's: it is moved.
    return await installSource(options, await readImportSource(unpacked, path), (_, place) => place(move));
  } finally {
    await rm(unpacked, { recursive: true, force: true });
  }
}

/** Puts a file where it belongs and answers its sha256. */
type Transfer = (
  from: string,
  to: string,
  signal: AbortSignal | undefined,
  onBytes: (done: number) => void,
) => Promise<string>;

async function installSource(
  options: ImportModelOptions,
  source: ImportSource,
  prepare: (bytes: number, place: (transfer: Transfer) => Promise<string>) => Promise<string>,
): Promise<EncoderEntry> {
  const { dataFolder, signal, onProgress } = options;
  const origin = resolve(options.path);
  const catalogue = await readCatalogue(options.installFolder);
  const entry = findEntry(options.id, source, catalogue);
  const id = requireModelId(options.id ?? idOf(source, entry));
  const installation = { dataFolder, id, origin, signal };
  const bytes = source.files.reduce((sum, file) => sum + file.bytes, 0);
  const progress = createModelProgress(onProgress);
  progress.expect(bytes);
  const install = (transfer: Transfer): Promise<string> =>
    installDraft(installation, async (draft) => {
      for (const { from, to, bytes: size } of source.files) {
        const stated = source.manifest?.files?.[to]?.sha256;
        const found = await inModels(modelsFolder(dataFolder), async () =>
          transfer(join(source.folder, from), await draft.place(to), signal, (done) =>
            progress.report(from, done, size),
          ),
        );
        if (stated !== undefined && stated !== found) {
          throw new ImportError(
            origin,
            `${from} is damaged: it is not the file that manifest.json describes. Copy it again from where it came from.`,
          );
        }
      }
      return describe(id, options.pooling, source, entry);
    });
  const folder = await whileInstalling(installation, () => prepare(bytes, install));
  return describeModel(folder, catalogue);
}

/** What the catalogue knows of it, by any of the names that it may have kept. */
function findEntry(
  id: string | undefined,
  { manifest, repository, name }: ImportSource,
  catalogue: readonly CatalogueEntry[],
): CatalogueEntry | undefined {
  const origin = manifest?.repository ?? repository;
  return (
    catalogue.find((entry) => origin !== undefined && [entry.repository, entry.source].includes(origin)) ??
    catalogue.find((entry) => entry.id === (id ?? manifest?.id ?? name))
  );
}

function idOf(
  { manifest, repository, commit, name }: ImportSource,
  entry: CatalogueEntry | undefined,
): string {
  if (manifest !== undefined && isModelId(manifest.id)) {
    return manifest.id;
  }
  // A folder of the hub's cache is called by its commit, which tells nobody anything.
  return (
    entry?.id ??
    toModelId(commit !== undefined && repository !== undefined ? repository.replace('/', '--') : name)
  );
}

function describe(
  id: string,
  pooling: Pooling | undefined,
  source: ImportSource,
  entry: CatalogueEntry | undefined,
): Omit<ManifestText, 'files'> {
  const own: Partial<ManifestText> = { ...source.manifest };
  delete own.files;
  const repository = source.commit === undefined ? undefined : source.repository;
  return {
    title: entry?.title ?? source.name,
    ...(entry && { maximumTokens: entry.maximumTokens, licence: entry.licence, languages: entry.languages }),
    ...(repository !== undefined && { repository, revision: source.commit }),
    ...own,
    pooling: pooling ?? own.pooling ?? source.pooling ?? entry?.pooling ?? 'cls',
    id,
  };
}

const move: Transfer = async (from, to, signal) => {
  const hash = await hashFile(from, { algorithm: 'sha256' }, signal);
  await rename(from, to);
  return hash;
};

const copy: Transfer = async (from, to, signal, onBytes) => {
  const hash = createHash('sha256');
  let done = 0;
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      done += chunk.length;
      onBytes(done);
      next(null, chunk);
    },
  });
  onBytes(0);
  try {
    await pipeline(createReadStream(from, { highWaterMark: 1 << 20 }), watch, createWriteStream(to), {
      ...(signal && { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
  return hash.digest('hex');
};

/** A process that was killed while it unpacked could not clear up; one that is still at it began just now. */
async function removeLeftovers(models: string): Promise<void> {
  const dayMs = 24 * 60 * 60 * 1000;
  for (const name of (await readdir(models)).filter((entry) => entry.startsWith(unpackedPrefix))) {
    const path = join(models, name);
    if (Date.now() - (await stat(path)).mtimeMs > dayMs) {
      await rm(path, { recursive: true, force: true });
    }
  }
}
