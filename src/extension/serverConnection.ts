import { setTimeout as delay } from 'node:timers/promises';
import type { CancellationToken, Disposable, LogOutputChannel } from 'vscode';
import {
  State,
  WorkDoneProgress,
  type LanguageClient,
  type NotificationType0,
  type RequestParam,
  type RequestType,
  type RequestType0,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageclient/node';
import { noteStateChanged, statusChanged, type NoteState, type ServerStatus } from '../protocol/messages.ts';
import { folderSummaryChanged } from '../protocol/viewMessages.ts';
import { ServerNotRunningError } from './failures.ts';

export type WorkDone = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

/** The running server, or the one being started: requests wait for it. */
export interface Server {
  /** Rejects with `ServerNotRunningError` where no server runs or is about to, else as the server does. */
  request<Params, Result>(
    type: RequestType<Params, Result, void>,
    params: NoInfer<RequestParam<Params>>,
    token?: CancellationToken,
  ): Promise<Result>;
  request0<Result>(type: RequestType0<Result, void>): Promise<Result>;
  /** Tells the running server something; nothing happens where none runs or it goes away meanwhile. */
  notify0(type: NotificationType0): void;
  /** Listens to the progress that the server reports for `token`. */
  onProgress(token: string, listener: (progress: WorkDone) => void): Disposable;
}

export interface ServerConnection extends Server {
  /** Returns at once; the server comes up in the background. */
  readonly start: () => void;
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface ServerConnectionOptions {
  readonly log: LogOutputChannel;
  /** `isWanted` is false once the client is to be stopped: its connection may close without alarm. */
  createClient(isWanted: () => boolean): LanguageClient;
  readonly onConnection: (connection: 'starting' | 'running' | 'stopped') => void;
  readonly onNoteState: (state: NoteState) => void;
  readonly onStatus: (status: ServerStatus) => void;
  readonly onFolderSummaryChanged: () => void;
}

interface Run {
  readonly client: LanguageClient;
  wanted: boolean;
}

/** A starting server gets this long to come up before it is stopped: only then does it stop in order. */
const startGraceMs = 3_000;

/**
 * Holds the language client. Each start makes a new one, because a `LanguageClient` whose start failed cannot be
 * started again.
 */
export function createServerConnection(options: ServerConnectionOptions): ServerConnection {
  const { log } = options;
  let current: Run | undefined;
  let restarting: Promise<void> | undefined;

  const begin = (): void => {
    const run: Run = { client: options.createClient(() => run.wanted), wanted: true };
    current = run;
    const { client } = run;
    client.onDidChangeState(({ newState }) => {
      if (current === run) {
        options.onConnection(nameOf(newState));
      }
    });
    client.onNotification(noteStateChanged, options.onNoteState);
    client.onNotification(statusChanged, options.onStatus);
    client.onNotification(folderSummaryChanged, options.onFolderSummaryChanged);
    client.start().catch((error: unknown) => {
      // The client has shown it; without a listener it would be an unhandled rejection besides.
      log.error(error instanceof Error ? error : String(error));
    });
  };
  const stop = async (): Promise<void> => {
    const run = current;
    current = undefined;
    if (run !== undefined) {
      run.wanted = false;
      await stopClient(run.client, log);
    }
  };
  const runningClient = (): LanguageClient => {
    const state = current?.client.state;
    if (current === undefined || (state !== State.Running && state !== State.Starting)) {
      throw new ServerNotRunningError();
    }
    return current.client;
  };
  return {
    start: begin,
    stop,
    restart() {
      // Asked twice, it restarts once: two servers would register the same command.
      restarting ??= stop()
        .then(begin)
        .finally(() => {
          restarting = undefined;
        });
      return restarting;
    },
    request: async (type, params, token) => runningClient().sendRequest(type, params, token),
    request0: async (type) => runningClient().sendRequest(type),
    notify0(type) {
      if (current?.client.state === State.Running) {
        current.client.sendNotification(type).catch((error: unknown) => {
          log.debug(`Not told the server: ${String(error)}`);
        });
      }
    },
    onProgress: (token, listener) => runningClient().onProgress(WorkDoneProgress.type, token, listener),
  };
}

async function stopClient(client: LanguageClient, log: LogOutputChannel): Promise<void> {
  try {
    if (client.state === State.Starting) {
      await Promise.race([client.start(), delay(startGraceMs)]);
    }
    if (client.state === State.Starting || client.state === State.Running) {
      await client.stop();
    }
  } catch (error) {
    // A server that does not stop in order is killed by the client.
    log.warn(`Stopping the server: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function nameOf(state: State): 'starting' | 'running' | 'stopped' {
  switch (state) {
    case State.Starting:
      return 'starting';
    case State.Running:
      return 'running';
    case State.Stopped:
    case State.StartFailed:
      return 'stopped';
  }
}
