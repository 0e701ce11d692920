import { constants, existsSync, readFileSync } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cudaProviderData } from './cudaProvider.ts';

/*
 * ONNX Runtime loads a provider's library only from beside its own, and an installation of TermLens is not to be
 * written to: an update replaces it, and it may belong to somebody else. So the CUDA provider gets a copy of the
 * bundled package to lie in, in the user's data folder.
 */
const packageName = 'onnxruntime-node';
const commonPackageName = 'onnxruntime-common';
/** Where the package keeps its native libraries for Linux on x64. */
const nativeFolder = join('bin', 'napi-v6', 'linux', 'x64');
/** What of the two packages runs. */
const copiedPaths = {
  [packageName]: ['package.json', 'dist', nativeFolder],
  [commonPackageName]: ['package.json', 'dist'],
};

/** The file that was made of a path in the NuGet package. */
export const libraryNames = cudaProviderData.libraries.map(({ path }) => basename(path));

/** Where the copy of the bundled version belongs, whether or not it is there. */
export function runtimePlace(dataFolder: string, version = cudaProviderData.onnxruntime): string {
  return join(dataFolder, 'runtimes', `onnxruntime-${version}-cuda`);
}

export function nativeFolderOf(runtime: string): string {
  return join(runtime, 'node_modules', packageName, nativeFolder);
}

/**
 * The folder to load `onnxruntime-node` from (`createRequire(join(folder, 'package.json'))('onnxruntime-node')`) so
 * that it finds its CUDA provider; `undefined` when there is none for the version that is bundled.
 */
export function cudaRuntimeFolder(dataFolder: string, installFolder: string): string | undefined {
  const bundled = findBundledPackages(installFolder);
  const version = bundled && readVersion(join(bundled, packageName));
  if (version === undefined) {
    return undefined;
  }
  const runtime = runtimePlace(dataFolder, version);
  // It was moved there whole; somebody may have taken parts of it away since.
  const parts = libraryNames.map((name) => join(nativeFolderOf(runtime), name));
  const isWhole =
    parts.every(existsSync) && readVersion(join(runtime, 'node_modules', packageName)) === version;
  return isWhole ? runtime : undefined;
}

/** The `node_modules` that ONNX Runtime lies in: beside the bundles in an installation, the project's own in a checkout. */
export function findBundledPackages(installFolder: string): string | undefined {
  return [join(installFolder, 'dist', 'node_modules'), join(installFolder, 'node_modules')].find((folder) =>
    existsSync(join(folder, packageName, 'package.json')),
  );
}

export function bundledVersion(installFolder: string): string | undefined {
  const bundled = findBundledPackages(installFolder);
  return bundled && readVersion(join(bundled, packageName));
}

/** A folder beside the runtime's place, to make it in. */
export async function createDraft(dataFolder: string): Promise<string> {
  const place = runtimePlace(dataFolder);
  await mkdir(dirname(place), { recursive: true });
  return mkdtemp(join(dirname(place), `.${basename(place)}.draft-`));
}

/** Puts what runs of the bundled package into `runtime`; as links to the same files where the disk allows it. */
export async function copyBundledRuntime(bundled: string, runtime: string): Promise<void> {
  for (const [name, paths] of Object.entries(copiedPaths)) {
    for (const path of paths) {
      await linkOrCopy(join(bundled, name, path), join(runtime, 'node_modules', name, path));
    }
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') {
      return undefined;
    }
    throw error;
  });
  if (entries === undefined) {
    await mkdir(dirname(to), { recursive: true });
    // Another disk, a file system without links, or files of another user: many reasons, one way out.
    await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE));
    return;
  }
  await mkdir(to, { recursive: true });
  for (const { name } of entries.filter((entry) => isNeededToRun(entry.name))) {
    await linkOrCopy(join(from, name), join(to, name));
  }
}

/** A checkout has declarations and source maps, and might have provider libraries, beside the code. */
function isNeededToRun(name: string): boolean {
  return !/\.(?:d\.ts|map|ts)$/u.test(name) && !name.startsWith('libonnxruntime_providers_');
}

function readVersion(folder: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      version?: unknown;
    };
    return typeof version === 'string' ? version : undefined;
  } catch (error) {
    // Not there, or damaged: either way it cannot be loaded.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code !== undefined) {
      return undefined;
    }
    throw error;
  }
}
