import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';

/** A build that the client was told of. */
interface Shown {
  readonly title: string;
  /** Nothing, now or later, where the client shows no progress. */
  readonly reporter: Promise<WorkDoneProgressServerReporter | undefined> | undefined;
}

export interface BuildProgress {
  /** `done` of `total` names of the vocabulary `title` are encoded. */
  report(title: string, done: number, total: number): void;
  /** The building ended, perhaps before its last step. */
  end(): void;
}

/**
 * Shows the building of a vocabulary as a progress of the client, from its first step to its last, one at a
 * time. Clients without progress get a log line at the beginning.
 */
export function createBuildProgress(connection: Connection, supported: boolean): BuildProgress {
  let current: Shown | undefined;

  const begin = (title: string): Shown => {
    connection.console.info(`Building ${title}…`);
    if (!supported) {
      return { title, reporter: undefined };
    }
    const reporter = connection.window.createWorkDoneProgress().then(
      (created) => {
        created.begin(`TermLens: building ${title}`, 0, '', false);
        return created;
      },
      (error: unknown) => {
        connection.console.warn(`The client shows no progress: ${String(error)}`);
        return undefined;
      },
    );
    return { title, reporter };
  };

  return {
    report(title, done, total) {
      current = current?.title === title ? current : begin(title);
      void current.reporter?.then((reporting) => {
        reporting?.report(Math.round((100 * done) / total), `${done} of ${total} names`);
      });
    },
    end() {
      void current?.reporter?.then((reporting) => {
        reporting?.done();
      });
      current = undefined;
    },
  };
}
