import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** A note with annotations, by its path in a folder; with `/`. */
export interface FoundNote {
  readonly path: string;
  /** False where its annotations lie there alone. */
  readonly exists: boolean;
}

export interface FoundNotes {
  /** In order of their paths. */
  readonly annotated: readonly FoundNote[];
  /** Texts without annotations, by path. */
  readonly otherTexts: readonly string[];
}

/** Deeper folders hold no notes, but a loop of mounts may seem endless. */
const maximumDepth = 32;
const textEndings = ['.txt', '.md'];

/** The notes in a folder and in its folders, without hidden ones and installed packages; links are not followed. */
export async function findNotes(root: string, signal: AbortSignal): Promise<FoundNotes> {
  const annotated: FoundNote[] = [];
  const otherTexts: string[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    signal.throwIfAborted();
    const entries = await list(join(root, folder));
    const files = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
    const notes = [...files].filter((name) => name.endsWith('.ann')).map((name) => noteOf(name, files));
    const inFolder = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    annotated.push(...notes.map((name) => ({ path: inFolder(name), exists: files.has(name) })));
    const texts = [...files].filter((name) => textEndings.includes(extname(name)));
    otherTexts.push(...texts.filter((name) => !notes.includes(name)).map(inFolder));
    for (const entry of entries) {
      const isPassedOver = entry.name.startsWith('.') || entry.name === 'node_modules';
      if (entry.isDirectory() && !isPassedOver && depth < maximumDepth) {
        await walk(inFolder(entry.name), depth + 1);
      }
    }
  };
  await walk('', 0);
  return { annotated: annotated.sort((a, b) => comparePaths(a.path, b.path)), otherTexts };
}

/** The note of an annotation file, as `annotationPath` has it; a missing one would be called `.txt`. */
function noteOf(annotationFile: string, files: ReadonlySet<string>): string {
  const stem = annotationFile.slice(0, -'.ann'.length);
  return !files.has(`${stem}.txt`) && extname(stem) !== '.txt' && files.has(stem) ? stem : `${stem}.txt`;
}

async function list(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    // Gone meanwhile, or not ours to read: what is there cannot be annotated by this user either.
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return [];
    }
    throw error;
  }
}

function comparePaths(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
