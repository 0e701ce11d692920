import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type Hover,
  type ProtocolConnection,
} from 'vscode-languageserver-protocol/node';
import { annotateRequest, statusRequest } from '../src/protocol/messages.ts';
import type { Position } from './notes.ts';

/** A language server in a process of its own, spoken to as an editor does. */
export interface ServerClient {
  readonly connection: ProtocolConnection;
  /** The document that everything is asked about; opening another text makes a new document. */
  open(text: string): Promise<void>;
  /** Puts `text` at `position` in the open document. */
  type(text: string, position: Position): Promise<void>;
  hover(position: Position): Promise<Hover | null>;
  /** Annotates the open document; answers how many suggestions came. */
  annotate(): Promise<number>;
  /** Resident memory in MB of the server and of its encoder process; nothing where there is no `/proc`. */
  memory(): Promise<{ readonly server: number; readonly encoder: number } | undefined>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Holds `dist/`, `models/` and `vocabularies/`. */
  readonly installFolder: string;
  readonly dataFolder: string;
}

export async function startServer({ installFolder, dataFolder }: ServerOptions): Promise<ServerClient> {
  const child = spawn(process.execPath, [join(installFolder, 'dist/server.js'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest(InitializeRequest.type, {
    // Required by the protocol's types although deprecated.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    rootUri: null,
    processId: process.pid,
    workspaceFolders: null,
    capabilities: {},
    initializationOptions: { dataFolder },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  let opened = 0;
  let version = 1;
  const uri = (): string => `untitled:note-${opened}`;
  return {
    connection,
    async open(text) {
      opened += 1;
      const textDocument = { uri: uri(), languageId: 'plaintext', version: 1, text };
      await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    },
    async type(text, position) {
      version += 1;
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uri(), version },
        contentChanges: [{ range: { start: position, end: position }, text }],
      });
    },
    hover: (position) =>
      connection.sendRequest(HoverRequest.type, { textDocument: { uri: uri() }, position }),
    annotate: async () =>
      (await connection.sendRequest(annotateRequest, { textDocument: { uri: uri() } })).length,
    async memory() {
      const { encoder } = await connection.sendRequest(statusRequest);
      const server = residentMegabytes(child.pid);
      const encoderProcess = residentMegabytes(encoder?.processId);
      return server !== undefined && encoderProcess !== undefined
        ? { server, encoder: encoderProcess }
        : undefined;
    },
    async stop() {
      const exited = once(child, 'exit');
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await exited;
      connection.dispose();
    },
  };
}

function residentMegabytes(processId: number | undefined): number | undefined {
  if (processId === undefined || process.platform !== 'linux') {
    return undefined;
  }
  const kilobytes = /^VmRSS:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
