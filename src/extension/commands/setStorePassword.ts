import { commands, window } from 'vscode';
import type { ServerConnection } from '../serverConnection.ts';
import { storeUrl, storeUrlSetting, type StorePassword } from '../storePassword.ts';

export interface SetStorePasswordOptions {
  readonly server: ServerConnection;
  readonly storePassword: StorePassword;
}

/** *Set Store Password…*: asks for it, keeps it, and starts the server anew, which connects with it. */
export async function setStorePassword({ server, storePassword }: SetStorePasswordOptions): Promise<void> {
  const url = storeUrl();
  if (url === '') {
    const open = 'Open Setting';
    const chosen = await window.showInformationMessage(
      'No shared store is named. Put the address of its database into “termlens.store.url” first.',
      open,
    );
    if (chosen === open) {
      await commands.executeCommand('workbench.action.openSettings', storeUrlSetting);
    }
    return;
  }
  const password = await window.showInputBox({
    title: 'Password of the Shared Store',
    prompt: `For ${url}. Leave it empty to forget the one that is kept.`,
    password: true,
    ignoreFocusOut: true,
  });
  if (password !== undefined) {
    await storePassword.set(password);
    await server.restart();
  }
}
