import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';

/** Nothing, now or later, where the client shows no progress. */
type Reporter = Promise<WorkDoneProgressServerReporter | undefined> | undefined;

export interface BuildProgress {
  /** `done` of `total` names of the vocabulary `title` are encoded. */
  report(title: string, done: number, total: number): void;
  /** The building ended, perhaps before its last step. */
  end(): void;
}

/**
 * Shows the building of vocabularies as progress of the client, each from its first step until all have ended: they
 * may be built side by side. Clients without progress get a log line at the beginning.
 */
export function createBuildProgress(connection: Connection, supported: boolean): BuildProgress {
  const shown = new Map<string, Reporter>();

  const begin = (title: string): Reporter => {
    connection.console.info(`Building ${title}…`);
    if (!supported) {
      return undefined;
    }
    return connection.window.createWorkDoneProgress().then(
      (created) => {
        created.begin(`TermLens: building ${title}`, 0, '', false);
        return created;
      },
      (error: unknown) => {
        connection.console.warn(`The client shows no progress: ${String(error)}`);
        return undefined;
      },
    );
  };

  return {
    report(title, done, total) {
      const reporter = shown.has(title) ? shown.get(title) : begin(title);
      shown.set(title, reporter);
      void reporter?.then((reporting) => {
        reporting?.report(Math.round((100 * done) / total), `${done} of ${total} names`);
      });
    },
    end() {
      for (const reporter of shown.values()) {
        void reporter?.then((reporting) => {
          reporting?.done();
        });
      }
      shown.clear();
    },
  };
}
