import { access, mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { lock } from 'proper-lockfile';
import { codeOf } from './childProcesses.ts';

/**
 * The folder `name` of the cache for tests, in which `install` has put something, now or in an earlier run. An
 * interrupted installation is redone; a second process waits for the first. Rejects as `install` does.
 */
export async function installOnce(name: string, install: (root: string) => Promise<void>): Promise<string> {
  const root = path.join(cacheFolder(), name);
  const marker = path.join(root, 'complete');
  if (!(await exists(marker))) {
    await mkdir(path.dirname(root), { recursive: true });
    const release = await lockInstallation(root);
    try {
      if (!(await exists(marker))) {
        await install(root);
        await writeFile(marker, `${new Date().toISOString()}\n`);
      }
    } finally {
      await release();
    }
  }
  return root;
}

async function lockInstallation(root: string): Promise<() => Promise<void>> {
  const options = { realpath: false, stale: 60_000, lockfilePath: `${root}.lock` };
  try {
    return await lock(root, options);
  } catch (error) {
    if (codeOf(error) !== 'ELOCKED') {
      throw error;
    }
    process.stderr.write(`[${path.basename(root)}] another process is installing it; waiting …\n`);
    return lock(root, { ...options, retries: { forever: true, factor: 1, minTimeout: 1_000 } });
  }
}

function cacheFolder(): string {
  const { TERMLENS_TEST_CACHE: own, XDG_CACHE_HOME: general } = process.env;
  return path.resolve(own ?? path.join(general ?? path.join(homedir(), '.cache'), 'termlens'));
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
