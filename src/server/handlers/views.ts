import { relative, sep } from 'node:path';
import type { Connection } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import {
  conceptMentionsRequest,
  conceptPageRequest,
  folderAgreementRequest,
  folderSummaryChanged,
  folderSummaryRequest,
  markNotesRequest,
} from '../../protocol/viewMessages.ts';
import type { Engine } from '../engine.ts';
import { innermostFolder } from '../innermostFolder.ts';
import { createFolderAgreements } from '../workspace/folderAgreement.ts';
import { markNotes } from '../workspace/reviewedNotes.ts';
import { StoredNoteError } from '../workspace/storedNote.ts';
import { createWorkspaceNotes } from '../workspace/workspaceNotes.ts';
import type { WorkspaceFolders } from '../workspaceFolders.ts';
import { answer, type LogBug } from './answer.ts';
import { readConceptPage } from './conceptPage.ts';

interface ViewContext {
  readonly engine: Engine;
  readonly workspaceFolders: WorkspaceFolders;
  readonly dataFolder: string;
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
  { engine, workspaceFolders, dataFolder }: ViewContext,
  logBug: LogBug,
): ViewRequests {
  const notes = createWorkspaceNotes();
  const agreements = createFolderAgreements();
  let timer: NodeJS.Timeout | undefined;
  const roots = (): readonly string[] => workspaceFolders.paths;

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
  connection.onRequest(
    folderAgreementRequest,
    answer(
      ({ workDoneToken }, signal) =>
        readNotes(workDoneToken, 'Comparing annotators', signal, (work) => agreements.compare(roots(), work)),
      logBug,
    ),
  );
  const filesChanged = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A client that is going away need not know.
      connection.sendNotification(folderSummaryChanged).catch(() => undefined);
    }, settleMs);
  };
  connection.onRequest(
    markNotesRequest,
    answer(async ({ uris, isDone }) => {
      for (const [root, paths] of groupByRoot(uris, roots())) {
        await markNotes(root, paths, isDone, dataFolder);
      }
      filesChanged();
      return null;
    }, logBug),
  );
  return {
    filesChanged,
    dispose() {
      clearTimeout(timer);
    },
  };
}

/** The paths of notes in the innermost folder that holds each. @throws {StoredNoteError} when none does. */
function groupByRoot(uris: readonly string[], roots: readonly string[]): Map<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const uri of uris) {
    const path = URI.parse(uri).fsPath;
    const root = innermostFolder(path, roots);
    if (root === undefined) {
      throw new StoredNoteError(
        `${path}: the note lies in no folder of this workspace, where it is kept what is done. Open its folder.`,
      );
    }
    grouped.set(root, [...(grouped.get(root) ?? []), relative(root, path).split(sep).join('/')]);
  }
  return grouped;
}
