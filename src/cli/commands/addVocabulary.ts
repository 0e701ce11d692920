import { writeFile } from 'node:fs/promises';
import type { BuildOptions } from '../../core/conceptStore/buildConceptStore.ts';
import { ensureConceptStore, inspectConceptStore } from '../../core/conceptStore/ensureConceptStore.ts';
import type { SharedStoreOptions } from '../../core/conceptStore/postgres/connect.ts';
import { publishVocabulary } from '../../core/conceptStore/postgres/publishVocabulary.ts';
import type { StoreManifest } from '../../core/conceptStore/storeManifest.ts';
import { defaultDataFolder } from '../../core/dataFolder.ts';
import { readNetworkEnvironment } from '../../core/download/networkEnvironment.ts';
import { readVocabularyCatalogue } from '../../core/vocabulary/catalogue/catalogue.ts';
import type { ReleaseDetails } from '../../core/vocabulary/importers/importer.ts';
import type { OpenedVocabulary } from '../../core/vocabulary/openVocabulary.ts';
import { chosenModel, withEncoderTeam, type EncoderChoice, type EncoderSession } from '../encoderSession.ts';
import { untilInterrupted } from '../interruption.ts';
import { printJson } from '../printTable.ts';
import { createProgressReport, type ProgressForm, type ProgressReport } from '../progressReport.ts';
import { sharedStoreOf, type SharedStoreChoice } from '../sharedStore.ts';
import { tellBuild } from '../tellBuild.ts';
import { ToldFailure } from '../toldFailure.ts';
import { openMaterial, type MaterialOptions, type VocabularyMaterial } from '../vocabularyMaterial.ts';

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
  readonly sha256?: string;
  readonly offline: boolean;
  readonly progress: ProgressForm;
}

/** `termlens vocabulary add`: a file, an address, a known name or pasted rows become a store that every command and the editor search. */
export async function addVocabulary(
  installFolder: string,
  typed: string,
  options: AddVocabularyOptions,
): Promise<void> {
  const progress = createProgressReport(options.progress);
  try {
    await add(installFolder, typed, options, progress);
  } catch (error) {
    progress.end();
    if (error instanceof Error && progress.failed(error.message)) {
      throw new ToldFailure(error.message, { cause: error });
    }
    throw error;
  }
}

async function add(
  installFolder: string,
  typed: string,
  options: AddVocabularyOptions,
  progress: ProgressReport,
): Promise<void> {
  const dataFolder = defaultDataFolder();
  await untilInterrupted(async (signal) => {
    const catalogue = await readVocabularyCatalogue(installFolder);
    const material = await openMaterial(typed, readingOf(options), {
      catalogue,
      dataFolder,
      signal,
      progress,
    });
    try {
      const buildWith = (session: EncoderSession): Promise<void> =>
        buildStore(material, dataFolder, options, progress, session);
      await withEncoderTeam(installFolder, options, buildWith, progress.notice);
    } finally {
      await material.close();
    }
  });
}

function readingOf(options: AddVocabularyOptions): MaterialOptions {
  const { id, format, languages, sources, prefix, sha256, offline } = options;
  const network = readNetworkEnvironment(process.env);
  return {
    ...(id !== undefined && { id }),
    ...(format !== undefined && { format }),
    ...(languages && { languages }),
    ...(sources && { sources }),
    ...(prefix !== undefined && { prefix }),
    description: describedBy(options),
    sha256,
    network: { ...network, offline: offline || network.offline },
  };
}

async function buildStore(
  { vocabulary, installed }: VocabularyMaterial,
  dataFolder: string,
  options: AddVocabularyOptions,
  progress: ProgressReport,
  { encoder, signal }: EncoderSession,
): Promise<void> {
  const { id } = vocabulary.description;
  const { manifest, folder, current } = await build(
    countConcepts(vocabulary, progress),
    {
      dataFolder,
      encoder,
      madeWith: { model: chosenModel(options), precision: encoder.description.precision },
      signal,
      ...tellBuild(progress),
    },
    sharedStoreOf(options),
  );
  progress.end();
  await installed();
  await tellProblems(vocabulary, options.report, progress);
  if (options.json) {
    printJson({ ...manifest, folder, format: vocabulary.format, problems: vocabulary.problemCount });
    return;
  }
  const counts = `${manifest.conceptCount.toLocaleString('en-US')} concepts, ${manifest.nameCount.toLocaleString('en-US')} names`;
  const what = `${manifest.title}, ${manifest.version} (${vocabulary.format}): ${counts}`;
  process.stdout.write(
    `${current ? `"${id}" is already there` : `Added "${id}"`}: ${what}.\n` +
      (current ? '' : 'An editor that runs searches it after "TermLens: Refresh Vocabularies".\n'),
  );
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

function describedBy({ title, release, licence }: AddVocabularyOptions): ReleaseDetails {
  return {
    ...(title !== undefined && { title }),
    ...(release !== undefined && { version: release }),
    ...(licence !== undefined && { licence }),
  };
}

/** The same vocabulary, which tells how many of its concepts are read. */
function countConcepts(vocabulary: OpenedVocabulary, progress: ProgressReport): OpenedVocabulary {
  return {
    ...vocabulary,
    async *readConcepts(signal) {
      let done = 0;
      for await (const concept of vocabulary.readConcepts(signal)) {
        done++;
        progress.update({ phase: 'reading', done });
        yield concept;
      }
    },
  };
}

const problemsShown = 5;

/** The first few at once, all that are kept in the report if the user wants one. */
async function tellProblems(
  { problems, problemCount }: OpenedVocabulary,
  report: string | undefined,
  progress: ProgressReport,
): Promise<void> {
  for (const { file, line, message } of problems.slice(0, problemsShown)) {
    progress.notice(`${file}, line ${line}: ${message}`);
  }
  if (problemCount > problemsShown) {
    progress.notice(
      `… and ${(problemCount - problemsShown).toLocaleString('en-US')} more records that could not be read` +
        (report === undefined ? '; --report FILE lists them' : ''),
    );
  }
  if (report !== undefined) {
    const rows = problems.map(({ file, line, message }) => [file, line, message].join('\t'));
    await writeFile(report, ['file\tline\tproblem', ...rows, ''].join('\n'));
  }
}
