import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { promisify } from 'node:util';

/** A machine's shared libraries, by file name. */
export interface MachineLibraries {
  /** The file that the loader would take. */
  readonly loadable: ReadonlyMap<string, string>;
  /** In places where CUDA is usually installed, but where the loader does not look as things are. */
  readonly elsewhere: ReadonlyMap<string, string>;
}

export interface MachineOptions {
  /** `/`, or a made-up one. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The loader's cache as `ldconfig -p` prints it. */
  readonly readLoaderCache: () => Promise<string>;
}

/** The loader's own folders, for machines without a cache. */
const defaultFolders = [
  'lib',
  'lib64',
  'usr/lib',
  'usr/lib64',
  'lib/x86_64-linux-gnu',
  'usr/lib/x86_64-linux-gnu',
];
/** Beside `/usr/local/cuda*`, which NVIDIA's installers use. */
const cudaFolders = ['lib64', 'targets/x86_64-linux/lib'];
/** CUDA's own; of the others nobody asks for another version. */
const interesting = /^lib(?:cu|nv)[\w.-]*\.so/u;

/** Looks where ld.so(8) does, in its order, and then where CUDA is often installed. */
export async function findMachineLibraries(options: MachineOptions): Promise<MachineLibraries> {
  const { root, env } = options;
  const pathFolders = (env['LD_LIBRARY_PATH'] ?? '').split(/[:;]/u).filter((folder) => folder !== '');
  const [fromPath, fromCache, fromDefaults] = await Promise.all([
    listFolders(pathFolders.map((folder) => join(root, folder))),
    options.readLoaderCache().then(parseLoaderCache),
    listFolders(defaultFolders.map((folder) => join(root, folder))),
  ]);
  const local = join(root, 'usr', 'local');
  const installations = (await listFolder(local)).filter((name) => /^cuda(?:-\d|$)/u.test(name)).sort();
  const folders = installations.flatMap((name) => cudaFolders.map((folder) => join(local, name, folder)));
  const loadable = new Map([...fromDefaults, ...fromCache, ...fromPath]);
  const elsewhere = [...(await listFolders(folders))].filter(([name]) => interesting.test(name));
  return { loadable, elsewhere: new Map(elsewhere.filter(([name]) => !loadable.has(name))) };
}

/** `ldconfig` is in a folder that only an administrator's `PATH` names; a machine may also have none. */
export async function readSystemLoaderCache(): Promise<string> {
  for (const program of ['/sbin/ldconfig', '/usr/sbin/ldconfig', 'ldconfig']) {
    try {
      return (await promisify(execFile)(program, ['-p'], { timeout: 10_000, maxBuffer: 64 << 20 })).stdout;
    } catch (error) {
      // Not there or not willing: the next one, or what the folders show, has to do.
      if (!(error instanceof Error)) {
        throw error;
      }
    }
  }
  return '';
}

/** `	libcudart.so.12 (libc6,x86-64) => /usr/local/cuda-12.4/lib64/libcudart.so.12`; the first of a name counts. */
function parseLoaderCache(text: string): Map<string, string> {
  const lines = text.matchAll(/^\t(?<name>\S+) \((?<kind>[^)]*)\) => (?<path>.+)$/gmu);
  const entries = [...lines].flatMap(({ groups }): [string, string][] =>
    groups?.['kind']?.includes('x86-64') ? [[groups['name'] ?? '', groups['path'] ?? '']] : [],
  );
  return new Map(entries.reverse());
}

/** The first folder that has a name gives it. */
async function listFolders(folders: readonly string[]): Promise<Map<string, string>> {
  const lists = await Promise.all(
    folders.map(async (folder) =>
      (await listFolder(folder)).map((name): [string, string] => [name, join(folder, name)]),
    ),
  );
  return new Map(lists.reverse().flat());
}

async function listFolder(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === undefined) {
      throw error;
    }
    return [];
  });
}

/** `libcudart.so.12` → `libcudart.so`, 12; undefined for what is no versioned library. */
export function parseLibraryName(
  name: string,
): { readonly base: string; readonly major: number } | undefined {
  const groups = /^(?<base>lib.+\.so)\.(?<major>\d+)(?:\.|$)/u.exec(name)?.groups;
  return groups ? { base: groups['base'] ?? '', major: Number(groups['major']) } : undefined;
}

/** The versions there are of a library, loadable or not, newest first. */
export function otherVersions(base: string, libraries: MachineLibraries): { major: number; path: string }[] {
  const found = [...libraries.elsewhere, ...libraries.loadable].flatMap(([name, path]) => {
    const parsed = parseLibraryName(name);
    return parsed?.base === base ? [{ major: parsed.major, path }] : [];
  });
  return [...new Map(found.map((some) => [some.major, some])).values()].sort((a, b) => b.major - a.major);
}

/** A folder as it is called on the machine itself. */
export function folderOf(path: string, root: string): string {
  const folder = dirname(path);
  return root === sep || !folder.startsWith(root) ? folder : folder.slice(root.replace(/\/$/u, '').length);
}
