import { join } from 'node:path';
import {
  createInstalledSource,
  listInstalledVocabularies,
} from '../../conceptStore/installedVocabularies.ts';
import type { SharedStores } from '../../conceptStore/postgres/sharedStores.ts';
import type { SharedVocabulary } from '../../conceptStore/postgres/sharedVocabularies.ts';
import type { Folders } from '../../encoder/encoderPlaces.ts';
import { readBundledVocabulary, type VocabularySource } from '../../vocabulary/vocabularySource.ts';

/** None of the vocabularies that the settings name is there. */
export class NoVocabularyError extends Error {
  override readonly name = 'NoVocabularyError';
}

/** They come with TermLens, and their stores are made of them again when they change. */
export const bundledVocabularies: readonly string[] = ['starter'];

/** A vocabulary of the shared store, which is there whole. */
export interface SharedPlace {
  readonly description: { readonly id: string };
  /** Another for each release. */
  readonly sourceSha256: string;
  readonly shared: SharedVocabulary;
}

/** Where a vocabulary is: one on this machine is built from its source. */
export type VocabularyPlace = VocabularySource | SharedPlace;

/**
 * The vocabularies that are there, in the order of `wanted` or all without one. What the shared store has goes before
 * what was added on this machine under the same id.
 * @throws {NoVocabularyError} when none of those wanted is there.
 */
export async function chooseVocabularies(
  folders: Folders,
  wanted: readonly string[],
  shared: SharedStores | undefined,
): Promise<VocabularyPlace[]> {
  const added = await listInstalledVocabularies(folders.dataFolder);
  const ofTeam = new Map((await shared?.list())?.map((vocabulary) => [vocabulary.manifest.id, vocabulary]));
  const installed = [...new Set([...bundledVocabularies, ...added.map(({ id }) => id), ...ofTeam.keys()])];
  const chosen = wanted.length === 0 ? installed : wanted.filter((id) => installed.includes(id));
  if (chosen.length === 0) {
    throw new NoVocabularyError(
      `None of the vocabularies in "termlens.vocabularies" (${wanted.join(', ')}) is installed. ` +
        `Empty the setting to use all, or name one of: ${installed.join(', ')}.`,
    );
  }
  return Promise.all(
    chosen.map(async (id): Promise<VocabularyPlace> => {
      if (bundledVocabularies.includes(id)) {
        return readBundledVocabulary(join(folders.installFolder, 'vocabularies', id));
      }
      const vocabulary = ofTeam.get(id);
      if (vocabulary) {
        const { sourceSha256 } = vocabulary.manifest;
        return {
          description: { id },
          sourceSha256: `${sourceSha256} ${vocabulary.release}`,
          shared: vocabulary,
        };
      }
      const manifest = added.find((other) => other.id === id);
      if (!manifest) {
        throw new Error(`The vocabulary "${id}" was chosen and is nowhere.`);
      }
      return createInstalledSource(folders.dataFolder, manifest);
    }),
  );
}
