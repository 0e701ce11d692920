import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** NVIDIA's kernel driver as it describes itself under `/proc`. */
export interface NvidiaDriver {
  /** Such as `550.54.14`. */
  readonly version: string;
  /** Models of the GPUs; empty when none is visible here. */
  readonly gpus: readonly string[];
}

/**
 * Reads `/proc/driver/nvidia` (NVIDIA's driver README, chapter "The /proc Interface"), which a container sees as well.
 * @returns `undefined` without a driver, also on Windows' Linux subsystem, where the driver is that of Windows.
 */
export async function readNvidiaDriver(root: string): Promise<NvidiaDriver | undefined> {
  const folder = join(root, 'proc', 'driver', 'nvidia');
  const text = await readIfThere(join(folder, 'version'));
  // "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 01:44:30 UTC 2024"
  const version = /\b(?<version>\d{3,4}\.\d+(?:\.\d+)?)\b/u.exec(text ?? '')?.groups?.['version'];
  return version === undefined ? undefined : { version, gpus: await readGpus(join(folder, 'gpus')) };
}

/** Whether this is Windows' Linux subsystem with a driver of Windows that serves it. */
export async function hasWindowsDriver(root: string): Promise<boolean> {
  const libraries = await listIfThere(join(root, 'usr', 'lib', 'wsl', 'lib'));
  return libraries.includes('libcuda.so.1');
}

/** Compares versions of the driver number by number. */
export function isOlder(version: string, than: string): boolean {
  const numbers = version.split('.').map(Number);
  const others = than.split('.').map(Number);
  const at = others.findIndex((other, index) => (numbers[index] ?? 0) !== other);
  return at >= 0 && (numbers[at] ?? 0) < (others[at] ?? 0);
}

async function readGpus(folder: string): Promise<string[]> {
  const devices = (await listIfThere(folder)).sort();
  const texts = await Promise.all(devices.map((device) => readIfThere(join(folder, device, 'information'))));
  return texts.flatMap((text) => /^Model:\s*(?<model>.+?)\s*$/mu.exec(text ?? '')?.groups?.['model'] ?? []);
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(absent);
}

async function listIfThere(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(absent)) ?? [];
}

/** What cannot be looked at is as good as not there. */
function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === undefined) {
    throw error;
  }
}
