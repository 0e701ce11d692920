import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BuildOptions } from '../../core/conceptStore/buildConceptStore.ts';
import { ensureConceptStore, inspectConceptStore } from '../../core/conceptStore/ensureConceptStore.ts';
import { removeVocabulary } from '../../core/conceptStore/installedVocabularies.ts';
import type { SharedStoreOptions } from '../../core/conceptStore/postgres/connect.ts';
import { publishVocabulary } from '../../core/conceptStore/postgres/publishVocabulary.ts';
import { removeSharedVocabulary } from '../../core/conceptStore/postgres/sharedVocabularies.ts';
import type { StoreManifest } from '../../core/conceptStore/storeManifest.ts';
import { defaultDataFolder } from '../../core/dataFolder.ts';
import { bundledVocabularies } from '../../core/linking/vocabularyPlaces.ts';
import type { ReleaseDetails } from '../../core/vocabulary/importers/importer.ts';
import { isOwnVocabulary } from '../../core/vocabulary/own/ownPlace.ts';
import { openVocabulary, type OpenedVocabulary } from '../../core/vocabulary/openVocabulary.ts';
import { chosenModel, withEncoder, type EncoderChoice } from '../encoderSession.ts';
import { untilInterrupted } from '../interruption.ts';
import { printJson } from '../printTable.ts';
import { sharedStoreOf, type SharedStoreChoice } from '../sharedStore.ts';
import {
  createVocabularyReporter,
  type ProgressFormat,
  type VocabularyReporter,
} from '../vocabularyProgress.ts';
import { NotFoundError } from './vocabulary.ts';

export interface AddVocabularyOptions extends EncoderChoice, SharedStoreChoice {
  readonly id?: string;
  readonly title?: string;
  readonly release?: string;
  readonly licence?: string;
  readonly format?: string;
  readonly languages?: readonly string[];
  readonly sources?: readonly string[];
  readonly prefix?: string;
  readonly report?: string;
  readonly progress: ProgressFormat;
}

/** The user asked for what is not done to this vocabulary, or in this way. */
export class VocabularyCommandError extends Error {
  override readonly name = 'VocabularyCommandError';
}

/** `termlens vocabulary add`: a vocabulary's file becomes a store that every command and the editor search. */
export async function addVocabulary(
  installFolder: string,
  path: string,
  options: AddVocabularyOptions,
): Promise<void> {
  if (/^(?:https?|ftp):\/\//iu.test(path)) {
    throw new VocabularyCommandError(`${path} is an address. Download the file, then add it.`);
  }
  const vocabulary = await openVocabulary(resolve(path), {
    ...(options.id !== undefined && { id: options.id }),
    ...(options.format !== undefined && { format: options.format }),
    ...(options.languages && { languages: options.languages }),
    ...(options.sources && { sources: options.sources }),
    ...(options.prefix !== undefined && { prefix: options.prefix }),
    description: describedBy(options),
  });
  const { id } = vocabulary.description;
  if (bundledVocabularies.includes(id)) {
    throw new VocabularyCommandError(
      `"${id}" is the id of a vocabulary that comes with TermLens. Give another one with --id.`,
    );
  }
  if (isOwnVocabulary(id)) {
    throw new VocabularyCommandError(
      `"${id}" is the id of the concepts that you add yourself. Give another one with --id.`,
    );
  }
  await withEncoder(installFolder, options, async ({ encoder, signal }) => {
    const dataFolder = defaultDataFolder();
    const progress = createVocabularyReporter(options.progress);
    try {
      const { manifest, folder, current } = await build(
        countConcepts(vocabulary, progress),
        {
          dataFolder,
          encoder,
          madeWith: { model: chosenModel(options), precision: encoder.description.precision },
          signal,
          onProgress: (done, total) => {
            progress.update('encoding', done, total);
          },
          onIndexProgress: (done, total) => {
            progress.update('indexing', done, total);
          },
        },
        sharedStoreOf(options),
      );
      progress.end();
      await tellProblems(vocabulary, options.report);
      if (options.json) {
        printJson({ ...manifest, folder, format: vocabulary.format, problems: vocabulary.problemCount });
      } else {
        const counts = `${manifest.conceptCount.toLocaleString('en-US')} concepts, ${manifest.nameCount.toLocaleString('en-US')} names`;
        const what = `${manifest.title}, ${manifest.version} (${vocabulary.format}): ${counts}`;
        process.stdout.write(
          `${current ? `"${id}" is already there` : `Added "${id}"`}: ${what}.\n` +
            (current ? '' : 'An editor that runs searches it after "TermLens: Refresh Vocabularies".\n'),
        );
      }
    } finally {
      progress.end();
    }
  });
}

/** In the shared store if there is one, else in the data folder. */
async function build(
  vocabulary: OpenedVocabulary,
  options: BuildOptions,
  shared: SharedStoreOptions | undefined,
): Promise<{ manifest: StoreManifest; folder: string; current: boolean }> {
  if (shared) {
    const { manifest, place, isNew } = await publishVocabulary(vocabulary, shared, options);
    return { manifest, folder: place, current: !isNew };
  }
  const { dataFolder, encoder } = options;
  const { current } = await inspectConceptStore(vocabulary, dataFolder, encoder.fingerprint);
  const store = await ensureConceptStore(vocabulary, options);
  store.close();
  return { manifest: store.manifest, folder: store.folder, current };
}

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
  const shared = sharedStoreOf(choice);
  const removed = await untilInterrupted(
    async (signal) =>
      (shared && (await removeSharedVocabulary(shared, id, signal))) ||
      removeVocabulary(defaultDataFolder(), id, signal),
  );
  if (!removed) {
    throw new NotFoundError(`There is no vocabulary "${id}". See: termlens vocabulary list`);
  }
  if (json) {
    printJson({ removed: id });
  } else {
    process.stdout.write(`Removed "${id}".\n`);
  }
}

function describedBy({ title, release, licence }: AddVocabularyOptions): ReleaseDetails {
  return {
    ...(title !== undefined && { title }),
    ...(release !== undefined && { version: release }),
    ...(licence !== undefined && { licence }),
  };
}

/** The same vocabulary, which tells how many of its concepts are read. */
function countConcepts(vocabulary: OpenedVocabulary, progress: VocabularyReporter): OpenedVocabulary {
  return {
    ...vocabulary,
    async *readConcepts(signal) {
      let read = 0;
      for await (const concept of vocabulary.readConcepts(signal)) {
        read++;
        progress.update('reading', read);
        yield concept;
      }
    },
  };
}

const problemsShown = 5;

/** The first few on standard error, all that are kept in the report if the user wants one. */
async function tellProblems(vocabulary: OpenedVocabulary, report: string | undefined): Promise<void> {
  const { problems, problemCount } = vocabulary;
  for (const { file, line, message } of problems.slice(0, problemsShown)) {
    process.stderr.write(`termlens: ${file}, line ${line}: ${message}\n`);
  }
  if (problemCount > problemsShown) {
    process.stderr.write(
      `termlens: … and ${(problemCount - problemsShown).toLocaleString('en-US')} more records that could not be read` +
        `${report === undefined ? '; --report FILE lists them' : ''}\n`,
    );
  }
  if (report !== undefined) {
    const rows = problems.map(({ file, line, message }) => [file, line, message].join('\t'));
    await writeFile(report, ['file\tline\tproblem', ...rows, ''].join('\n'));
  }
}
