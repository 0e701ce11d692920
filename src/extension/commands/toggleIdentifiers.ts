import { ConfigurationTarget, workspace } from 'vscode';
import { settingsSection } from '../../protocol/settings.ts';

const key = 'inlayHints.annotations';

/** Shows or hides identifiers in the text: where the workspace says so already, for it alone, else everywhere. */
export async function toggleIdentifiers(): Promise<void> {
  const configuration = workspace.getConfiguration(settingsSection);
  const isOfWorkspace = configuration.inspect<boolean>(key)?.workspaceValue !== undefined;
  await configuration.update(
    key,
    !configuration.get<boolean>(key, false),
    isOfWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global,
  );
}
