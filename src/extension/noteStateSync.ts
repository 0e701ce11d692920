import { Disposable, window, workspace, type LogOutputChannel } from 'vscode';
import { noteStateRequest } from '../protocol/messages.ts';
import { describeFailure } from './failures.ts';
import { isNote } from './noteSelector.ts';
import type { NoteStates } from './noteStates.ts';
import type { Subscription } from './observable.ts';
import type { Server } from './serverConnection.ts';

export interface NoteStateSync extends Subscription {
  /** Asks for the states of visible notes that none is known of. */
  fetchMissing(): void;
}

/** The server tells of changes; what a note's file held already when it was opened, it is asked for here. */
export function createNoteStateSync(
  server: Server,
  noteStates: NoteStates,
  log: LogOutputChannel,
): NoteStateSync {
  const asked = new Set<string>();
  const fetchState = async (uri: string): Promise<void> => {
    try {
      noteStates.set(uri, await server.request(noteStateRequest, { uri }));
    } catch (error) {
      // Nothing that the user asked for: the marks appear with the server's next notification.
      const failure = describeFailure(error);
      log.debug(`No state of a note: ${failure.kind === 'cancelled' ? failure.kind : failure.message}`);
    } finally {
      asked.delete(uri);
    }
  };
  const fetchMissing = (): void => {
    for (const { document } of window.visibleTextEditors) {
      const uri = document.uri.toString();
      if (isNote(document) && noteStates.get(uri) === undefined && !asked.has(uri)) {
        asked.add(uri);
        void fetchState(uri);
      }
    }
  };
  const subscriptions = Disposable.from(
    window.onDidChangeVisibleTextEditors(fetchMissing),
    workspace.onDidCloseTextDocument(({ uri }) => {
      noteStates.delete(uri.toString());
    }),
  );
  return {
    fetchMissing,
    dispose() {
      subscriptions.dispose();
    },
  };
}
