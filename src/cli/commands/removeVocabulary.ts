import { removeVocabulary } from '../../core/conceptStore/installedVocabularies.ts';
import { removeSharedVocabulary } from '../../core/conceptStore/postgres/sharedVocabularies.ts';
import { defaultDataFolder } from '../../core/dataFolder.ts';
import { bundledVocabularies } from '../../core/linking/service/vocabularyPlaces.ts';
import { forgetDownloads } from '../../core/vocabulary/catalogue/downloadRecord.ts';
import { isVocabularyId } from '../../core/vocabulary/vocabularySource.ts';
import { untilInterrupted } from '../interruption.ts';
import { printJson } from '../printTable.ts';
import { sharedStoreOf, type SharedStoreChoice } from '../sharedStore.ts';
import { VocabularyCommandError } from '../vocabularyCommandError.ts';
import { NotFoundError } from './vocabulary.ts';

/** `termlens vocabulary remove`: from the shared store if it has it, else from this machine. */
export async function removeInstalledVocabulary(
  id: string,
  { json, ...choice }: { json: boolean } & SharedStoreChoice,
): Promise<void> {
  if (bundledVocabularies.includes(id)) {
    throw new VocabularyCommandError(
      `"${id}" comes with TermLens and stays. To leave it out, name the others in "termlens.vocabularies".`,
    );
  }
  const dataFolder = defaultDataFolder();
  const shared = sharedStoreOf(choice);
  const removed = await untilInterrupted(
    async (signal) =>
      (shared && (await removeSharedVocabulary(shared, id, signal))) ||
      removeVocabulary(dataFolder, id, signal),
  );
  if (isVocabularyId(id)) {
    // Also what has arrived of one that never was finished.
    await forgetDownloads(dataFolder, id);
  }
  if (!removed) {
    throw new NotFoundError(`There is no vocabulary "${id}". See: termlens vocabulary list`);
  }
  if (json) {
    printJson({ removed: id });
  } else {
    process.stdout.write(`Removed "${id}".\n`);
  }
}
