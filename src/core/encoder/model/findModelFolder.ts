import { join } from 'node:path';

/** Come with TermLens, in its own folder. */
export const bundledModels: readonly string[] = ['starter'];

/**
 * Where a model lies: a bundled or installed one is named by its id; anything with a separator is a path of the
 * user's own. Whether there is a model is for `openModelFolder` to say.
 */
export function findModelFolder(
  model: string,
  { installFolder, dataFolder }: { readonly installFolder: string; readonly dataFolder: string },
): string {
  if (bundledModels.includes(model)) {
    return join(installFolder, 'models', model);
  }
  return /[\\/]/u.test(model) ? model : join(dataFolder, 'models', model);
}
