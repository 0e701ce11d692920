import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkCount } from './archives.ts';
import { VocabularyFileError } from './importer.ts';
import type { SourceContext, StoredFile } from './sampleFile.ts';

/**
 * The files in a folder and in its folders, without hidden ones. Symbolic links are passed over: what they lead to
 * is listed under its own name, or lies outside.
 */
export async function listFolder(root: string, { limits, signal }: SourceContext): Promise<StoredFile[]> {
  const paths: string[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    if (depth > limits.maximumDepth) {
      throw new VocabularyFileError(
        root,
        `folders lie more than ${limits.maximumDepth} deep in it. Name the vocabulary’s own folder.`,
      );
    }
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      signal?.throwIfAborted();
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.name.startsWith('.') || entry.name === '__MACOSX') {
        continue;
      }
      if (entry.isDirectory()) {
        await walk(path, depth + 1);
      } else if (entry.isFile()) {
        paths.push(path);
        checkCount(root, paths.length, limits.maximumFiles);
      }
    }
  };
  await walk('', 0);
  return Promise.all(
    paths.map(async (path) => {
      const file = join(root, path);
      const { size } = await stat(file);
      return { path, storedBytes: size, read: () => createReadStream(file) };
    }),
  );
}
