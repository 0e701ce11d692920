import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { KnownVocabulary } from '../../src/core/vocabulary/catalogue/catalogue.ts';
import { projectFolder } from '../../scripts/projectFolder.ts';

/** TermLens with only the beginning of its vocabulary, which is therefore built in no time. */
export interface SmallInstallation {
  readonly serverScript: string;
  readonly cliScript: string;
  /** Empty. */
  readonly dataFolder: string;
}

/** Makes an installation with the first `conceptCount` concepts, which knows these vocabularies; it goes with the test. */
export function installSmall(
  conceptCount: number,
  catalogue: readonly KnownVocabulary[] = [],
): SmallInstallation {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-install-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  // Copied, not linked: the server finds models and vocabularies beside the folder it really lies in.
  cpSync(join(projectFolder, 'dist'), join(folder, 'dist'), {
    recursive: true,
    filter: (file) => !file.endsWith('.map'),
  });
  symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(join(projectFolder, 'models'), join(folder, 'models'));
  const source = join(projectFolder, 'vocabularies', 'starter');
  const vocabulary = join(folder, 'vocabularies', 'starter');
  mkdirSync(vocabulary, { recursive: true });
  cpSync(join(source, 'vocabulary.json'), join(vocabulary, 'vocabulary.json'));
  const lines = readFileSync(join(source, 'concepts.tsv'), 'utf8').split('\n');
  writeFileSync(join(vocabulary, 'concepts.tsv'), `${lines.slice(0, conceptCount + 1).join('\n')}\n`);
  writeFileSync(join(folder, 'vocabularies', 'catalogue.json'), JSON.stringify({ vocabularies: catalogue }));
  return {
    serverScript: join(folder, 'dist', 'server.js'),
    cliScript: join(folder, 'dist', 'cli.js'),
    dataFolder: join(folder, 'data'),
  };
}
