import { StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Observable, Subscription } from '../observable.ts';
import { formatStatus, type StatusSnapshot } from './statusText.ts';

export function createStatusItem(status: Observable<StatusSnapshot>): Subscription {
  const item = window.createStatusBarItem('termlens.status', StatusBarAlignment.Right, 100);
  item.name = 'TermLens';
  item.command = 'termlens.showStatus';
  const update = (): void => {
    const { text, tooltip, isWarning } = formatStatus(status.value);
    item.text = text;
    item.tooltip = `${tooltip}\n\nClick for details.`;
    item.backgroundColor = isWarning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    // Without the icon, whose name a screen reader would read.
    item.accessibilityInformation = { label: `${text.replace(/^\S+ /u, '')}. ${tooltip}` };
  };
  update();
  item.show();
  const subscription = status.onDidChange(update);
  return {
    dispose() {
      subscription.dispose();
      item.dispose();
    },
  };
}
