import { commands, window } from 'vscode';
import { settingsSection } from '../protocol/settings.ts';

/** Says that nothing is fetched while `termlens.offline` is on, and what can be done. */
export async function explainOffline(
  advice: string,
  otherWay?: { title: string; run(): Promise<void> },
): Promise<void> {
  const openSetting = 'Open Setting';
  const chosen = await window.showInformationMessage(
    'TermLens is set to offline and opens no connection.',
    { modal: true, detail: advice },
    openSetting,
    ...(otherWay === undefined ? [] : [otherWay.title]),
  );
  if (chosen === openSetting) {
    await commands.executeCommand('workbench.action.openSettings', `${settingsSection}.offline`);
  } else if (otherWay !== undefined && chosen === otherWay.title) {
    await otherWay.run();
  }
}
