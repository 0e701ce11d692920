import {
  CancellationTokenSource,
  Disposable,
  EventEmitter,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type TreeDataProvider,
} from 'vscode';
import { folderAgreementRequest, folderSummaryRequest } from '../../../protocol/viewMessages.ts';
import { createDebounce } from '../../debounce.ts';
import { describeFailure } from '../../failures.ts';
import type { Subscription } from '../../observable.ts';
import type { Server } from '../../serverConnection.ts';
import { createAgreementRows } from './agreementRows.ts';
import { createFolderOutline, formatProgress, formatTotals, type FolderRow } from './folderOutline.ts';

const viewId = 'termlens.folderSummary';
const refreshDelayMs = 500;

export interface FolderTree extends Subscription {
  /** Annotation files changed: reads them again, now or when the view is seen. */
  refresh(): void;
}

/** What is annotated in the workspace folders, as the server counts it. */
export function createFolderTree(server: Server): FolderTree {
  const changed = new EventEmitter<undefined>();
  let rows: readonly FolderRow[] = [];
  let agreementRows: readonly FolderRow[] = [];
  let isOutdated = true;
  let running: CancellationTokenSource | undefined;

  const provider: TreeDataProvider<FolderRow> = {
    onDidChangeTreeData: changed.event,
    getChildren: (row) => [...(row === undefined ? rows : (row.children?.() ?? []))],
    getTreeItem: toTreeItem,
  };
  const view = window.createTreeView(viewId, { treeDataProvider: provider, showCollapseAll: true });

  /** After the summary, since it may take longer. */
  const compare = async (token: CancellationToken): Promise<readonly FolderRow[]> =>
    createAgreementRows(
      await window.withProgress({ location: { viewId } }, () =>
        server.request(folderAgreementRequest, {}, token),
      ),
    );
  const read = async (): Promise<void> => {
    running?.cancel();
    const source = new CancellationTokenSource();
    running = source;
    try {
      const folders = await window.withProgress({ location: { viewId } }, () =>
        server.request(folderSummaryRequest, {}, source.token),
      );
      if (running === source) {
        const summaries = createFolderOutline(folders);
        rows = [...summaries, ...agreementRows];
        view.message = formatProgress(folders);
        view.description = rows.length > 0 ? formatTotals(folders) : '';
        changed.fire(undefined);
        agreementRows = summaries.length === 0 ? [] : await compare(source.token);
        if (source === running) {
          rows = [...summaries, ...agreementRows];
          changed.fire(undefined);
        }
      }
    } catch (error) {
      const failure = describeFailure(error);
      if (running === source && failure.kind !== 'cancelled') {
        isOutdated = true;
        view.message = failure.message;
      }
    } finally {
      source.dispose();
    }
  };
  const readIfSeen = (): void => {
    if (view.visible && isOutdated) {
      isOutdated = false;
      void read();
    }
  };
  const debounced = createDebounce(readIfSeen, refreshDelayMs);
  const refresh = (): void => {
    isOutdated = true;
    debounced.schedule();
  };
  const subscriptions = Disposable.from(
    changed,
    view,
    debounced,
    view.onDidChangeVisibility(readIfSeen),
    workspace.onDidChangeWorkspaceFolders(refresh),
  );
  readIfSeen();
  return {
    refresh,
    dispose() {
      running?.cancel();
      subscriptions.dispose();
    },
  };
}

function toTreeItem(row: FolderRow): TreeItem {
  const item = new TreeItem(row.label);
  item.id = row.key;
  item.description = row.description;
  item.tooltip = row.tooltip;
  item.iconPath = new ThemeIcon(row.icon);
  item.accessibilityInformation = { label: row.spoken };
  item.collapsibleState =
    row.children === undefined ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed;
  if (row.uri !== undefined) {
    item.contextValue = `note ${row.review ?? ''}`;
    item.command = { command: 'vscode.open', title: 'Open Note', arguments: [Uri.parse(row.uri, true)] };
  } else if (row.agreement !== undefined) {
    item.command = { command: 'termlens.showAgreement', title: 'Show Agreement', arguments: [row] };
  } else if (row.compared !== undefined) {
    const [a, b] = row.compared.uris.map((uri) => Uri.parse(uri, true));
    item.command = { command: 'vscode.diff', title: 'Compare', arguments: [a, b, row.compared.title] };
  } else if (row.concepts !== undefined) {
    item.contextValue = 'concept';
    item.command = { command: 'termlens.showConcept', title: 'Show Concept', arguments: [row] };
  }
  return item;
}
