import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ensureConceptStore, inspectConceptStore } from '../../core/conceptStore/ensureConceptStore.ts';
import { removeVocabulary } from '../../core/conceptStore/installedVocabularies.ts';
import { defaultDataFolder } from '../../core/dataFolder.ts';
import { bundledVocabularies } from '../../core/linking/linkingService.ts';
import type { ReleaseDetails } from '../../core/vocabulary/importers/importer.ts';
import { openVocabulary, type OpenedVocabulary } from '../../core/vocabulary/openVocabulary.ts';
import { chosenModel, withEncoder, type EncoderChoice } from '../encoderSession.ts';
import { untilInterrupted } from '../interruption.ts';
import { printJson } from '../printTable.ts';
import { createProgressLine, formatDuration, type ProgressLine } from '../progressLine.ts';
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
  await withEncoder(installFolder, options, async ({ encoder, signal }) => {
    const dataFolder = defaultDataFolder();
    const { current } = await inspectConceptStore(vocabulary, dataFolder, encoder.fingerprint);
    const progress = createProgressLine();
    try {
      const store = await ensureConceptStore(countConcepts(vocabulary, progress), {
        dataFolder,
        encoder,
        madeWith: { model: chosenModel(options), precision: encoder.description.precision },
        signal,
        onProgress: tellRate(progress, 'encoding', 'names'),
        onIndexProgress: tellRate(progress, 'indexing', 'vectors'),
      });
      progress.end();
      await tellProblems(vocabulary, options.report);
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
    } finally {
      progress.end();
    }
  });
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
function countConcepts(vocabulary: OpenedVocabulary, progress: ProgressLine): OpenedVocabulary {
  return {
    ...vocabulary,
    async *readConcepts(signal) {
      let read = 0;
      for await (const concept of vocabulary.readConcepts(signal)) {
        read++;
        progress.update(`reading: ${read.toLocaleString('en-US')} concepts`);
        yield concept;
      }
    },
  };
}

function tellRate(
  progress: ProgressLine,
  doing: string,
  what: string,
): (done: number, total: number) => void {
  let start: { time: number; done: number } | undefined;
  return (done, total) => {
    const time = performance.now();
    // What was encoded before is there at once, and says nothing of how long the others take.
    start ??= { time, done };
    const seconds = (time - start.time) / 1000;
    const rate = (done - start.done) / seconds;
    const left = rate > 0 && seconds > 1 ? `, ${formatDuration((total - done) / rate)} left` : '';
    const speed = rate > 0 && seconds > 1 ? `, ${Math.round(rate).toLocaleString('en-US')} ${what}/s` : '';
    progress.update(
      `${doing}: ${done.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} ${what}${speed}${left}`,
    );
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
