import { CodeActionKind, TextDocumentSyncKind, type InitializeResult } from 'vscode-languageserver/node';
import { annotateCommand } from '../protocol/messages.ts';

/** What the server tells of itself when a client connects. */
export const initializeResult: InitializeResult = {
  serverInfo: { name: 'TermLens' },
  capabilities: {
    textDocumentSync: {
      openClose: true,
      change: TextDocumentSyncKind.Incremental,
      save: { includeText: false },
    },
    hoverProvider: true,
    inlayHintProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
    executeCommandProvider: { commands: [annotateCommand] },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
};
