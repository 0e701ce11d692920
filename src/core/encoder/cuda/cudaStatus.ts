import { join } from 'node:path';
import { ElfFileError } from './cudaErrors.ts';
import { cudaProviderData } from './cudaProvider.ts';
import { readNeededLibraries } from './elfLibraries.ts';
import {
  findMachineLibraries,
  parseLibraryName,
  readSystemLoaderCache,
  type MachineOptions,
} from './findLibraries.ts';
import { explainFoundCuda, explainLibraries } from './libraryReport.ts';
import { hasWindowsDriver, isOlder, readNvidiaDriver } from './nvidiaDriver.ts';
import { bundledVersion, cudaRuntimeFolder, libraryNames, nativeFolderOf } from './runtimeFolder.ts';

export interface CudaStatus {
  /** Whether this platform can have the CUDA provider installed; `reason` says why not. */
  readonly supported: boolean;
  readonly reason?: string;
  readonly installed: boolean;
  /** Driver, CUDA and cuDNN as found, one line each; what is missing says what to do. */
  readonly report: readonly string[];
}

export interface CudaStatusOptions {
  readonly dataFolder: string;
  readonly installFolder: string;
  /** Other than the machine that this runs on, for tests. */
  readonly machine?: Partial<Machine>;
}

interface Machine extends MachineOptions {
  readonly platform: string;
  readonly architecture: string;
}

/** What there is of NVIDIA's driver, GPUs and CUDA, and of what the provider needs. Opens no connection, loads nothing. */
export async function readCudaStatus({
  dataFolder,
  installFolder,
  machine,
}: CudaStatusOptions): Promise<CudaStatus> {
  const here: Machine = {
    root: '/',
    env: process.env,
    readLoaderCache: readSystemLoaderCache,
    platform: process.platform,
    architecture: process.arch,
    ...machine,
  };
  const reason = explainUnsupported(here, installFolder);
  if (reason !== undefined) {
    return { supported: false, reason, installed: false, report: [reason] };
  }
  const runtime = cudaRuntimeFolder(dataFolder, installFolder);
  const { needed, damage } = runtime === undefined ? {} : await readAllNeeded(runtime);
  const libraries = await findMachineLibraries(here);
  const report = [
    ...(await reportDriver(here.root, needed && cudaVersionOf(needed))),
    runtime === undefined
      ? `ONNX Runtime ${bundledVersion(installFolder) ?? ''} with the CUDA provider: not installed. Run "TermLens: ` +
        'Install CUDA Provider…", or termlens encoder install-cuda.'
      : `ONNX Runtime ${bundledVersion(installFolder) ?? ''} with the CUDA provider: installed in ${runtime}.`,
    ...(damage === undefined ? [] : [damage]),
    ...(needed === undefined
      ? explainFoundCuda(libraries, here.root)
      : explainLibraries({ needed, cudaVersion: cudaVersionOf(needed), libraries, root: here.root })),
  ];
  return { supported: true, installed: runtime !== undefined, report };
}

function explainUnsupported({ platform, architecture }: Machine, installFolder: string): string | undefined {
  if (platform !== 'linux' || architecture !== 'x64') {
    const other = {
      win32: ' On Windows there are “dml” and “webgpu”.',
      darwin: ' On macOS there is “coreml”.',
    }[platform];
    return (
      `ONNX Runtime has a CUDA provider for Node on Linux x64 only, and this is ${platform} ${architecture}.` +
      (other ?? '')
    );
  }
  const version = bundledVersion(installFolder);
  return version === cudaProviderData.onnxruntime
    ? undefined
    : `This installation has ONNX Runtime ${version ?? '(none)'} where ${cudaProviderData.onnxruntime} is expected. Reinstall TermLens.`;
}

/** Of both libraries, without each other; a line on the one that cannot be read. */
async function readAllNeeded(runtime: string): Promise<{ needed?: string[]; damage?: string }> {
  try {
    const lists = await Promise.all(
      libraryNames.map((name) => readNeededLibraries(join(nativeFolderOf(runtime), name))),
    );
    return { needed: [...new Set(lists.flat())].filter((name) => !libraryNames.includes(name)) };
  } catch (error) {
    if (error instanceof ElfFileError) {
      return { damage: `${error.message} Install the CUDA provider again.` };
    }
    throw error;
  }
}

/** The major version of CUDA that a list of libraries belongs to. */
function cudaVersionOf(needed: readonly string[]): number | undefined {
  const versions = needed.map(parseLibraryName);
  return ['libcudart.so', 'libcublas.so', 'libcublasLt.so']
    .map((base) => versions.find((some) => some?.base === base)?.major)
    .find((major) => major !== undefined);
}

async function reportDriver(root: string, cudaVersion: number | undefined): Promise<string[]> {
  const minimums = Object.entries(cudaProviderData.minimumDrivers).filter(
    ([version]) => cudaVersion === undefined || Number(version) === cudaVersion,
  );
  const wanted = minimums.map(([cuda, driver]) => `${driver} or later for CUDA ${cuda}`).join(', ');
  const driver = await readNvidiaDriver(root);
  if (driver === undefined) {
    return (await hasWindowsDriver(root))
      ? [
          `NVIDIA driver: that of Windows, whose version cannot be read here (nvidia-smi tells it). Needed: ${wanted}.`,
        ]
      : [
          `NVIDIA driver: none. Install one (${wanted}) from https://www.nvidia.com/drivers or your distribution, and ` +
            'restart the machine; in a container, start it with access to the GPU.',
        ];
  }
  const tooOldFor = minimums.filter(([, minimum]) => isOlder(driver.version, minimum));
  const verdict =
    tooOldFor.length === 0
      ? 'recent enough'
      : tooOldFor.length === minimums.length
        ? `too old. Update it (${wanted}): https://www.nvidia.com/drivers`
        : `too old for CUDA ${tooOldFor.map(([cuda]) => cuda).join(', ')} (${wanted})`;
  const gpus =
    driver.gpus.length > 0
      ? driver.gpus.map((model) => `GPU: ${model}.`)
      : ['GPU: the driver sees none. In a container, start it with access to the GPU.'];
  return [`NVIDIA driver ${driver.version}: ${verdict}.`, ...gpus];
}
