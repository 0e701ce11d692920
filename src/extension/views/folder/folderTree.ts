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
  type TreeDataProvider,
} from 'vscode';
import { folderSummaryRequest } from '../../../protocol/viewMessages.ts';
import { createDebounce } from '../../debounce.ts';
import { describeFailure } from '../../failures.ts';
import type { Subscription } from '../../observable.ts';
import type { Server } from '../../serverConnection.ts';
import { createFolderOutline, formatTotals, type FolderRow } from './folderOutline.ts';

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
  let isOutdated = true;
  let running: CancellationTokenSource | undefined;

  const provider: TreeDataProvider<FolderRow> = {
    onDidChangeTreeData: changed.event,
    getChildren: (row) => [...(row === undefined ? rows : (row.children?.() ?? []))],
    getTreeItem: toTreeItem,
  };
  const view = window.createTreeView(viewId, { treeDataProvider: provider, showCollapseAll: true });

  const read = async (): Promise<void> => {
    running?.cancel();
    const source = new CancellationTokenSource();
    running = source;
    try {
      const folders = await window.withProgress({ location: { viewId } }, () =>
        server.request(folderSummaryRequest, {}, source.token),
      );
      if (running === source) {
        rows = createFolderOutline(folders);
        view.message = '';
        view.description = rows.length > 0 ? formatTotals(folders) : '';
        changed.fire(undefined);
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
    item.command = { command: 'vscode.open', title: 'Open Note', arguments: [Uri.parse(row.uri, true)] };
  } else if (row.concepts !== undefined) {
    item.contextValue = 'concept';
    item.command = { command: 'termlens.showConcept', title: 'Show Concept', arguments: [row] };
  }
  return item;
}
