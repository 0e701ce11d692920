import { randomUUID } from 'node:crypto';
import { ProgressLocation, window, type CancellationToken } from 'vscode';
import { createProgressSteps } from './progressSteps.ts';
import type { Server } from './serverConnection.ts';

/**
 * Shows a notification with the progress that the server reports for a request, and lets the user cancel it.
 * `ask` is given the token to send along as `workDoneToken`.
 */
export async function withServerProgress<Result>(
  server: Server,
  title: string,
  ask: (workDoneToken: string, cancellation: CancellationToken) => Promise<Result>,
): Promise<Result> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    async (progress, cancellation) => {
      const workDoneToken = randomUUID();
      const nextStep = createProgressSteps();
      const subscription = server.onProgress(workDoneToken, (value) => {
        progress.report(nextStep(value));
      });
      try {
        return await ask(workDoneToken, cancellation);
      } finally {
        subscription.dispose();
      }
    },
  );
}
