import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createFolder, runCli, type CliOutcome, type RunningCli } from './runningCli.ts';

export function startTermlens(...parameters: string[]): RunningCli {
  return runCli(parameters, { env: { TERMLENS_HOME: inject('dataFolder') }, input: '' });
}

export async function termlens(...parameters: string[]): Promise<CliOutcome> {
  return startTermlens(...parameters).ended;
}

/** Only what is exactly a name, so that the expected figures do not depend on the encoder. */
export async function annotate(...parameters: string[]): Promise<CliOutcome> {
  return termlens('annotate', '--generators', 'exact', ...parameters);
}

/** Files and folders, by their paths. */
export function createNotes(notes: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = createFolder();
  for (const [path, content] of Object.entries(notes)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Of a folder and its folders, sorted. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}
