import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  LSPErrorCodes,
  ResponseError,
  MessageType,
  ShowMessageNotification,
  TextDocuments,
  type Connection,
  type HoverParams,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import { defaultDataFolder } from '../core/dataFolder.ts';
import { userPlace, type OwnPlace } from '../core/vocabulary/own/ownPlace.ts';
import { annotateCommand, noteStateChanged, statusChanged } from '../protocol/messages.ts';
import { settingsSection, type InitializationOptions } from '../protocol/settings.ts';
import { createBuildProgress } from './buildProgress.ts';
import { createEngine } from './createEngine.ts';
import type { Engine } from './engine.ts';
import { registerAdjudicationRequests } from './handlers/adjudication.ts';
import { answer, isMendable, type LogBug } from './handlers/answer.ts';
import { answerCodeActions } from './handlers/codeActions.ts';
import { annotateNote } from './handlers/annotate.ts';
import { addAnnotation } from './handlers/decisions.ts';
import { answerHover } from './handlers/hover.ts';
import { answerInlayHints, createInlayHintRefresh } from './handlers/inlayHints.ts';
import { toNoteState } from './handlers/noteState.ts';
import { registerExchangeRequests } from './handlers/exchange.ts';
import { registerEncoderRequests } from './handlers/encoders.ts';
import { registerRequests } from './handlers/requests.ts';
import { registerMappingRequests } from './handlers/mapping.ts';
import { registerReviewRequests } from './handlers/review.ts';
import { registerViewRequests } from './handlers/views.ts';
import { concernsOwnConcepts, registerOwnConceptRequests } from './handlers/ownConceptRequests.ts';
import { registerVocabularyRequests } from './handlers/vocabularies.ts';
import { initializeResult } from './initializeResult.ts';
import { createLiveAnnotation } from './liveAnnotation.ts';
import { noteDocuments } from './noteDocument.ts';
import { createNoteStateNotices } from './noteStateNotices.ts';
import { createNoteRegistry } from './notes/noteRegistry.ts';
import { rejectionPath } from './notes/rejections.ts';
import { offerReencoding } from './offerReencoding.ts';
import { readSettings } from './settings.ts';
import { createWorkspaceFolders } from './workspaceFolders.ts';

/** Of what is wrong with a table of own concepts. */
const mostProblemsLogged = 20;

export interface ServerPlace {
  /** Holds `models/`, `vocabularies/` and `dist/`. */
  readonly installFolder: string;
  /** Of the shared store, from whoever started the server; without one PGPASSWORD counts. */
  readonly storePassword: string | undefined;
}

/** Serves one client on `connection`. */
export function serve(connection: Connection, place: ServerPlace): void {
  const logBug: LogBug = (error) => {
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  };
  connection.onInitialize((params) => createServer(connection, place, params, logBug));
  connection.listen();
}

