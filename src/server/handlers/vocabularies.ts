import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Connection, WorkDoneProgressReporter } from 'vscode-languageserver/node';
import * as z from 'zod';
import { removeVocabulary } from '../../core/conceptStore/installedVocabularies.ts';
import type { Folders } from '../../core/encoder/encoderPlaces.ts';
import { bundledVocabularies } from '../../core/linking/vocabularyPlaces.ts';
import { isVocabularyId } from '../../core/vocabulary/vocabularySource.ts';
import {
  addVocabularyRequest,
  installedVocabulariesRequest,
  refreshVocabulariesNotification,
  rebuildVocabularyRequest,
  removeVocabularyRequest,
  type AddedVocabulary,
  type AddVocabularyParams,
} from '../../protocol/vocabularyMessages.ts';
import type { Engine } from '../engine.ts';
import { describeInstalled } from '../installedVocabularies.ts';
import type { VocabularyProgress } from '../../core/vocabulary/vocabularyProgress.ts';
import { formatVocabularyProgress } from '../vocabularyProgress.ts';
import {
  runVocabularyCommand,
  VocabularyProcessError,
  type VocabularyCommand,
} from '../vocabularyProcess.ts';
import { answer, type LogBug } from './answer.ts';

interface VocabularyContext {
  readonly engine: Engine;
  readonly folders: Folders;
  /** Tells the user of what went wrong where nobody waits for an answer. */
  readonly tellError: (error: unknown) => void;
}

/** More than that nobody reads in an editor; the command line lists all. */
const problemsTold = 1_000;

/** Answers the messages of `protocol/vocabularyMessages.ts`. */
export function registerVocabularyRequests(
  connection: Connection,
  { engine, folders, tellError }: VocabularyContext,
  logBug: LogBug,
): void {
  const run = async (
    token: string | number | undefined,
    title: string,
    command: VocabularyCommand,
    signal: AbortSignal,
  ): Promise<unknown> => {
    const progress = connection.window.attachWorkDoneProgress(token);
    progress.begin(title, 0, '', true);
    try {
      const options = [...encoderArguments(engine), ...command.options];
      return await runVocabularyCommand(
        folders,
        { ...command, options },
        {
          signal,
          onProgress: (step) => {
            show(progress, step);
          },
        },
      );
    } finally {
      progress.done();
    }
  };

  connection.onNotification(refreshVocabulariesNotification, () => {
    engine.refreshVocabularies().catch(tellError);
  });
  const list = answer(() => describeInstalled(folders.dataFolder, engine), logBug);
  connection.onRequest(installedVocabulariesRequest, (token) => list(undefined, token));
  connection.onRequest(
    addVocabularyRequest,
    answer(async (params, signal) => {
      const added = await addVocabulary(params, (command) =>
        run(params.workDoneToken, 'Adding a vocabulary', command, signal),
      );
      await engine.refreshVocabularies();
      return added;
    }, logBug),
  );
  connection.onRequest(
    rebuildVocabularyRequest,
    answer(async ({ id, workDoneToken }, signal) => {
      const command = { name: 'rebuild', options: [], operand: requireId(id) } as const;
      await run(workDoneToken, 'Encoding a vocabulary', command, signal);
      await engine.refreshVocabularies();
      return null;
    }, logBug),
  );
  connection.onRequest(
    removeVocabularyRequest,
    answer(async ({ id }, signal) => {
      if (bundledVocabularies.includes(requireId(id))) {
        throw new VocabularyProcessError(`"${id}" comes with TermLens and stays; it can be switched off.`);
      }
      await removeVocabulary(folders.dataFolder, id, signal);
      await engine.refreshVocabularies();
      return null;
    }, logBug),
  );
}

/** What the client sends becomes arguments of a command, and names a folder. */
function requireId(id: string): string {
  if (!isVocabularyId(id)) {
    throw new VocabularyProcessError(
      `"${id}" cannot be the id of a vocabulary. Give one of lower-case letters, digits, "-" and "_".`,
    );
  }
  return id;
}

/** An address in its place would be fetched, which this request is not meant for. */
function requirePath(path: string): string {
  if (!isAbsolute(path)) {
    throw new VocabularyProcessError(`"${path}" is not the absolute path of a file or folder.`);
  }
  return path;
}

const printedSchema = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  conceptCount: z.number(),
  nameCount: z.number(),
  format: z.string(),
  problems: z.number(),
});

async function addVocabulary(
  { origin, id, title }: AddVocabularyParams,
  run: (command: VocabularyCommand) => Promise<unknown>,
): Promise<AddedVocabulary> {
  // Pasted rows and the report of bad ones; nobody else may read them.
  const folder = await mkdtemp(join(tmpdir(), 'termlens-vocabulary-'));
  try {
    const report = join(folder, 'problems.tsv');
    const rows = join(folder, 'pasted');
    if (origin.kind === 'rows') {
      await writeFile(rows, origin.text, { mode: 0o600 });
    }
    const printed = await run({
      name: 'add',
      options: [
        `--report=${report}`,
        ...(id === undefined ? [] : [`--id=${requireId(id)}`]),
        ...(title === undefined ? [] : [`--title=${title}`]),
      ],
      operand: origin.kind === 'rows' ? rows : requirePath(origin.path),
    });
    const { problems, ...added } = printedSchema.parse(printed);
    return { ...added, problemCount: problems, problems: await readProblems(report) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readProblems(report: string): Promise<readonly string[]> {
  const [, ...rows] = (await readFile(report, 'utf8')).split('\n').slice(0, problemsTold + 1);
  return rows
    .filter((row) => row !== '')
    .map((row) => {
      const [file = '', line = '', ...problem] = row.split('\t');
      return `${file}, line ${line}: ${problem.join(' ')}`;
    });
}

/** The encoder that serves, so that what is added can be searched at once. */
function encoderArguments({ settings, madeWith }: Engine): readonly string[] {
  const { model, precision, executionProvider } = settings.encoder;
  const isChosen = madeWith === undefined || madeWith.model === model;
  return [
    `--encoder=${isChosen ? model : madeWith.model}`,
    `--precision=${isChosen ? precision : madeWith.precision}`,
    `--provider=${executionProvider}`,
  ];
}

function show(progress: WorkDoneProgressReporter, step: VocabularyProgress): void {
  const { percentage, message } = formatVocabularyProgress(step);
  if (percentage === undefined) {
    progress.report(message);
  } else {
    progress.report(percentage, message);
  }
}
