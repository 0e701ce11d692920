import { join } from 'node:path';
import type { LogOutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type CloseHandlerResult,
} from 'vscode-languageclient/node';
import { annotateCommand } from '../protocol/messages.ts';
import { settingsSection, type InitializationOptions } from '../protocol/settings.ts';
import { storePasswordVariable } from '../protocol/storePassword.ts';
import { noteSelector } from './noteSelector.ts';
import type { ReportFailure } from './reportFailure.ts';

export interface ClientOptions {
  readonly extensionFolder: string;
  /** Of the shared store, if there is one. */
  readonly storePassword: string | undefined;
  readonly log: LogOutputChannel;
  readonly traceChannel: LogOutputChannel;
  readonly reportFailure: ReportFailure;
  /** Whether to start the server again, asked when its connection closed. */
  readonly onClosed: () => boolean;
}

/** Commands that links in the server's hovers may run; any other command link in them stays dead text. */
const trustedCommands = [annotateCommand, 'termlens.linkSelection', 'termlens.showConcept'];

/** A client for one run of the server; it is not started. */
export function createClient(options: ClientOptions): LanguageClient {
  const { extensionFolder, storePassword, log, traceChannel, reportFailure, onClosed } = options;
  const initializationOptions: InitializationOptions = { commandLinks: true };
  return new LanguageClient(
    settingsSection,
    'TermLens',
    {
      module: join(extensionFolder, 'dist', 'server.js'),
      transport: TransportKind.ipc,
      ...(storePassword !== undefined && { options: { env: { [storePasswordVariable]: storePassword } } }),
    },
    {
      documentSelector: noteSelector(),
      initializationOptions,
      markdown: { isTrusted: { enabledCommands: trustedCommands }, supportHtml: false },
      outputChannel: log,
      traceOutputChannel: traceChannel,
      // A hover that fails must not open a notification each time the mouse moves.
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: (): CloseHandlerResult => ({
          action: onClosed() ? CloseAction.Restart : CloseAction.DoNotRestart,
          handled: true,
        }),
      },
      middleware: {
        // VS Code only logs what a command link in a hover throws.
        executeCommand: async (command, args, next): Promise<unknown> => {
          try {
            return await (next(command, args) as Promise<unknown>);
          } catch (error) {
            reportFailure(error);
            return undefined;
          }
        },
      },
    },
  );
}
