import { copyFile, link, mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { DownloadFolderError } from '../../download/downloadErrors.ts';
import { gitBlobHash, hashFile, type ExpectedHash } from '../../download/hashFile.ts';
import type { HubFile, HubSnapshot } from './hubRepository.ts';
import { expandHome } from './hubSettings.ts';

/**
 * The cache folder that Hugging Face's clients share, in the Python client's layout
 * (https://huggingface.co/docs/huggingface_hub/guides/manage-cache): a file lies once in `blobs`, named by its
 * hash, and `snapshots/<commit>/<path>` points there. What either client fetched, the other finds.
 */
export interface HubCache {
  /** Of this repository. */
  readonly folder: string;
  /** Held while files are fetched; beside those that the Python client uses, which are of another kind. */
  readonly lock: string;
  /** Where a file is to be put. */
  blob(file: HubFile): string;
  /** Where it may already be: a cache without symbolic links has it in the snapshot alone. */
  places(file: HubFile): readonly string[];
  /** Makes what has been fetched visible under its commit, and the commit under its branch or tag. */
  publish(files: readonly HubFile[], revision: string): Promise<void>;
}

export async function openHubCache({ repository, commit }: HubSnapshot): Promise<HubCache> {
  const { getHFHubCachePath, getRepoFolderName } = await import('@huggingface/hub');
  const cache = resolve(expandHome(getHFHubCachePath()));
  const name = getRepoFolderName({ type: 'model', name: repository });
  const folder = join(cache, name);
  const snapshot = join(folder, 'snapshots', commit);
  const blob = (file: HubFile): string => join(folder, 'blobs', file.hash);
  return {
    folder,
    lock: join(cache, '.locks', name, 'termlens.lock'),
    blob,
    places: (file) => [blob(file), join(snapshot, ...file.path.split('/'))],
    async publish(files, revision) {
      try {
        for (const file of files) {
          await point(join(snapshot, ...file.path.split('/')), blob(file));
        }
        if (revision !== commit) {
          const ref = join(folder, 'refs', ...revision.split('/'));
          await mkdir(dirname(ref), { recursive: true });
          await writeFile(ref, commit);
        }
      } catch (error) {
        throw new DownloadFolderError(folder, error);
      }
    },
  };
}

/** What the hub says that a file's bytes are. */
export function expectedHash({ kind, hash, bytes }: HubFile): ExpectedHash {
  return kind === 'sha256' ? { algorithm: 'sha256', hex: hash } : gitBlobHash(hash, bytes);
}

/** Whether a file lies at `path`, whole and unharmed. */
export async function isWhole(path: string, file: HubFile, signal?: AbortSignal): Promise<boolean> {
  try {
    const status = await stat(path);
    if (!status.isFile() || status.size !== file.bytes) {
      return false;
    }
    const expected = expectedHash(file);
    return (await hashFile(path, expected, signal)) === expected.hex;
  } catch (error) {
    if (isMissing(error)) {
      return false;
    }
    throw error;
  }
}

/** A relative link, so that the cache can be moved; where links are not allowed, the same file or a copy. */
async function point(pointer: string, blob: string): Promise<void> {
  if (!(await exists(blob)) || (await exists(pointer))) {
    return;
  }
  await mkdir(dirname(pointer), { recursive: true });
  // A link to nothing is in the way and does not count as there.
  await rm(pointer, { force: true });
  try {
    await symlink(relative(dirname(pointer), blob), pointer);
  } catch (error) {
    if (!cannotLink(error)) {
      throw error;
    }
    await linkOrCopy(blob, pointer);
  }
}

/** The same bytes under another name, without taking room twice where the file system can do that. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!cannotLink(error)) {
      throw error;
    }
    await copyFile(from, to);
  }
}

/** Another disk, a file system without links, or, on Windows, no right to make them. */
function cannotLink(error: unknown): boolean {
  const codes = [
    'EXDEV',
    'EPERM',
    'EACCES',
    'EMLINK',
    'ENOTSUP',
    'EOPNOTSUPP',
    'ENOSYS',
    'EISDIR',
    'UNKNOWN',
  ];
  return codes.includes((error as NodeJS.ErrnoException).code ?? '');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) {
        return false;
      }
      throw error;
    },
  );
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
