import { writeFile } from 'node:fs/promises';
import type { EncodingProgress } from '../../core/conceptStore/encodeNames.ts';
import { ensureConceptStore, inspectConceptStore } from '../../core/conceptStore/ensureConceptStore.ts';
import { defaultDataFolder } from '../../core/dataFolder.ts';
import { createProgressRate } from '../../core/progressRate.ts';
import { readVocabularyCatalogue } from '../../core/vocabulary/catalogue/catalogue.ts';
import type { ReleaseDetails } from '../../core/vocabulary/importers/importer.ts';
import type { OpenedVocabulary } from '../../core/vocabulary/openVocabulary.ts';
import { chosenModel, withEncoder, type EncoderChoice, type EncoderSession } from '../encoderSession.ts';
import { untilInterrupted } from '../interruption.ts';
import { printJson } from '../printTable.ts';
import { createProgressReport, type ProgressForm, type ProgressReport } from '../progressReport.ts';
import { ToldFailure } from '../toldFailure.ts';
import { openMaterial, type MaterialOptions, type VocabularyMaterial } from '../vocabularyMaterial.ts';

export interface AddVocabularyOptions extends EncoderChoice {
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
      const build = (session: EncoderSession): Promise<void> =>
        buildStore(material, dataFolder, options, progress, session);
      await withEncoder(installFolder, options, build, progress.notice);
    } finally {
      await material.close();
    }
  });
}

function readingOf(options: AddVocabularyOptions): MaterialOptions {
  const { id, format, languages, sources, prefix, sha256, offline } = options;
  return {
    ...(id !== undefined && { id }),
    ...(format !== undefined && { format }),
    ...(languages && { languages }),
    ...(sources && { sources }),
    ...(prefix !== undefined && { prefix }),
    description: describedBy(options),
    sha256,
    offline,
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
  const { current } = await inspectConceptStore(vocabulary, dataFolder, encoder.fingerprint);
  const store = await ensureConceptStore(countConcepts(vocabulary, progress), {
    dataFolder,
    encoder,
    madeWith: { model: chosenModel(options), precision: encoder.description.precision },
    signal,
    onProgress: tellRate(progress),
  });
  const { manifest, folder } = store;
  store.close();
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
      (current ? '' : 'An editor that runs searches it after "TermLens: Restart Server".\n'),
  );
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

/** Names are encoded in the order of their lengths, some thousand at a time: few seconds say little of the rest. */
const encodingWindowMs = 30_000;

function tellRate(progress: ProgressReport): EncodingProgress {
  const rate = createProgressRate({ windowMs: encodingWindowMs });
  let counted = 0;
  return (done, total, fresh) => {
    rate.add(fresh - counted);
    counted = fresh;
    const { perSecond, secondsLeft } = rate.pace(total - done);
    progress.update({
      phase: 'encoding',
      done,
      total,
      perSecond,
      ...(secondsLeft !== undefined && { secondsLeft }),
    });
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
