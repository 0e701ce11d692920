import { sep } from 'node:path';

/** The innermost of the folders that holds a file, if one does. */
export function innermostFolder(path: string, folders: readonly string[]): string | undefined {
  const [innermost] = folders
    .filter((folder) => path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`))
    .sort((a, b) => b.length - a.length);
  return innermost;
}
