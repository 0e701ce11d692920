import { commands, env, window } from 'vscode';
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
    await openOfflineSetting();
  } else if (otherWay !== undefined && chosen === otherWay.title) {
    await otherWay.run();
  }
}

/** The setting is this machine's own; connected to a remote one, the user's settings do not even list it. */
async function openOfflineSetting(): Promise<void> {
  const isRemote = env.remoteName !== undefined;
  const command = isRemote ? 'workbench.action.openRemoteSettings' : 'workbench.action.openSettings';
  await commands.executeCommand(command, { query: `${settingsSection}.offline` });
}
