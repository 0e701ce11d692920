import { join } from 'node:path';

/** Raised whenever the files of a store change their meaning; older stores are then rebuilt. */
export const storeFormatVersion = 3;

/** Where a vocabulary's store and its parts lie under the data folder. */
export function storeLayout(
  dataFolder: string,
  vocabularyId: string,
): {
  readonly vocabularies: string;
  readonly folder: string;
  readonly lock: string;
  /** What a build has encoded so far. */
  readonly encodedNames: string;
} {
  const vocabularies = join(dataFolder, 'vocabularies');
  const folder = join(vocabularies, vocabularyId);
  return { vocabularies, folder, lock: `${folder}.lock`, encodedNames: `${folder}.encoded` };
}

/**
 * How the names of a build's own folders begin. Ids have no dot, so none of another vocabulary's begin like
 * this, not even those of `mesh-2024` beside `mesh`.
 */
export function draftPrefix(vocabularyId: string): string {
  return `.${vocabularyId}.`;
}

export const manifestFile = 'manifest.json';
export const databaseFile = 'concepts.sqlite';
export const vectorFolder = 'vectors';
