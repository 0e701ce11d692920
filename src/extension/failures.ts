/** `ErrorCodes` and `LSPErrorCodes` of the language server protocol and of vscode-jsonrpc. */
const requestCancelled = -32800;
const serverCancelled = -32802;
const pendingResponseRejected = -32097;
const connectionInactive = -32096;

export type Failure =
  | { readonly kind: 'cancelled' }
  /** There is no server to ask; restarting it helps. */
  | { readonly kind: 'notRunning'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/** The server has not been started, or gave up. */
export class ServerNotRunningError extends Error {
  override readonly name = 'ServerNotRunningError';

  constructor() {
    super('The TermLens server is not running.');
  }
}

/** What to tell the user about an error of a command or of a request to the server. */
export function describeFailure(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === requestCancelled || code === serverCancelled || isCancellationError(error)) {
    return { kind: 'cancelled' };
  }
  if (error instanceof ServerNotRunningError) {
    return { kind: 'notRunning', message: error.message };
  }
  if (code === connectionInactive || code === pendingResponseRejected) {
    return { kind: 'notRunning', message: 'The TermLens server stopped before it answered.' };
  }
  return { kind: 'failed', message: messageOf(error) };
}

/** VS Code's `CancellationError`, known by its name so that this module needs no VS Code. */
function isCancellationError(error: unknown): boolean {
  return error instanceof Error && error.name === 'Canceled';
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // vscode-jsonrpc puts this before the message of an error that a handler did not expect.
  return message.replace(/^Request \S+ failed with message: /u, '');
}
