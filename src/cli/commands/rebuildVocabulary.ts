import { rebuildConceptStore } from '../../core/conceptStore/ensureConceptStore.ts';
import {
  createInstalledSource,
  listInstalledVocabularies,
} from '../../core/conceptStore/installedVocabularies.ts';
import { defaultDataFolder } from '../../core/dataFolder.ts';
import { bundledVocabularies } from '../../core/linking/service/vocabularyPlaces.ts';
import { chosenModel, withEncoderTeam, type EncoderChoice } from '../encoderSession.ts';
import { printJson } from '../printTable.ts';
import { createProgressReport, type ProgressForm } from '../progressReport.ts';
import { tellBuild } from '../tellBuild.ts';
import { NotFoundError } from './vocabulary.ts';

export interface RebuildVocabularyOptions extends EncoderChoice {
  readonly progress: ProgressForm;
}

/** `termlens vocabulary rebuild`: every name of a vocabulary that was added is encoded anew. */
export async function rebuildVocabulary(
  installFolder: string,
  id: string,
  options: RebuildVocabularyOptions,
): Promise<void> {
  const dataFolder = defaultDataFolder();
  const installed = await listInstalledVocabularies(dataFolder);
  const manifest = installed.find((other) => other.id === id && !bundledVocabularies.includes(id));
  if (!manifest) {
    throw new NotFoundError(`No vocabulary "${id}" was added. See: termlens vocabulary list`);
  }
  await withEncoderTeam(installFolder, options, async ({ encoder, signal }) => {
    const progress = createProgressReport(options.progress);
    try {
      await rebuildConceptStore(createInstalledSource(dataFolder, manifest), {
        dataFolder,
        encoder,
        madeWith: { model: chosenModel(options), precision: encoder.description.precision },
        signal,
        ...tellBuild(progress),
      });
    } finally {
      progress.end();
    }
  });
  if (options.json) {
    printJson({ rebuilt: id });
  } else {
    process.stdout.write(`Rebuilt "${id}".\n`);
  }
}
