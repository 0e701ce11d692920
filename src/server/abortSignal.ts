import type { CancellationToken } from 'vscode-languageserver';

/** Thrown by work that the client cancelled. */
export class RequestCancelledError extends Error {
  override readonly name = 'RequestCancelledError';
}

/** The client's cancellation in the form the core takes. */
export function toAbortSignal(token: CancellationToken): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort(new RequestCancelledError('The request was cancelled.'));
  };
  if (token.isCancellationRequested) {
    abort();
  } else {
    token.onCancellationRequested(abort);
  }
  return controller.signal;
}
