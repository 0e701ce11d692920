import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { CommanderError } from 'commander';
import { defaultDataFolder } from '../../core/dataFolder.ts';
import { readCudaStatus, type CudaStatus } from '../../core/encoder/cuda/cudaStatus.ts';
import { describeCudaPackage, installCuda, type CudaPackage } from '../../core/encoder/cuda/installCuda.ts';
import { untilInterrupted } from '../interruption.ts';
import { printJson } from '../printTable.ts';
import { createProgressLine, formatDuration, formatMegabytes } from '../progressLine.ts';

export interface InstallCudaCommandOptions {
  readonly json: boolean;
  readonly yes: boolean;
  readonly offline: boolean;
}

/** The platform has no CUDA provider. */
export class CudaUnsupportedError extends Error {
  override readonly name = 'CudaUnsupportedError';
}

/** `termlens encoder install-cuda`: shows what would be fetched, asks, fetches it, and tells what is still missing. */
export async function installCudaProvider(
  installFolder: string,
  options: InstallCudaCommandOptions,
): Promise<void> {
  const dataFolder = defaultDataFolder();
  const network = { offline: options.offline };
  await untilInterrupted(async (signal) => {
    const before = await readCudaStatus({ dataFolder, installFolder });
    if (!before.supported) {
      throw new CudaUnsupportedError(before.reason);
    }
    const cudaPackage = await describeCudaPackage({ dataFolder, network, signal });
    process.stderr.write(`${describePackage(cudaPackage)}\n`);
    if (!options.yes && !(await confirm(signal))) {
      process.stderr.write('termlens: nothing was installed\n');
      report(cudaPackage, before, options.json);
      return;
    }
    const progress = createProgressLine();
    try {
      const status = await installCuda({
        package: cudaPackage,
        dataFolder,
        installFolder,
        network,
        signal,
        onProgress: ({ doneBytes, bytesPerSecond, secondsLeft }) =>
          progress.update(describeProgress(doneBytes, cudaPackage.bytes, bytesPerSecond, secondsLeft)),
      });
      progress.end();
      report(cudaPackage, status, options.json);
    } finally {
      progress.end();
    }
  });
}

function describePackage({ name, version, url, bytes, sha512, folder }: CudaPackage): string {
  return [
    `termlens: the CUDA provider of ONNX Runtime ${version}`,
    `  package   ${name} ${version}`,
    `  from      ${url}`,
    `  size      ${formatMegabytes(bytes)} (${bytes.toLocaleString('en-US')} bytes)`,
    `  SHA-512   ${sha512}`,
    `  goes to   ${folder}`,
  ].join('\n');
}

/** Without a terminal nobody is there to answer, and silence is no consent. */
async function confirm(signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stderr.write('error: nobody is there to confirm this. Add --yes to download and install it.\n');
    throw new CommanderError(2, 'termlens.unconfirmed', 'not confirmed');
  }
  // Not as a terminal, which would keep Ctrl+C to itself.
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  try {
    const closed = once(lines, 'close').then(() => '');
    const answer = await Promise.race([
      lines.question('Download and install it? [y/N] ', { signal }),
      closed,
    ]);
    return /^y(?:es)?$/iu.test(answer.trim());
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    lines.close();
  }
}

function describeProgress(
  doneBytes: number,
  totalBytes: number,
  bytesPerSecond: number,
  secondsLeft: number | undefined,
): string {
  const done = `${formatMegabytes(doneBytes)} of ${formatMegabytes(totalBytes)}`;
  const left = secondsLeft === undefined ? '' : `, ${formatDuration(secondsLeft)} left`;
  return `${done}, ${formatMegabytes(bytesPerSecond)}/s${left}`;
}

function report(cudaPackage: CudaPackage, status: CudaStatus, json: boolean): void {
  if (json) {
    printJson({ package: cudaPackage, ...status });
  } else {
    process.stdout.write(status.report.map((line) => `${line}\n`).join(''));
  }
}
