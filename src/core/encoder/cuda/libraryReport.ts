import { cudaProviderData } from './cudaProvider.ts';
import { folderOf, otherVersions, parseLibraryName, type MachineLibraries } from './findLibraries.ts';

export interface NeededLibraries {
  /** Names as the loader looks for them. */
  readonly needed: readonly string[];
  /** Major version of CUDA that they belong to. */
  readonly cudaVersion: number | undefined;
  readonly libraries: MachineLibraries;
  readonly root: string;
}

type Finding = 'found' | 'elsewhere' | 'otherVersion' | 'missing';

const driverLibrary = 'libcuda.so.1';
/** CUDA's libraries: their names all begin so, and no others do. */
const isOfCuda = (name: string): boolean => /^lib(?:cu|nv)/u.test(name);
const isCudnn = (name: string): boolean => name.startsWith('libcudnn');

/** One line for each library of CUDA that the provider needs, and what to install or set when one is missing. */
export function explainLibraries(options: NeededLibraries): string[] {
  const { needed, cudaVersion, libraries, root } = options;
  const optional = cudaProviderData.optionalLibraries.filter((name) => !needed.includes(name));
  const findings = [...needed, ...optional].map((name) => ({ name, finding: find(name, libraries) }));
  // The C library and its like are there wherever Node runs, and only worth a line where they are not.
  const shown = findings.filter(({ name, finding }) => isOfCuda(name) || finding !== 'found');
  const lines = shown.map(({ name, finding }) =>
    explainLibrary(name, finding, optional.includes(name), options),
  );
  const absent = shown.filter(({ finding }) => finding === 'missing' || finding === 'otherVersion');
  const toolkit = absent.filter(({ name }) => isOfCuda(name) && !isCudnn(name) && name !== driverLibrary);
  const remedies = [
    toolkit.length > 0 &&
      `Install the libraries of CUDA ${cudaVersion ?? ''}, which may lie beside those of another version: ` +
        'https://developer.nvidia.com/cuda-downloads.',
    absent.some(({ name }) => isCudnn(name)) &&
      `Install cuDNN ${cudnnVersion(absent.map(({ name }) => name))} for CUDA ${cudaVersion ?? ''}: ` +
        'https://developer.nvidia.com/cudnn-downloads.',
    explainSearchPath(
      shown.filter(({ finding }) => finding === 'elsewhere').map(({ name }) => name),
      libraries,
      root,
    ),
    findings.every(({ name, finding }) => finding === 'found' || optional.includes(name)) &&
      'All libraries that the provider cannot do without are there.',
  ];
  return [...lines, ...remedies.filter((line) => line !== false)];
}

/** Before the provider is there, nobody knows which version of CUDA it was built for. */
export function explainFoundCuda(libraries: MachineLibraries, root: string): string[] {
  const list = (base: string): string =>
    otherVersions(base, libraries)
      .map(({ major, path }) => `${major} (${folderOf(path, root)})`)
      .join(', ') || 'none';
  return [
    `CUDA: ${list('libcudart.so')}. cuDNN: ${list('libcudnn.so')}. Which versions the provider needs is written in ` +
      'it, and told here once it is installed.',
  ];
}

function find(name: string, { loadable, elsewhere }: MachineLibraries): Finding {
  if (loadable.has(name)) {
    return 'found';
  }
  if (elsewhere.has(name)) {
    return 'elsewhere';
  }
  const base = parseLibraryName(name)?.base ?? name;
  return otherVersions(base, { loadable, elsewhere }).length > 0 ? 'otherVersion' : 'missing';
}

function explainLibrary(
  name: string,
  finding: Finding,
  isOptional: boolean,
  { cudaVersion, libraries, root }: NeededLibraries,
): string {
  const folder = folderOf(libraries.loadable.get(name) ?? libraries.elsewhere.get(name) ?? '', root);
  const consequence = isOptional ? ' Many models run without it, some slower or not at all.' : '';
  switch (finding) {
    case 'found':
      return `${name}: found in ${folder}.`;
    case 'elsewhere':
      return `${name}: found in ${folder}, where the loader does not look.`;
    case 'otherVersion': {
      const { base = '', major } = parseLibraryName(name) ?? {};
      const others = otherVersions(base, libraries).map(
        (other) => `${base}.${other.major} (${folderOf(other.path, root)})`,
      );
      const product = isCudnn(name) ? `cuDNN ${major ?? ''}` : `CUDA ${cudaVersion ?? ''}`;
      return (
        `${name}: missing. There is ${others.join(', ')}, which does not do: the provider is built for ` +
        `${product}.${consequence}`
      );
    }
    case 'missing':
      return name === driverLibrary
        ? `${name}: missing. It comes with the NVIDIA driver.`
        : isOfCuda(name)
          ? `${name}: missing.${consequence}`
          : `${name}: missing. Install the package of your distribution that has it.`;
  }
}

function explainSearchPath(
  names: readonly string[],
  { elsewhere }: MachineLibraries,
  root: string,
): string | false {
  const folders = [...new Set(names.map((name) => folderOf(elsewhere.get(name) ?? '', root)))];
  return (
    folders.length > 0 &&
    `Let the loader look in ${folders.join(' and ')}: name it in a file under /etc/ld.so.conf.d and run ldconfig as ` +
      `root, or start VS Code with LD_LIBRARY_PATH=${folders.join(':')}.`
  );
}

function cudnnVersion(names: readonly string[]): string {
  const major = names.filter(isCudnn).map((name) => parseLibraryName(name)?.major)[0];
  return String(major ?? '');
}
