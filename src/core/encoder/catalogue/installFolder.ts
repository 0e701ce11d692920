import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { hashFile } from '../../download/hashFile.ts';
import { replaceFolder, steppedAside } from '../../replaceFolder.ts';
import { ModelFolderError } from '../encoderErrors.ts';
import { openModelFolder, type ManifestText } from '../model/modelFolder.ts';
import { createNameTokenizer } from '../model/nameTokenizer.ts';
import { ModelsFolderError, UnusableModelError } from './catalogueErrors.ts';
import { modelsFolder } from './installedModels.ts';
import { withLock } from './modelLock.ts';

/** A model's folder while it is put together, beside where it will be. */
export interface Draft {
  readonly folder: string;
  /** Absolute path for a file, whose folder is there. */
  place(path: string): Promise<string>;
}

export interface Installation {
  readonly dataFolder: string;
  readonly id: string;
  /** Where the model comes from, for messages. */
  readonly origin: string;
  readonly signal: AbortSignal | undefined;
}

/** Keeps other processes from installing the same model meanwhile, and clears away what a killed one left. */
export async function whileInstalling<T>(
  { dataFolder, id, signal }: Installation,
  work: (current: string) => Promise<T>,
): Promise<T> {
  const models = modelsFolder(dataFolder);
  const current = join(models, id);
  return withLock(join(models, `${draftPrefix(id)}lock`), signal, async () => {
    await recoverInterruptedReplacement(models, id, current);
    return work(current);
  });
}

/**
 * Lets `fill` put a model's files into a draft, writes its manifest, checks that it can be opened, and moves it
 * into its place in one rename: whatever happens, what was installed before stays whole. Called while installing.
 * @throws {UnusableModelError} when the files are no encoder; {@link ModelsFolderError}.
 */
export async function installDraft(
  { dataFolder, id, origin, signal }: Installation,
  fill: (draft: Draft) => Promise<Omit<ManifestText, 'files'>>,
): Promise<string> {
  const models = modelsFolder(dataFolder);
  const folder = await inModels(models, () => mkdtemp(join(models, draftPrefix(id))));
  const draft: Draft = {
    folder,
    async place(path) {
      const file = join(folder, ...path.split('/'));
      await inModels(models, () => mkdir(dirname(file), { recursive: true }));
      return file;
    },
  };
  try {
    const manifest = await fill(draft);
    const files = await describeFiles(folder, signal);
    await inModels(models, () =>
      writeFile(join(folder, 'manifest.json'), `${JSON.stringify({ ...manifest, files }, null, 2)}\n`),
    );
    await requireEncoder(folder, origin);
    signal?.throwIfAborted();
    await inModels(models, () => replaceFolder(folder, join(models, id)));
    return join(models, id);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** File system errors of the data folder, as something that the user can mend. */
export async function inModels<T>(models: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? new ModelsFolderError(models, error) : error;
  }
}

function draftPrefix(id: string): string {
  return `.${id}.`;
}

async function describeFiles(
  folder: string,
  signal: AbortSignal | undefined,
): Promise<Record<string, { sha256: string; bytes: number }>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const described: Record<string, { sha256: string; bytes: number }> = {};
  for (const path of paths.sort()) {
    const sha256 = await hashFile(path, { algorithm: 'sha256' }, signal);
    described[relative(folder, path).replaceAll('\\', '/')] = { sha256, bytes: (await stat(path)).size };
  }
  return described;
}

async function requireEncoder(folder: string, origin: string): Promise<void> {
  try {
    createNameTokenizer(await openModelFolder(folder));
  } catch (error) {
    if (!(error instanceof ModelFolderError)) {
      throw error;
    }
    // The draft is about to disappear; what its files are called there helps nobody.
    const message = error.message.replaceAll(join(folder, '/'), '').replaceAll(folder, origin);
    throw new UnusableModelError(`${origin} cannot be used as an encoder: ${message}`, { cause: error });
  }
}

/**
 * A process killed between the two renames of a replacement left the old model aside; and any killed one left
 * its draft. Nobody else installs this model now, so the old one is put back and drafts are removed.
 */
async function recoverInterruptedReplacement(models: string, id: string, folder: string): Promise<void> {
  await inModels(models, async () => {
    const entries = await readdir(models);
    let missing = !entries.includes(id);
    // What `mkdtemp` appends has six characters; an id may itself begin with another id and a dot.
    const leftover = (entry: string): boolean =>
      entry.startsWith(draftPrefix(id)) && /^\w{6}(?:-old)?$/u.test(entry.slice(draftPrefix(id).length));
    for (const entry of entries.filter(leftover)) {
      if (entry.endsWith(steppedAside) && missing) {
        await rename(join(models, entry), folder);
        missing = false;
      } else {
        await rm(join(models, entry), { recursive: true, force: true });
      }
    }
  });
}
