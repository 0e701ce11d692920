import { MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Observable, Subscription } from '../observable.ts';
import { formatStatus, type StatusSnapshot } from './statusText.ts';
import { formatStatusLabel, formatStatusTooltip, tooltipCommands } from './statusTooltip.ts';

export function createStatusItem(status: Observable<StatusSnapshot>): Subscription {
  const item = window.createStatusBarItem('termlens.status', StatusBarAlignment.Right, 100);
  item.name = 'TermLens';
  item.command = 'termlens.showStatus';
  const update = (): void => {
    const text = formatStatus(status.value);
    const tooltip = new MarkdownString(formatStatusTooltip(text));
    tooltip.isTrusted = { enabledCommands: tooltipCommands };
    item.text = text.text;
    item.tooltip = tooltip;
    item.backgroundColor = text.isWarning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    item.accessibilityInformation = { label: formatStatusLabel(text) };
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
