import { fileURLToPath } from 'node:url';
import type { Connection } from 'vscode-languageserver/node';
import {
  conceptMentionsRequest,
  conceptPageRequest,
  folderSummaryChanged,
  folderSummaryRequest,
} from '../../protocol/viewMessages.ts';
import type { Engine } from '../engine.ts';
import { createWorkspaceNotes } from '../workspace/workspaceNotes.ts';
import type { WorkspaceFolders } from '../workspaceFolders.ts';
import { answer, type LogBug } from './answer.ts';
import { readConceptPage } from './conceptPage.ts';

interface ViewContext {
  readonly engine: Engine;
  readonly workspaceFolders: WorkspaceFolders;
}

export interface ViewRequests {
  /** Annotation files or workspace folders changed; clients are told once that has settled. */
  filesChanged(): void;
  dispose(): void;
}

/** A pull or a batch changes many files, one after another. */
const settleMs = 300;

/** Answers the messages of `protocol/viewMessages.ts`. */
export function registerViewRequests(
  connection: Connection,
  { engine, workspaceFolders }: ViewContext,
  logBug: LogBug,
): ViewRequests {
  const notes = createWorkspaceNotes();
  let timer: NodeJS.Timeout | undefined;
  const roots = (): string[] =>
    workspaceFolders.places.map(({ workspaceFolder }) => fileURLToPath(workspaceFolder));

  /** Reads notes with progress under the client's token. */
  const readNotes = async <Result>(
    token: string | number | undefined,
    title: string,
    signal: AbortSignal,
    read: (work: {
      signal: AbortSignal;
      onProgress: (done: number, total: number) => void;
    }) => Promise<Result>,
  ): Promise<Result> => {
    const progress = connection.window.attachWorkDoneProgress(token);
    progress.begin(title, 0, '', true);
    try {
      return await read({
        signal,
        onProgress: (done, total) => {
          progress.report(Math.round((100 * done) / Math.max(1, total)), `${done} of ${total} notes`);
        },
      });
    } finally {
      progress.done();
    }
  };

  connection.onRequest(
    conceptPageRequest,
    answer(async ({ curie }) => {
      using opened = await engine.lease();
      return await readConceptPage(opened.stores, curie);
    }, logBug),
  );
  connection.onRequest(
    conceptMentionsRequest,
    answer(
      ({ curie, workDoneToken }, signal) =>
        readNotes(workDoneToken, 'Looking for mentions', signal, (work) =>
          notes.findMentions(roots(), curie, work),
        ),
      logBug,
    ),
  );
  connection.onRequest(
    folderSummaryRequest,
    answer(
      ({ workDoneToken }, signal) =>
        readNotes(workDoneToken, 'Reading annotations', signal, (work) => notes.summarize(roots(), work)),
      logBug,
    ),
  );
  return {
    filesChanged() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        // A client that is going away need not know.
        connection.sendNotification(folderSummaryChanged).catch(() => undefined);
      }, settleMs);
    },
    dispose() {
      clearTimeout(timer);
    },
  };
}
