import {
  commands,
  Disposable,
  EventEmitter,
  MarkdownString,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  type TreeDataProvider,
} from 'vscode';
import type { NoteState } from '../../../protocol/messages.ts';
import { createDebounce } from '../../debounce.ts';
import { isNote } from '../../noteSelector.ts';
import type { NoteStates } from '../../noteStates.ts';
import type { Subscription } from '../../observable.ts';
import type { Differences } from '../../differences/differences.ts';
import { formatLeft } from '../../differences/differenceText.ts';
import { formatCount } from '../conceptText.ts';
import { formatCounts, formatItemTooltip } from './itemText.ts';
import { listItems } from './noteItems.ts';
import { createOutline, groupings, type Grouping } from './outline.ts';
import { createOutlineNodes, type OutlineNode } from './outlineNodes.ts';

const viewId = 'termlens.annotations';
const groupingKey = 'annotationGrouping';
const updateDelayMs = 150;
/** Groups of a note with more than this begin closed. */
const mostOpenRows = 100;

export interface AnnotationTreeOptions {
  readonly noteStates: NoteStates;
  readonly differences: Differences;
  /** Remembers the grouping for this workspace. */
  readonly memory: {
    get(key: string): string | undefined;
    update(key: string, value: string): Thenable<void>;
  };
}

/** What commands do to the view. */
export interface AnnotationTree extends Subscription {
  readonly filter: string;
  setGrouping(grouping: Grouping): Promise<void>;
  /** Shows only what says every word of `filter`; empty for all. */
  setFilter(filter: string): void;
}

/** The annotations and suggestions of the note that was active last, for as long as it is open. */
export function createAnnotationTree({
  noteStates,
  differences,
  memory,
}: AnnotationTreeOptions): AnnotationTree {
  const changed = new EventEmitter<OutlineNode[] | undefined>();
  const nodes = createOutlineNodes();
  let grouping = readGrouping(memory.get(groupingKey));
  let filter = '';
  let uri: string | undefined;
  let shownRows = 0;

  const provider: TreeDataProvider<OutlineNode> = {
    onDidChangeTreeData: changed.event,
    getChildren: (node) => [...(node?.children ?? nodes.roots)],
    getParent: (node) => node.parent,
    getTreeItem: (node) => toTreeItem(node, shownRows <= mostOpenRows),
  };
  const view = window.createTreeView(viewId, { treeDataProvider: provider, showCollapseAll: true });

  const update = (): void => {
    const state = uri === undefined ? undefined : noteStates.get(uri);
    showCounts(state);
    if (!view.visible) {
      return;
    }
    const outline = state === undefined ? undefined : createOutline(state, grouping, filter);
    shownRows = outline?.shown ?? 0;
    const change = nodes.update(uri, outline?.entries ?? []);
    if (change === undefined) {
      changed.fire(undefined);
    } else if (change.length > 0) {
      changed.fire([...change]);
    }
    const left = formatLeft(uri === undefined ? 0 : differences.get(uri).length);
    const filtered =
      filter === '' || outline === undefined
        ? ''
        : `Filter “${filter}”: ${outline.shown.toLocaleString('en-US')} of ${outline.total.toLocaleString('en-US')}`;
    view.message = [left, filtered].filter((line) => line !== '').join(' · ');
  };
  const showCounts = (state: NoteState | undefined): void => {
    const description = state === undefined ? '' : formatCounts(listItems(state));
    const undecided = state?.suggestions.length ?? 0;
    if (view.description !== description) {
      view.description = description;
    }
    if ((view.badge?.value ?? 0) !== undecided) {
      view.badge =
        undecided === 0
          ? undefined
          : { value: undecided, tooltip: `${formatCount(undecided, 'suggestion')} to decide on` };
    }
  };
  const debounced = createDebounce(update, updateDelayMs);
  const followEditor = (): void => {
    const document = window.activeTextEditor?.document;
    if (document !== undefined && isNote(document)) {
      uri = document.uri.toString();
      update();
    }
  };
  const tellMenus = (): void => {
    void commands.executeCommand('setContext', 'termlens.annotationGrouping', grouping);
    void commands.executeCommand('setContext', 'termlens.annotationFilter', filter !== '');
  };
  tellMenus();
  followEditor();
  const subscriptions = Disposable.from(
    changed,
    view,
    debounced,
    window.onDidChangeActiveTextEditor(followEditor),
    view.onDidChangeVisibility(update),
    ...[noteStates, differences].map(({ onDidChange }) =>
      onDidChange((changedUri) => {
        if (changedUri === uri) {
          debounced.schedule();
        }
      }),
    ),
  );
  return {
    get filter() {
      return filter;
    },
    async setGrouping(wanted) {
      grouping = wanted;
      tellMenus();
      update();
      await memory.update(groupingKey, wanted);
    },
    setFilter(wanted) {
      filter = wanted.trim();
      tellMenus();
      debounced.schedule();
    },
    dispose() {
      subscriptions.dispose();
    },
  };
}

function readGrouping(stored: string | undefined): Grouping {
  return groupings.find((grouping) => grouping === stored) ?? 'position';
}

function toTreeItem(node: OutlineNode, startsOpen: boolean): TreeItem {
  const { key, entry, children } = node;
  const { item: shown, text, curie } = entry;
  const item = new TreeItem(text.label);
  item.id = key;
  item.description = text.description;
  item.accessibilityInformation = { label: text.spoken };
  if (shown === undefined) {
    item.collapsibleState = startsOpen
      ? TreeItemCollapsibleState.Expanded
      : TreeItemCollapsibleState.Collapsed;
    item.contextValue = curie === undefined ? 'group' : 'group concept';
    item.tooltip = `${text.label}\n${text.description}`;
    return item;
  }
  item.collapsibleState =
    children.length > 0 ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
  item.contextValue = `${shown.kind}${shown.concepts.length > 0 ? ' concept' : ''}`;
  item.iconPath = new ThemeIcon(shown.kind === 'suggestion' ? 'lightbulb' : 'tag');
  item.tooltip = new MarkdownString(formatItemTooltip(shown));
  item.command = { command: 'termlens.revealAnnotation', title: 'Go to Annotation', arguments: [node] };
  return item;
}
