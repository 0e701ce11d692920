import { env, Uri, version, ViewColumn, window, workspace, type ExtensionContext } from 'vscode';
import { wakeNotification } from '../protocol/encoderMessages.ts';
import { settingsSection } from '../protocol/settings.ts';
import { createClient } from './client.ts';
import { revealSpan } from './commands/annotationView.ts';
import { createCommandHandlers } from './commands/commandHandlers.ts';
import type { CommandName } from './commands/commandNames.ts';
import { showReviewKeys } from './commands/showReviewKeys.ts';
import { measureEncoder } from './commands/encoderCommand.ts';
import { createContextKeys } from './contextKeys.ts';
import { createDifferences } from './differences/differences.ts';
import { createDifferenceView } from './differences/differenceView.ts';
import { createFetchDiagnostics } from './diagnostics.ts';
import { createNoteStates } from './noteStates.ts';
import { createNoteStateSync } from './noteStateSync.ts';
import { createReportFailure, reportServerDown } from './reportFailure.ts';
import { createRestartPolicy } from './restartPolicy.ts';
import { createServerConnection } from './serverConnection.ts';
import { createStatusModel } from './serverStatus.ts';
import { createStorePassword, storeUrlSetting } from './storePassword.ts';
import { createTraceChannel } from './traceChannel.ts';
import { createAnnotationTree } from './views/annotations/annotationTree.ts';
import { createBenchmarkPanel } from './views/benchmarkPanel.ts';
import { createConceptPanel } from './views/concept/conceptPanel.ts';
import { createCandidateLine } from './views/candidateLine.ts';
import { createDecorations } from './views/decorations.ts';
import { createFolderTree } from './views/folder/folderTree.ts';
import { createReportDocuments } from './views/reportDocuments.ts';
import type { Contributions } from './views/reviewKeys.ts';
import { createStatusDocument } from './views/statusDocument.ts';
import { createStatusItem } from './views/statusItem.ts';
import type { HostInfo } from './views/statusReport.ts';
import { createVocabularyTree } from './views/vocabularyTree.ts';
import { createWake } from './wake.ts';

const maxRestarts = 4;
const restartPeriodMinutes = 3;

/** Everything there is while the extension is active. */
export interface Session {
  /** Runs a command; what fails is shown, so it never rejects. */
  readonly run: (command: CommandName, argument: unknown) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Wires the parts together. The server comes up in the background; requests to it wait. */
export function startSession({
  extension,
  secrets,
  subscriptions,
  workspaceState,
}: ExtensionContext): Session {
  const log = window.createOutputChannel('TermLens', { log: true });
  const reportFailure = createReportFailure(log);
  const trace = createTraceChannel(log);
  const storePassword = createStorePassword(secrets, log);
  const noteStates = createNoteStates();
  const status = createStatusModel(log);
  const restartPolicy = createRestartPolicy({
    maxRestarts,
    periodMs: restartPeriodMinutes * 60_000,
    now: () => Date.now(),
  });

  const mayRestart = (): boolean => {
    if (restartPolicy.mayRestart()) {
      log.warn('The server ended unexpectedly and is started again.');
      return true;
    }
    const times = `${String(maxRestarts + 1)} times within ${String(restartPeriodMinutes)} minutes`;
    reportServerDown(`The TermLens server ended ${times} and is not started again.`, log);
    return false;
  };

  const server = createServerConnection({
    log,
    createClient: (isWanted) =>
      createClient({
        extensionFolder: extension.extensionPath,
        storePassword: storePassword.value,
        log,
        traceChannel: trace.channel,
        reportFailure,
        onClosed: () => isWanted() && mayRestart(),
      }),
    onConnection(connection) {
      status.setConnection(connection);
      if (connection === 'running') {
        status.fetch(server).catch((error: unknown) => {
          // Only when the server ends again at once, which is told in its own way.
          log.debug(`No status: ${String(error)}`);
        });
        noteStateSync.fetchMissing();
        folderTree.refresh();
      } else {
        noteStates.clear();
      }
    },
    onNoteState(state) {
      noteStates.set(Uri.parse(state.uri, true).toString(), state);
    },
    onStatus: status.setServer,
    onFolderSummaryChanged() {
      folderTree.refresh();
      conceptPanel.refreshMentions();
    },
  });
  const noteStateSync = createNoteStateSync(server, noteStates, log);
  const statusDocument = createStatusDocument({
    status,
    host: hostInfo(extension.packageJSON),
    fetchDiagnostics: createFetchDiagnostics(server),
  });
  const reports = createReportDocuments();
  const { whileWorking } = status;
  const benchmarkPanel = createBenchmarkPanel({
    measureAgain: () => measureEncoder({ server, whileWorking }, true),
    reportFailure,
  });
  const differences = createDifferences(server, noteStates, (error) => {
    // Nothing that the user asked for; the next change of the note asks again.
    log.debug(`No differences of a note: ${String(error)}`);
  });
  const annotationTree = createAnnotationTree({ noteStates, differences, memory: workspaceState });
  const folderTree = createFolderTree(server);
  const conceptPanel = createConceptPanel({
    server,
    reportFailure,
    revealMention: ({ uri, range }) => revealSpan(uri, range, ViewColumn.One),
  });

  const handlers = createCommandHandlers({
    server,
    storePassword,
    noteStates,
    differences,
    annotationTree,
    folderTree,
    conceptPanel,
    reportFailure,
    whileWorking,
    showOutput: () => {
      log.show();
    },
    showStatus: statusDocument.show,
    showReviewKeys: () =>
      showReviewKeys(
        extension.id,
        (extension.packageJSON as { readonly contributes: Contributions }).contributes,
      ),
    showReport: reports.show,
    showBenchmark: benchmarkPanel.show,
    memory: workspaceState,
  });

  subscriptions.push(
    log,
    trace,
    noteStateSync,
    statusDocument,
    reports,
    benchmarkPanel,
    annotationTree,
    folderTree,
    conceptPanel,
    createWake({
      isAsleep: () => status.value.server?.state === 'sleeping',
      wake: () => {
        server.notify0(wakeNotification);
      },
    }),
    createStatusItem(status),
    createVocabularyTree({ server, status, reportFailure }),
    createDecorations(noteStates),
    differences,
    createDifferenceView(differences),
    createContextKeys(noteStates),
    createCandidateLine(noteStates),
    workspace.onDidChangeConfiguration((event) => {
      // The language client is given its languages once.
      if (event.affectsConfiguration(`${settingsSection}.languages`)) {
        server.restart().catch(reportFailure);
      } else if (event.affectsConfiguration(storeUrlSetting)) {
        // The password goes with the address, and the server is given it once.
        storePassword
          .load()
          .then(() => server.restart())
          .catch(reportFailure);
      }
    }),
  );
  const started = storePassword.load().then(server.start);
  return {
    async run(command, argument) {
      try {
        await started;
        await handlers[command](argument);
      } catch (error) {
        reportFailure(error);
      }
    },
    stop: server.stop,
  };
}

function hostInfo(packageJson: unknown): HostInfo {
  const { version: extensionVersion } = packageJson as { readonly version: string };
  return {
    extensionVersion,
    editor: `${env.appName} ${version} (${env.appHost})`,
    platform: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
  };
}
