import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './projectFolder.ts';

/** Shipped beside the bundles rather than in them. */
const unbundled = [
  'onnxruntime-node',
  'onnxruntime-common',
  'usearch',
  'node-gyp-build',
  'bindings',
  'file-uri-to-path',
].map((name) => `node_modules/${name}/`);

/**
 * The licences of all packages that `inputs` (paths of bundled files, relative to the project) come from,
 * as their licences ask.
 */
export async function formatNotices(inputs: readonly string[]): Promise<string> {
  const folders = new Set([...inputs, ...unbundled].flatMap((input) => packageFolder(input) ?? []));
  const notices = await Promise.all([...folders].sort().map(formatNotice));
  return `TermLens contains the following packages.\n\n${notices.join('\n')}`;
}

function packageFolder(input: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(input)?.[0];
}

async function formatNotice(folder: string): Promise<string> {
  const path = join(projectFolder, folder);
  const { name, version, license } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const licenceFile = (await readdir(path)).find((file) => /^licen[cs]e/iu.test(file));
  const text = licenceFile ? await readFile(join(path, licenceFile), 'utf8') : '';
  return `${'='.repeat(80)}\n${name} ${version} (${license ?? 'licence in its text'})\n\n${text.trim()}\n`;
}
