import { Disposable, EventEmitter, Uri, window, workspace } from 'vscode';
import type { Subscription } from '../observable.ts';

export interface ReportDocuments extends Subscription {
  /** Opens `text`, or puts it in the place of an earlier report with this title. */
  readonly show: (title: string, text: string) => Promise<void>;
}

/** Read-only documents with texts that can be copied into a bug report. */
export function createReportDocuments(): ReportDocuments {
  const scheme = 'termlens-report';
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const subscriptions = Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: ({ path }) => texts.get(path),
    }),
  );
  return {
    async show(title, text) {
      const uri = Uri.from({ scheme, path: title });
      texts.set(uri.path, text);
      changed.fire(uri);
      await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
    },
    dispose() {
      subscriptions.dispose();
    },
  };
}
