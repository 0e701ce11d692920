import { commands, window, type LogOutputChannel } from 'vscode';
import { describeFailure } from './failures.ts';

const restart = 'Restart Server';
const showOutput = 'Show Output';

/** Shows an error once, in the server's words, and logs it; what the user cancelled stays silent. */
export type ReportFailure = (error: unknown) => void;

export function createReportFailure(log: LogOutputChannel): ReportFailure {
  return (error) => {
    const failure = describeFailure(error);
    if (failure.kind === 'cancelled') {
      return;
    }
    log.error(error instanceof Error ? error : String(error));
    const needsServer = failure.kind === 'notRunning';
    void showServerError(failure.message, log, needsServer ? [restart, showOutput] : [showOutput]);
  };
}

/** An error that restarting the server may mend. */
export function reportServerDown(message: string, log: LogOutputChannel): void {
  void showServerError(message, log, [restart, showOutput]);
}

async function showServerError(
  message: string,
  log: LogOutputChannel,
  buttons: readonly string[],
): Promise<void> {
  const chosen = await window.showErrorMessage(message, ...buttons);
  if (chosen === restart) {
    await commands.executeCommand('termlens.restartServer');
  } else if (chosen === showOutput) {
    log.show();
  }
}
