import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inject, vi } from 'vitest';
import {
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InlayHintRefreshRequest,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  RegistrationRequest,
  ShowMessageNotification,
  ShowMessageRequest,
  ShutdownRequest,
  WorkDoneProgress,
  WorkDoneProgressCreateRequest,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type MarkupContent,
  type Position,
  type ProtocolConnection,
  type Range,
} from 'vscode-languageserver-protocol/node';
import { projectFolder } from '../../scripts/projectFolder.ts';
import {
  noteStateChanged,
  statusChanged,
  statusRequest,
  type NoteState,
  type ServerStatus,
} from '../../src/protocol/messages.ts';
import type { InitializationOptions } from '../../src/protocol/settings.ts';

export interface ServerOptions {
  /** The run's own, with the vocabulary built, when left out. */
  readonly dataFolder?: string;
  /** Answers `workspace/configuration`; the client has no such capability when left out. */
  readonly settings?: unknown;
  readonly initializationOptions?: InitializationOptions;
  /** Paths of the folders that the client has open. */
  readonly workspaceFolders?: readonly string[];
  /** Environment variables besides this process's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the user chooses of a message's buttons; left out, the client cannot ask. */
  readonly choose?: (message: string, buttons: readonly string[]) => string | undefined;
  /** A client that says it can do everything and then answers every request of the server with an error. */
  readonly refusesRequests?: boolean;
  /** Program and arguments in front of Node's own, such as `strace`. */
  readonly wrapper?: readonly string[];
  /** Arguments for Node: `dist/server.js --stdio` when left out. */
  readonly arguments?: readonly string[];
}

/** The built server in a process of its own, and the client's side of its connection. */
export interface ServerClient {
  readonly connection: ProtocolConnection;
  readonly processId: number;
  readonly initialized: InitializeResult;
  /** What the server sent of its own accord, oldest first. */
  readonly noteStates: NoteState[];
  readonly statuses: ServerStatus[];
  /** Text of `window/showMessage`. */
  readonly messages: string[];
  /** Text of `window/logMessage`. */
  readonly logged: string[];
  /** Of progress that the server showed of its own accord: `begin`, `report`, `end`. */
  readonly progress: string[];

  open(uri: string, text: string, languageId?: string): Promise<void>;
  /** Opens a note on disk, and resolves once the server has read its annotations. */
  openLoaded(uri: string, text: string): Promise<NoteState>;
  change(uri: string, version: number, range: Range, text: string): Promise<void>;
  save(uri: string): Promise<void>;
  close(uri: string): Promise<void>;
  hover(uri: string, position: Position): Promise<Hover | null>;
  status(): Promise<ServerStatus>;
  /** Resolves once the status is `state`. */
  waitForStatus(state: ServerStatus['state']): Promise<ServerStatus>;
  /** What the client answers to `workspace/configuration` from now on, announced to the server. */
  configure(settings: unknown): Promise<void>;
  /** Shuts the server down as the protocol has it, and resolves with its exit status. */
  stop(): Promise<number | null>;
}

const patienceMs = 30_000;
/** Beyond this a server that was told to exit is killed. */
const exitPatienceMs = 10_000;

export const serverScript = join(projectFolder, 'dist', 'server.js');

/** Waits until `probe` no longer throws. */
export function eventually<T>(probe: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(probe, { timeout: patienceMs, interval: 25 });
}

export function fileUri(path: string): string {
  return pathToFileURL(path).toString();
}

/** The Markdown of a hover; empty for none. */
export function hoverText(hover: Hover | null): string {
  return hover ? (hover.contents as MarkupContent).value : '';
}

