import type { Connection, WorkDoneProgressReporter } from 'vscode-languageserver/node';
import {
  listInstalledVocabularies,
  removeVocabulary,
} from '../../core/conceptStore/installedVocabularies.ts';
import type { NetworkOptions } from '../../core/download/network.ts';
import type { Folders } from '../../core/encoder/encoderPlaces.ts';
import { bundledVocabularies } from '../../core/linking/service/vocabularyPlaces.ts';
import { readVocabularyCatalogue } from '../../core/vocabulary/catalogue/catalogue.ts';
import {
  addVocabularyRequest,
  installedVocabulariesRequest,
  knownVocabulariesRequest,
  refreshVocabulariesNotification,
  rebuildVocabularyRequest,
  removeVocabularyRequest,
  type KnownVocabularyInfo,
} from '../../protocol/vocabularyMessages.ts';
import type { Engine } from '../engine.ts';
import { describeInstalled } from '../installedVocabularies.ts';
import type { VocabularyProgress } from '../../core/vocabulary/vocabularyProgress.ts';
import { addVocabulary, isFetched, requireId } from '../vocabularyAddition.ts';
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
  /** Resolves once the client's settings are known. */
  readonly configured: Promise<unknown>;
  /** Tells the user of what went wrong where nobody waits for an answer. */
  readonly tellError: (error: unknown) => void;
}

/** For work on what is here. */
const noConnection: NetworkOptions = { offline: true };

/** Answers the messages of `protocol/vocabularyMessages.ts`. */
export function registerVocabularyRequests(
  connection: Connection,
  { engine, folders, configured, tellError }: VocabularyContext,
  logBug: LogBug,
): void {
  const run = async (
    token: string | number | undefined,
    title: string,
    command: VocabularyCommand,
    signal: AbortSignal,
    network = noConnection,
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
          network,
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
  const known = answer(() => describeKnown(folders), logBug);
  connection.onRequest(knownVocabulariesRequest, (token) => known(undefined, token));
  connection.onRequest(
    addVocabularyRequest,
    answer(async (params, signal) => {
      // What the user forbade stays forbidden, whatever the client asks for; until that is known, all waits.
      await configured;
      const { offline } = engine.settings;
      const network = isFetched(params.origin) ? { ...params.network, offline } : noConnection;
      const added = await addVocabulary(params, (command) =>
        run(params.workDoneToken, 'Adding a vocabulary', command, signal, network),
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

async function describeKnown({
  installFolder,
  dataFolder,
}: Folders): Promise<readonly KnownVocabularyInfo[]> {
  const [known, installed] = await Promise.all([
    readVocabularyCatalogue(installFolder),
    listInstalledVocabularies(dataFolder),
  ]);
  return known.map((entry) => {
    const version = installed.find(({ id }) => id === entry.id)?.version;
    return { ...entry, ...(version !== undefined && { installedVersion: version }) };
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
