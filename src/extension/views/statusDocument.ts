import { Disposable, EventEmitter, Uri, window, workspace } from 'vscode';
import type { Observable, Subscription } from '../observable.ts';
import { formatStatusReport, type HostInfo, type StatusSnapshot } from './statusText.ts';

export interface StatusDocument extends Subscription {
  show(): Promise<void>;
}

/** A read-only document that follows the status while it is open; its text can be copied. */
export function createStatusDocument(status: Observable<StatusSnapshot>, host: HostInfo): StatusDocument {
  const uri = Uri.from({ scheme: 'termlens-status', path: 'TermLens Status' });
  const changed = new EventEmitter<Uri>();
  const subscriptions = Disposable.from(
    changed,
    status.onDidChange(() => {
      changed.fire(uri);
    }),
    workspace.registerTextDocumentContentProvider(uri.scheme, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => formatStatusReport(status.value, host),
    }),
  );
  return {
    dispose() {
      subscriptions.dispose();
    },
    async show() {
      await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
    },
  };
}
