import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { projectFolder } from '../../scripts/projectFolder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Data folder of this test run, with the starter vocabulary built. Read-only by agreement. */
    readonly dataFolder: string;
  }
}

/** Builds the starter vocabulary once for all tests of the run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'termlens-data-'));
  const env = { ...process.env, TERMLENS_HOME: dataFolder };
  await promisify(execFile)(process.execPath, [join(projectFolder, 'dist', 'cli.js'), 'vocabulary', 'list'], {
    env,
  });
  project.provide('dataFolder', dataFolder);
  return () => rm(dataFolder, { recursive: true, force: true });
}