/** Starts a server and initializes it. */
export async function startServer(options: ServerOptions = {}): Promise<ServerClient> {
  const child = startProcess(options);
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const connection = createProtocolConnection(child.stdout, child.stdin);
  // Requests that wait for a server that died fail instead of waiting on.
  child.once('exit', () => {
    connection.dispose();
  });
  let settings = options.settings;
  const received = collectNotifications(connection);
  if (!options.refusesRequests) {
    answerRequests(connection, received, () => settings);
  }
  if (options.choose) {
    answerMessages(connection, options.choose);
  }
  connection.listen();

  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    workspaceFolders: options.workspaceFolders?.map((path) => ({ uri: fileUri(path), name: path })) ?? null,
    capabilities: {
      general: { positionEncodings: ['utf-16'] },
      window: { workDoneProgress: true },
      workspace: {
        configuration: settings !== undefined,
        workspaceFolders: options.workspaceFolders !== undefined,
        didChangeConfiguration: { dynamicRegistration: true },
        didChangeWatchedFiles: { dynamicRegistration: true },
        inlayHint: { refreshSupport: true },
      },
      textDocument: { hover: { contentFormat: ['markdown'] } },
    },
    initializationOptions: options.initializationOptions ?? {},
    // `rootUri`, which the type wants too, is deprecated.
  } as unknown as InitializeParams);
  await connection.sendNotification(InitializedNotification.type, {});

  const open: ServerClient['open'] = (uri, text, languageId = 'plaintext') =>
    connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId, version: 1, text },
    });
  const status = (): Promise<ServerStatus> => connection.sendRequest(statusRequest);
  return {
    connection,
    processId: child.pid ?? 0,
    initialized,
    ...received,
    open,
    async openLoaded(uri, text) {
      await open(uri, text);
      return eventually(() => findLast(received.noteStates, uri));
    },
    change: (uri, version, range, text) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [{ range, text }],
      }),
    save: (uri) =>
      connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } }),
    close: (uri) =>
      connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } }),
    hover: (uri, position) => connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position }),
    status,
    waitForStatus: (state) =>
      eventually(async () => {
        const current = await status();
        if (current.state !== state) {
          throw new Error(
            `The status is ${current.state} (${current.message ?? 'no message'}), not ${state}.`,
          );
        }
        return current;
      }),
    async configure(next) {
      settings = next;
      await connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        await connection.sendRequest(ShutdownRequest.type);
        await connection.sendNotification(ExitNotification.type);
        await Promise.race([exited, delay(exitPatienceMs, undefined, { ref: false })]);
        child.kill('SIGKILL');
      }
      const [code] = await exited;
      return code;
    },
  };
}

function startProcess(options: ServerOptions): ChildProcessWithoutNullStreams {
  const nodeArguments = options.arguments ?? [serverScript, '--stdio'];
  const [program, ...programArguments] = [...(options.wrapper ?? []), process.execPath, ...nodeArguments];
  const child = spawn(program ?? '', programArguments, {
    env: {
      ...process.env,
      TERMLENS_HOME: options.dataFolder ?? inject('dataFolder'),
      ...options.environment,
    },
    stdio: 'pipe',
  });
  child.stderr.pipe(process.stderr);
  return child;
}

/** The newest state of a note; throws where there is none. */
export function findLast(states: readonly NoteState[], uri: string): NoteState {
  const state = states.findLast((candidate) => candidate.uri === uri);
  if (!state) {
    throw new Error(`The server has not told the state of ${uri}.`);
  }
  return state;
}

type Received = Pick<ServerClient, 'noteStates' | 'statuses' | 'messages' | 'logged' | 'progress'>;

function collectNotifications(connection: ProtocolConnection): Received {
  const received: Received = { noteStates: [], statuses: [], messages: [], logged: [], progress: [] };
  connection.onNotification(noteStateChanged, (state) => void received.noteStates.push(state));
  connection.onNotification(statusChanged, (status) => void received.statuses.push(status));
  connection.onNotification(
    ShowMessageNotification.type,
    ({ message }) => void received.messages.push(message),
  );
  connection.onNotification(LogMessageNotification.type, ({ message }) => void received.logged.push(message));
  return received;
}

function answerRequests(connection: ProtocolConnection, received: Received, settings: () => unknown): void {
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(settings));
  connection.onRequest(RegistrationRequest.type, () => undefined);
  connection.onRequest(InlayHintRefreshRequest.type, () => undefined);
  connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
    connection.onProgress(WorkDoneProgress.type, token, ({ kind }) => void received.progress.push(kind));
  });
}

function answerMessages(connection: ProtocolConnection, choose: NonNullable<ServerOptions['choose']>): void {
  connection.onRequest(ShowMessageRequest.type, ({ message, actions = [] }) => {
    const title = choose(
      message,
      actions.map((action) => action.title),
    );
    return title === undefined ? null : { title };
  });
}
