import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ensureConceptStore, inspectConceptStore } from '../../core/conceptStore/ensureConceptStore.ts';
import type { EncodingProgress } from '../../core/conceptStore/encodeNames.ts';
import { removeVocabulary } from '../../core/conceptStore/installedVocabularies.ts';
import { defaultDataFolder } from '../../core/dataFolder.ts';
import { bundledVocabularies } from '../../core/linking/linkingService.ts';
import { createProgressRate } from '../../core/progressRate.ts';
import type { ReleaseDetails } from '../../core/vocabulary/importers/importer.ts';
import { openVocabulary, type OpenedVocabulary } from '../../core/vocabulary/openVocabulary.ts';
import { chosenModel, withEncoder, type EncoderChoice, type EncoderSession } from '../encoderSession.ts';
import { untilInterrupted } from '../interruption.ts';
import { printJson } from '../printTable.ts';
import { createProgressReport, type ProgressForm, type ProgressReport } from '../progressReport.ts';
import { ToldFailure } from '../toldFailure.ts';
import { NotFoundError } from './vocabulary.ts';

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
  readonly progress: ProgressForm;
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
  const progress = createProgressReport(options.progress);
  try {
    await add(installFolder, path, options, progress);
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
  path: string,
  options: AddVocabularyOptions,
  progress: ProgressReport,
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
  const work = async ({ encoder, signal }: EncoderSession): Promise<void> => {
    const dataFolder = defaultDataFolder();
    const { current } = await inspectConceptStore(vocabulary, dataFolder, encoder.fingerprint);
    const store = await ensureConceptStore(countConcepts(vocabulary, progress), {
      dataFolder,
      encoder,
      madeWith: { model: chosenModel(options), precision: encoder.description.precision },
      signal,
      onProgress: tellRate(progress),
    });
    progress.end();
    await tellProblems(vocabulary, options.report, progress);
    const { manifest, folder } = store;
    store.close();
    if (options.json) {
      printJson({ ...manifest, folder, format: vocabulary.format, problems: vocabulary.problemCount });
    } else {
      const counts = `${manifest.conceptCount.toLocaleString('en-US')} concepts, ${manifest.nameCount.toLocaleString('en-US')} names`;
      const what = `${manifest.title}, ${manifest.version} (${vocabulary.format}): ${counts}`;
      process.stdout.write(
        `${current ? `"${id}" is already there` : `Added "${id}"`}: ${what}.\n` +
          (current ? '' : 'An editor that runs searches it after "TermLens: Restart Server".\n'),
      );
    }
  };
  await withEncoder(installFolder, options, work, progress.notice);
}

/** `termlens vocabulary remove`. */
export async function removeInstalledVocabulary(id: string, { json }: { json: boolean }): Promise<void> {
  if (bundledVocabularies.includes(id)) {
    throw new VocabularyCommandError(
      `"${id}" comes with TermLens and stays. To leave it out, name the others in "termlens.vocabularies".`,
    );
  }
  const removed = await untilInterrupted((signal) => removeVocabulary(defaultDataFolder(), id, signal));
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
