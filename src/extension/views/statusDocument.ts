import { Disposable, EventEmitter, Uri, window, workspace } from 'vscode';
import type { Observable, Subscription } from '../observable.ts';
import { formatStatusReport, type Diagnostics, type HostInfo } from './statusReport.ts';
import type { StatusSnapshot } from './statusText.ts';

export interface StatusDocument extends Subscription {
  readonly show: () => Promise<void>;
}

export interface StatusDocumentOptions {
  readonly status: Observable<StatusSnapshot>;
  readonly host: HostInfo;
  /** What the server has to say beyond its status; never rejects. */
  fetchDiagnostics(): Promise<Diagnostics>;
}

/**
 * A read-only document that follows the status while it is open; its text can be copied. It opens with what is
 * known and is completed when the server, which may be busy, has answered.
 */
export function createStatusDocument(options: StatusDocumentOptions): StatusDocument {
  const { status, host } = options;
  const uri = Uri.from({ scheme: 'termlens-status', path: 'TermLens Status' });
  const changed = new EventEmitter<Uri>();
  let diagnostics: Diagnostics = { lines: [], cuda: [] };
  let latest = 0;

  const isOpen = (): boolean =>
    workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
  const refresh = async (): Promise<void> => {
    changed.fire(uri);
    const run = ++latest;
    const answer = await options.fetchDiagnostics();
    if (run === latest) {
      diagnostics = answer;
      changed.fire(uri);
    }
  };
  const subscriptions = Disposable.from(
    changed,
    status.onDidChange(() => {
      if (isOpen()) {
        void refresh();
      }
    }),
    workspace.registerTextDocumentContentProvider(uri.scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => formatStatusReport(status.value, host, diagnostics),
    }),
  );
  return {
    dispose() {
      subscriptions.dispose();
    },
    async show() {
      const document = workspace.openTextDocument(uri);
      void refresh();
      await window.showTextDocument(await document, { preview: true });
    },
  };
}
