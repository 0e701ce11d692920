import { CancellationTokenSource, type CancellationToken } from 'vscode';

/** Runs `work` with a token that is cancelled when `signal` aborts. */
export async function withToken<Result>(
  signal: AbortSignal,
  work: (token: CancellationToken) => Promise<Result>,
): Promise<Result> {
  const source = new CancellationTokenSource();
  const cancel = (): void => {
    source.cancel();
  };
  signal.addEventListener('abort', cancel);
  try {
    return await work(source.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}
