import { commands, window, type QuickPickItem } from 'vscode';
import { reviewKeys, type Contributions, type ReviewKey } from '../views/reviewKeys.ts';

interface KeyItem extends QuickPickItem {
  readonly run: () => Thenable<unknown>;
}

/** Lists the keys of a review, as they come; picking one does what it does. */
export async function showReviewKeys(extensionId: string, contributions: Contributions): Promise<void> {
  const items: KeyItem[] = [
    ...reviewKeys(contributions, process.platform === 'darwin').map(toItem),
    {
      label: '$(keyboard) Change Keys…',
      description: 'in the keyboard shortcuts of the editor',
      run: () => commands.executeCommand('workbench.action.openGlobalKeybindings', `@ext:${extensionId}`),
    },
  ];
  const chosen = await window.showQuickPick(items, {
    title: 'Keys of a Review',
    placeHolder: 'Pick one to run it, or type to search',
    matchOnDescription: true,
  });
  await chosen?.run();
}

function toItem({ command, args, key, title }: ReviewKey): KeyItem {
  return { label: title, description: key, run: () => commands.executeCommand(command, args) };
}
