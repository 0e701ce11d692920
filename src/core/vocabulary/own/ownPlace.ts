import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';

/** Where users keep concepts of their own, and what the vocabulary of them is called. */
export interface OwnPlace {
  /** Of the vocabulary; one for each workspace folder. */
  readonly id: string;
  readonly title: string;
  /** A concept table that people edit and share; it need not be there. */
  readonly file: string;
}

const userId = 'own';
const workspacePrefix = 'own-';

/** The user's own concepts, for all workspaces. */
export function userPlace(dataFolder: string): OwnPlace {
  return { id: userId, title: 'Own concepts', file: join(ownFolder(dataFolder), 'concepts.tsv') };
}

/** A workspace folder's own concepts, which lie in it, so that a team can share them. */
export function workspacePlace(folder: string): OwnPlace {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  return {
    id: `${workspacePrefix}${hash}`,
    title: `Own concepts of ${basename(folder) || folder}`,
    file: join(folder, '.termlens', 'concepts.tsv'),
  };
}

/** Whether a vocabulary's id is one of those that own concepts have. */
export function isOwnVocabulary(id: string): boolean {
  return id === userId || /^own-[0-9a-f]{12}$/u.test(id);
}

/** What is derived from own concepts lies here too, not among the vocabularies that were added. */
export function ownFolder(dataFolder: string): string {
  return join(dataFolder, 'own');
}
