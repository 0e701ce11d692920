import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Precision } from '../encoder.ts';
import { ModelFolderError } from '../encoderErrors.ts';
import { findOnnxFiles, readManifest, type ModelManifest } from '../model/modelFolder.ts';
import { readCatalogue, type CatalogueEntry } from './catalogue.ts';
import type { EncoderEntry } from './encoderEntry.ts';
import { exportRemedy } from './exportRemedy.ts';
import { bundledModels } from '../model/findModelFolder.ts';
import { isModelId } from './modelId.ts';

export type { EncoderEntry } from './encoderEntry.ts';

export function modelsFolder(dataFolder: string): string {
  return join(dataFolder, 'models');
}

/** Bundled encoders, then installed ones, then those of the catalogue that are not here. Opens no connection. */
export async function listEncoders({
  installFolder,
  dataFolder,
}: {
  readonly installFolder: string;
  readonly dataFolder: string;
}): Promise<readonly EncoderEntry[]> {
  const catalogue = await readCatalogue(installFolder);
  const bundled = await Promise.all(
    bundledModels.map((id) => describeBundled(join(installFolder, 'models', id))),
  );
  const folder = modelsFolder(dataFolder);
  const ids = (await subfolders(folder)).filter((id) => isModelId(id) && !bundledModels.includes(id));
  const installed = await Promise.all(ids.sort().map((id) => describeModel(join(folder, id), catalogue)));
  const others = catalogue.filter(({ id }) => !ids.includes(id)).map(describeEntry);
  return [...bundled, ...installed, ...others];
}

async function describeBundled(folder: string): Promise<EncoderEntry> {
  const { remedy, ...entry } = await describeModel(folder, []);
  return {
    ...entry,
    state: 'bundled',
    description: 'Comes with TermLens: small and fast, for the common terms of clinical notes.',
    ...(remedy !== undefined && { remedy: `${folder} is damaged. Reinstall TermLens.` }),
  };
}

/** A model's folder, described without reading its large files. A damaged one says what to do about it. */
export async function describeModel(
  folder: string,
  catalogue: readonly CatalogueEntry[],
): Promise<EncoderEntry> {
  const id = basename(folder);
  const known = catalogue.find((entry) => entry.id === id);
  try {
    const manifest = await readManifest(folder);
    const precisions = await sizesOfWeights(folder);
    const { repository, revision, licence, languages, pooling, maximumTokens } = manifest;
    return {
      id,
      title: manifest.title,
      description: known?.description ?? describeOrigin(manifest),
      state: 'installed',
      ...(precisions.length === 0 && { remedy: `There are no weights in ${folder}. Get the model again.` }),
      ...(repository !== undefined && { repository }),
      ...(revision !== undefined && { revision }),
      licence: licence ?? known?.licence ?? 'not stated',
      languages: languages ?? known?.languages ?? [],
      pooling,
      maximumTokens,
      precisions,
      folder,
    };
  } catch (error) {
    if (!(error instanceof ModelFolderError)) {
      throw error;
    }
    return {
      id,
      title: known?.title ?? id,
      description: 'Its folder is damaged.',
      state: 'installed',
      remedy: error.message,
      licence: 'not stated',
      languages: [],
      pooling: 'cls',
      maximumTokens: 0,
      precisions: [],
      folder,
    };
  }
}

function describeOrigin({ repository }: ModelManifest): string {
  return repository === undefined
    ? 'From a folder of your own.'
    : `From ${repository} on the Hugging Face hub.`;
}

function describeEntry(entry: CatalogueEntry): EncoderEntry {
  const { id, title, description, licence, languages, pooling, maximumTokens, precisions } = entry;
  const common = { id, title, description, licence, languages, pooling, maximumTokens, precisions };
  return entry.repository === undefined || entry.revision === undefined
    ? { ...common, state: 'bring', repository: entry.source, remedy: exportRemedy(entry.source, id) }
    : { ...common, state: 'available', repository: entry.repository, revision: entry.revision };
}

async function sizesOfWeights(folder: string): Promise<{ precision: Precision; bytes: number }[]> {
  const files = Object.entries(await findOnnxFiles(folder)) as [Precision, string][];
  return Promise.all(files.map(async ([precision, file]) => ({ precision, bytes: (await stat(file)).size })));
}

async function subfolders(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    // A link to a folder elsewhere is one as well: where disks are small, models lie on others.
    return entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink()).map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}
