import { statusRequest, type ServerStatus } from '../protocol/messages.ts';
import type { LogOutputChannel } from 'vscode';
import { createObservable, type Observable } from './observable.ts';
import { reportServerDown } from './reportFailure.ts';
import type { Server } from './serverConnection.ts';
import type { StatusSnapshot } from './views/statusText.ts';

export interface StatusModel extends Observable<StatusSnapshot> {
  setConnection(connection: StatusSnapshot['connection']): void;
  readonly setServer: (status: ServerStatus) => void;
  /** Asks the server once; later it tells by itself. */
  fetch(server: Server): Promise<void>;
  readonly whileWorking: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/** Collects what the status bar shows, logs why an encoder was not the first choice, and tells of a failure. */
export function createStatusModel(log: LogOutputChannel): StatusModel {
  const status = createObservable<StatusSnapshot>({ connection: 'starting', workCount: 0 });
  const loggedNotices = new Set<string>();
  const addWork = (count: number): void => {
    status.update((old) => ({ ...old, workCount: old.workCount + count }));
  };
  const setServer = (server: ServerStatus): void => {
    const before = status.value.server;
    status.update((old) => ({ ...old, server }));
    for (const notice of server.encoder?.notices ?? []) {
      if (!loggedNotices.has(notice)) {
        loggedNotices.add(notice);
        log.warn(notice);
      }
    }
    const isNews = before?.state !== 'failed' || before.message !== server.message;
    if (server.state === 'failed' && isNews) {
      reportServerDown(server.message ?? 'TermLens could not start.', log);
    }
  };
  return {
    get value() {
      return status.value;
    },
    onDidChange: (listener) => status.onDidChange(listener),
    setConnection(connection) {
      status.update((old) => ({ connection, workCount: old.workCount }));
    },
    setServer,
    async fetch(server) {
      setServer(await server.request0(statusRequest));
    },
    async whileWorking(work) {
      addWork(1);
      try {
        return await work();
      } finally {
        addWork(-1);
      }
    },
  };
}
