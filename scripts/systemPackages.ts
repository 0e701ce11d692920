import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { codeOf } from './childProcesses.ts';

const run = promisify(execFile);

/** Packages are missing that this program cannot install; the message says what to do by hand. */
export class MissingSystemPackagesError extends Error {
  override readonly name = 'MissingSystemPackagesError';
  readonly packages: readonly string[];

  constructor(packages: readonly string[], reason: string, options?: ErrorOptions) {
    super(
      `These system packages are needed and cannot be installed from here (${reason}): ` +
        `${packages.join(', ')}. On Debian or Ubuntu run "sudo apt-get install ` +
        `${packages.join(' ')}"; elsewhere install their equivalents.`,
      options,
    );
    this.packages = packages;
  }
}

/**
 * Makes sure that Debian packages are installed. On Debian and Ubuntu the missing ones are
 * installed with apt-get, as root or through a sudo that asks no password. Elsewhere a package
 * counts as present when a command of its name is on PATH; libraries (`lib…`) are taken to be
 * there, because no portable test for them exists.
 *
 * Rejects with `MissingSystemPackagesError` when something is missing and stays missing.
 */
export async function ensureSystemPackages(packages: readonly string[]): Promise<void> {
  const missing = await findMissing(packages);
  if (missing.length === 0) {
    return;
  }
  if (!(await isOnPath('apt-get'))) {
    throw new MissingSystemPackagesError(missing, 'there is no apt-get');
  }
  process.stderr.write(`Installing system packages with apt-get: ${missing.join(', ')} …\n`);
  await install(missing);
}

async function findMissing(packages: readonly string[]): Promise<readonly string[]> {
  const isPresent = (await isOnPath('dpkg-query')) ? isInstalledByDpkg : isProbablyPresent;
  const present = await Promise.all(packages.map(isPresent));
  return packages.filter((_, index) => present[index] !== true);
}

/** A removed package whose configuration is left is known to dpkg too, hence the status. */
async function isInstalledByDpkg(name: string): Promise<boolean> {
  try {
    const { stdout } = await run('dpkg-query', ['-W', '-f', '${db:Status-Status}\n', name]);
    return stdout.split('\n').includes('installed');
  } catch (error) {
    if (codeOf(error) === 1) {
      return false; // dpkg-query's answer for a package it has never heard of
    }
    throw error;
  }
}

async function isProbablyPresent(name: string): Promise<boolean> {
  return name.startsWith('lib') || (await isOnPath(name));
}

async function isOnPath(command: string): Promise<boolean> {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  const found = await Promise.all(
    folders.map((folder) =>
      access(path.join(folder, command), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true);
}

async function install(packages: readonly string[]): Promise<void> {
  // A failed update is not the end: the lists already there may do, and install says if not.
  const updateError = await aptGet(['update']).then(() => undefined, String);
  try {
    await aptGet(['install', '--yes', '--no-install-recommends', ...packages]);
  } catch (cause) {
    const reason = updateError === undefined ? 'apt-get install failed' : 'apt-get update failed';
    throw new MissingSystemPackagesError(packages, reason, { cause });
  }
}

async function aptGet(parameters: readonly string[]): Promise<void> {
  // Waits for another apt-get instead of failing at once.
  const command = ['apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300', ...parameters];
  const isRoot = process.getuid?.() === 0;
  const whole = [...(isRoot ? [] : ['sudo', '-n']), 'env', 'DEBIAN_FRONTEND=noninteractive'];
  const [program = 'env', ...rest] = [...whole, ...command];
  await run(program, rest, { maxBuffer: 64 * 1024 * 1024 });
}