function createServer(
  connection: Connection,
  { installFolder, storePassword }: ServerPlace,
  params: InitializeParams,
  logBug: LogBug,
): InitializeResult {
  const { capabilities } = params;
  const clientOptions = (params.initializationOptions ?? {}) as InitializationOptions;
  const pullsSettings = capabilities.workspace?.configuration === true;
  const documents = new TextDocuments(noteDocuments);
  const buildProgress = createBuildProgress(connection, capabilities.window?.workDoneProgress === true);

  const folders = { installFolder, dataFolder: clientOptions.dataFolder ?? defaultDataFolder() };
  const workspaceFolders = createWorkspaceFolders(connection, params);
  const ownPlaces = (): OwnPlace[] => [...workspaceFolders.places, userPlace(folders.dataFolder)];
  const engine: Engine = createEngine(readSettings(clientOptions.settings), {
    ...folders,
    storePassword,
    onStatusChanged: (status) => {
      void connection.sendNotification(statusChanged, status);
    },
    onBuildProgress: buildProgress.report,
    onBuildEnded: buildProgress.end,
    offerReencoding: (offer) => offerReencoding(connection, offer),
    onNotice: (line) => {
      connection.console.warn(line);
    },
    ownPlaces,
    onOwnProblems: (problems) => {
      const lines = problems.map(({ file, line, message }) => `${file}, line ${line}: ${message}`);
      lines.slice(0, mostProblemsLogged).forEach((line) => {
        connection.console.warn(line);
      });
      const more = lines.length > 1 ? ` (and ${lines.length - 1} more, in the output)` : '';
      showMessage(MessageType.Warning, `${lines[0] ?? ''}${more}`);
    },
  });
  // A notification: `connection.window.showWarningMessage` is a request, which not every client answers.
  const showMessage = (type: MessageType, message: string): void => {
    void connection.sendNotification(ShowMessageNotification.type, { type, message });
  };
  const tellError = (error: unknown): void => {
    if (isMendable(error)) {
      showMessage(MessageType.Error, error.message);
    } else {
      logBug(error);
    }
  };
  const inlayHintRefresh = createInlayHintRefresh(
    connection,
    capabilities.workspace?.inlayHint?.refreshSupport === true,
    () => Object.values(engine.settings.inlayHints).includes(true),
  );
  const noteStateNotices = createNoteStateNotices((uri) => {
    const note = notes.get(uri);
    if (note) {
      void connection.sendNotification(noteStateChanged, toNoteState(uri, note));
    }
  });
  const notes = createNoteRegistry({
    rejectionFile: (notePath) => rejectionPath(notePath, workspaceFolders.paths),
    onStateChanged: (uri, cause) => {
      const { noteDocument, annotations, suggestions } = notes.require(uri);
      inlayHintRefresh.noteChanged(noteDocument);
      if (cause === 'edit') {
        noteStateNotices.edited(uri, annotations.length + suggestions.length);
      } else {
        noteStateNotices.changed(uri);
      }
    },
    onProblem: (message) => {
      showMessage(MessageType.Warning, message);
    },
    onError: tellError,
  });
  const liveAnnotation = createLiveAnnotation({
    annotate: (uri, signal) => annotateNote({ engine, notes }, uri, signal),
    // The status item tells what is wrong; a pop-up for every edit would be too much.
    onError: (error) => {
      connection.console.info(error instanceof Error ? error.message : String(error));
    },
  });
  const context = { engine, notes, liveAnnotation, commandLinks: clientOptions.commandLinks === true };

  const warmUp = (): void => {
    // What goes wrong is in the status; the first request that needs the linker tells it too.
    engine.warmUp().catch((error: unknown) => {
      if (!isMendable(error)) {
        logBug(error);
      }
    });
  };
  const configured = Promise.withResolvers<undefined>();
  const pullSettings = async (): Promise<void> => {
    engine.configure(readSettings(await connection.workspace.getConfiguration(settingsSection)));
    inlayHintRefresh.settingsChanged();
    configured.resolve(undefined);
    warmUp();
  };

  documents.onDidOpen(({ document }) => {
    notes.opened(document);
    adjudication.opened(document.uri);
  });
  documents.onDidChangeContent(({ document }) => {
    // Opening also counts as a change of content; there is nothing to follow then.
    if (notes.get(document.uri)?.noteDocument !== document) {
      notes.changed(document);
      liveAnnotation.edited(document.uri);
    }
  });
  documents.onDidSave(({ document }) => {
    notes.saved(document.uri);
    // A note that is done is so as it was.
    views.filesChanged();
  });
  documents.onDidClose(({ document }) => {
    notes.closed(document.uri);
    liveAnnotation.leave(document.uri);
  });
  documents.listen(connection);

  const refreshVocabularies = (): void => {
    engine.refreshVocabularies().catch(tellError);
  };
  connection.onInitialized(() => {
    workspaceFolders.follow(() => {
      refreshVocabularies();
      views.filesChanged();
    });
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration) {
      connection.client
        .register(DidChangeConfigurationNotification.type, { section: settingsSection })
        .catch(logBug);
    }
    if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      const relative = capabilities.workspace.didChangeWatchedFiles.relativePatternSupport === true;
      const userFolder = pathToFileURL(dirname(userPlace(folders.dataFolder).file)).toString();
      const watchers = [
        { globPattern: '**/*.ann' },
        { globPattern: '**/.termlens/concepts.tsv' },
        { globPattern: '**/.termlens/reviewed.tsv' },
        ...(relative ? [{ globPattern: { baseUri: userFolder, pattern: 'concepts.tsv' } }] : []),
      ];
      connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(logBug);
    }
    if (pullsSettings) {
      pullSettings().catch(logBug);
    } else {
      configured.resolve(undefined);
      warmUp();
    }
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    if (pullsSettings) {
      pullSettings().catch(logBug);
    } else {
      engine.configure(readSettings((settings as Record<string, unknown> | null)?.[settingsSection]));
      inlayHintRefresh.settingsChanged();
      warmUp();
    }
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (concernsOwnConcepts(changes)) {
      refreshVocabularies();
    }
    notes.annotationFilesChanged();
    adjudication.filesChanged();
    views.filesChanged();
  });
  const hover = answer((params: HoverParams, signal) => answerHover(context, params, signal), logBug);
  connection.onHover(async (params, token) => {
    try {
      return await hover(params, token);
    } catch (error) {
      // A pop-up for every movement of the mouse would be too much; the status item tells what is wrong.
      if (!(error instanceof ResponseError) || error.code !== LSPErrorCodes.RequestCancelled) {
        connection.console.info(error instanceof Error ? error.message : String(error));
      }
      return null;
    }
  });
  connection.onCodeAction(answer((params, signal) => answerCodeActions(context, params, signal), logBug));
  connection.languages.inlayHint.on(answer((params) => answerInlayHints(context, params), logBug));
  connection.onExecuteCommand(
    answer(async ({ command, arguments: args }) => {
      if (command !== annotateCommand) {
        return null;
      }
      return (await addAnnotation(context, args?.[0])).id;
    }, logBug),
  );
  registerRequests(connection, context, logBug);
  registerReviewRequests(connection, context, logBug);
  registerMappingRequests(connection, { ...context, installFolder }, logBug);
  registerExchangeRequests(connection, context, logBug);
  const adjudication = registerAdjudicationRequests(
    connection,
    {
      notes,
      openUris: () => documents.keys(),
      tellError,
    },
    logBug,
  );
  const views = registerViewRequests(
    connection,
    { engine, workspaceFolders, dataFolder: folders.dataFolder },
    logBug,
  );
  registerEncoderRequests(connection, { engine, folders, configured: configured.promise }, logBug);
  registerVocabularyRequests(
    connection,
    { engine, folders, configured: configured.promise, tellError },
    logBug,
  );
  registerOwnConceptRequests(
    connection,
    { engine, dataFolder: folders.dataFolder, ownPlaces, tellError },
    logBug,
  );
  connection.onShutdown(() => {
    inlayHintRefresh.dispose();
    noteStateNotices.dispose();
    views.dispose();
    engine.dispose();
  });

  return initializeResult;
}
