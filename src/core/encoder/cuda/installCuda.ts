import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { takeFileLock } from '../../fileLock.ts';
import { DownloadError } from '../../download/downloadErrors.ts';
import { downloadFile, type DownloadProgress } from '../../download/downloadFile.ts';
import { requireFreeSpace } from '../../download/freeSpace.ts';
import { createNetworkFetch, type NetworkOptions } from '../../download/network.ts';
import { replaceFolder } from '../../replaceFolder.ts';
import { EncoderError } from '../encoderErrors.ts';
import { CudaInstallError } from './cudaErrors.ts';
import { cudaProviderData, feedAddress } from './cudaProvider.ts';
import { readCudaStatus, type CudaStatus } from './cudaStatus.ts';
import { readNeededLibraries } from './elfLibraries.ts';
import { findInFeed } from './nugetFeed.ts';
import {
  bundledVersion,
  copyBundledRuntime,
  createDraft,
  findBundledPackages,
  libraryNames,
  nativeFolderOf,
  runtimePlace,
} from './runtimeFolder.ts';
import { unpackLibraries } from './unpackLibraries.ts';

/** What would be fetched, so that it can be shown before. */
export interface CudaPackage {
  readonly name: string;
  readonly version: string;
  readonly url: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha512: string;
  /** Where its libraries go. */
  readonly folder: string;
}

/**
 * Asks the feed for the package with the CUDA provider of the bundled ONNX Runtime; fetches nothing else.
 * @throws {DownloadError} {@link CudaInstallError}
 */
export async function describeCudaPackage(options: {
  readonly dataFolder: string;
  readonly network: NetworkOptions;
  readonly signal?: AbortSignal;
}): Promise<CudaPackage> {
  const { package: name, version, maximumPackageBytes } = cudaProviderData;
  const found = await findInFeed(feedAddress(), name, version, {
    fetch: createNetworkFetch(options.network),
    signal: options.signal,
  });
  if (found.bytes > maximumPackageBytes) {
    throw new CudaInstallError(
      `${found.url}: the feed states ${found.bytes} bytes, more than the ${maximumPackageBytes} that the package can have.`,
    );
  }
  return { name, version, folder: runtimePlace(options.dataFolder), ...found };
}

export interface InstallCudaOptions {
  /** As {@link describeCudaPackage} described it and the user accepted it. */
  readonly package: CudaPackage;
  readonly dataFolder: string;
  readonly installFolder: string;
  readonly network: NetworkOptions;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
}

/**
 * Fetches the package, checks it, and puts a copy of ONNX Runtime with the CUDA provider into the data folder, whole
 * or not at all. A broken download goes on where it stopped when this is called again.
 * @returns how things stand then: the libraries may be there and the driver or CUDA still be missing.
 * @throws {DownloadError} {@link CudaInstallError}; rejects with the signal's reason when aborted.
 */
export async function installCuda(options: InstallCudaOptions): Promise<CudaStatus> {
  const { dataFolder, installFolder, signal } = options;
  const before = await readCudaStatus({ dataFolder, installFolder });
  if (!before.supported) {
    throw new CudaInstallError(before.reason ?? 'The CUDA provider cannot be installed here.');
  }
  const bundled = requireMatchingRuntime(options);
  const place = runtimePlace(dataFolder);
  try {
    await mkdir(join(dataFolder, 'runtimes'), { recursive: true });
    const release = await takeFileLock(`${place}.lock`, signal);
    try {
      await downloadAndUnpack(options, bundled, place);
    } finally {
      await release();
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw explainFileError(error, dataFolder);
  }
  return readCudaStatus({ dataFolder, installFolder });
}

/** The provider's libraries load into the ONNX Runtime of exactly their own version. */
function requireMatchingRuntime({ package: chosen, installFolder }: InstallCudaOptions): string {
  const { onnxruntime, version, package: name } = cudaProviderData;
  const bundled = findBundledPackages(installFolder);
  const found = bundledVersion(installFolder);
  if (bundled === undefined || found !== onnxruntime) {
    throw new CudaInstallError(
      `${installFolder}: ONNX Runtime ${onnxruntime} should be here, and ${found ?? 'none'} is. Reinstall TermLens.`,
    );
  }
  if (chosen.version !== version || chosen.name !== name) {
    throw new CudaInstallError(
      `TermLens now needs ${name} ${version}, not ${chosen.name} ${chosen.version}. Ask for the package again.`,
    );
  }
  return bundled;
}

async function downloadAndUnpack(options: InstallCudaOptions, bundled: string, place: string): Promise<void> {
  const { package: chosen, dataFolder, network, signal, onProgress } = options;
  const archive = join(dataFolder, 'downloads', `${chosen.name}.${chosen.version}.nupkg`.toLowerCase());
  // The archive, and its libraries unpacked, which zip makes hardly smaller.
  await requireFreeSpace(dataFolder, chosen.bytes * 2.5);
  await downloadFile(
    {
      url: chosen.url,
      destination: archive,
      bytes: chosen.bytes,
      hash: { algorithm: 'sha512', hex: chosen.sha512 },
    },
    { fetch: createNetworkFetch(network), ...(signal && { signal }), ...(onProgress && { onProgress }) },
  );
  const draft = await createDraft(dataFolder);
  try {
    await copyBundledRuntime(bundled, draft);
    const native = nativeFolderOf(draft);
    await unpackLibraries(archive, native, cudaProviderData.libraries, signal);
    for (const name of libraryNames) {
      await readNeededLibraries(join(native, name));
    }
    signal?.throwIfAborted();
    await replaceFolder(draft, place);
  } finally {
    await rm(draft, { recursive: true, force: true });
    // Its checksum was right, so that it is of no further use, whether or not it was what was expected.
    await rm(archive, { force: true });
  }
}

function explainFileError(error: unknown, dataFolder: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof DownloadError || error instanceof EncoderError || code === undefined) {
    return error;
  }
  const problem =
    code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full' : `it cannot be written (${code})`;
  return new CudaInstallError(
    `${dataFolder}: ${problem}. Make room or check the folder's permissions, or name another one in TERMLENS_HOME.`,
    { cause: error },
  );
}
