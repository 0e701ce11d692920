import {
  DataTransferItem,
  Disposable,
  EventEmitter,
  MarkdownString,
  ThemeIcon,
  TreeItem,
  TreeItemCheckboxState,
  window,
  type TreeDataProvider,
  type TreeDragAndDropController,
} from 'vscode';
import { installedVocabulariesRequest, type InstalledVocabulary } from '../../protocol/vocabularyMessages.ts';
import { moveVocabulary, switchVocabulary, type VocabularyOrder } from '../commands/vocabularyOrder.ts';
import { describeFailure } from '../failures.ts';
import type { Observable } from '../observable.ts';
import type { Server } from '../serverConnection.ts';
import { writeVocabularies } from '../vocabularySetting.ts';
import type { StatusSnapshot } from './statusText.ts';
import { formatVocabulary } from './vocabularyItems.ts';

const viewId = 'termlens.vocabularies';
const draggedType = 'application/vnd.code.tree.termlens.vocabularies';

export interface VocabularyTreeOptions {
  readonly server: Server;
  readonly status: Observable<StatusSnapshot>;
  readonly reportFailure: (error: unknown) => void;
}

/** The vocabularies of this machine: a box to switch each on or off here, in an order that dragging changes. */
export function createVocabularyTree({ server, status, reportFailure }: VocabularyTreeOptions): Disposable {
  const changed = new EventEmitter<undefined>();
  const refresh = (): void => {
    changed.fire(undefined);
  };
  let shown: readonly InstalledVocabulary[] = [];
  let shownSignature = signatureOf(status.value);

  const change = async (order: VocabularyOrder | undefined): Promise<void> => {
    if (order === undefined) {
      void window.showInformationMessage('At least one vocabulary has to stay in use.');
    } else {
      await writeVocabularies(order);
    }
    refresh();
  };

  const provider: TreeDataProvider<InstalledVocabulary> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: toTreeItem,
    async getChildren() {
      try {
        shown = await server.request0(installedVocabulariesRequest);
        view.message = '';
      } catch (error) {
        shown = [];
        const failure = describeFailure(error);
        view.message = failure.kind === 'cancelled' ? '' : failure.message;
      }
      return [...shown];
    },
  };
  const dragAndDropController: TreeDragAndDropController<InstalledVocabulary> = {
    dragMimeTypes: [draggedType],
    dropMimeTypes: [draggedType],
    handleDrag([dragged], transfer) {
      transfer.set(draggedType, new DataTransferItem(dragged?.id));
    },
    handleDrop(target, transfer) {
      const id: unknown = transfer.get(draggedType)?.value;
      const used = shown.filter(({ inUse }) => inUse).map((vocabulary) => vocabulary.id);
      const to = target === undefined ? used.length - 1 : used.indexOf(target.id);
      return typeof id === 'string' && used.includes(id) && to >= 0
        ? change(moveVocabulary(shown, id, to - used.indexOf(id)))
        : undefined;
    },
  };
  const view = window.createTreeView(viewId, {
    treeDataProvider: provider,
    dragAndDropController,
    manageCheckboxStateManually: true,
  });
  return Disposable.from(
    changed,
    view,
    status.onDidChange((snapshot) => {
      const signature = signatureOf(snapshot);
      if (signature !== shownSignature) {
        shownSignature = signature;
        refresh();
      }
    }),
    view.onDidChangeCheckboxState(({ items: [item] }) => {
      if (item) {
        const [vocabulary, state] = item;
        const isOn = state === TreeItemCheckboxState.Checked;
        change(switchVocabulary(shown, vocabulary.id, isOn)).catch(reportFailure);
      }
    }),
  );
}

/** Changes when the vocabularies or their encoder may have; the status also tells of much else. */
function signatureOf({ connection, server }: StatusSnapshot): string {
  const vocabularies = server?.vocabularies.map(({ id, version, nameCount }) => [id, version, nameCount]);
  return JSON.stringify([connection, vocabularies, server?.encoder?.modelId, server?.encoder?.precision]);
}

function toTreeItem(vocabulary: InstalledVocabulary): TreeItem {
  const { label, description, tooltip, icon, contextValue, spoken } = formatVocabulary(vocabulary);
  const item = new TreeItem(label);
  item.id = vocabulary.id;
  item.description = description;
  item.tooltip = new MarkdownString(tooltip);
  item.iconPath = new ThemeIcon(icon);
  item.contextValue = contextValue;
  item.accessibilityInformation = { label: spoken };
  item.checkboxState = {
    state: vocabulary.inUse ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
    tooltip: vocabulary.inUse
      ? 'Searched here; click to leave it out'
      : 'Not searched here; click to search it',
  };
  return item;
}
