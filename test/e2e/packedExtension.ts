import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { hostTarget, vsixPath } from '../../scripts/nativeTargets.ts';
import { projectFolder } from '../../scripts/projectFolder.ts';

/** The VSIX that `npm run package` made for this machine. */
export async function packedExtension(): Promise<string> {
  const manifest = await readFile(path.join(projectFolder, 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const file = path.join(projectFolder, vsixPath(hostTarget(), version));
  if (!existsSync(file)) {
    throw new Error(`${file} is missing. Run "npm run package" first.`);
  }
  return file;
}
