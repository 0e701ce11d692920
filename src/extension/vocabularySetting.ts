import { ConfigurationTarget, workspace } from 'vscode';
import { settingsSection } from '../protocol/settings.ts';

const key = 'vocabularies';

/**
 * Writes which vocabularies are searched, in which order: for this workspace where one is open, else for all. An
 * empty list, which stands for all of them, is left out where nothing else says otherwise.
 */
export async function writeVocabularies(ids: readonly string[]): Promise<void> {
  const configuration = workspace.getConfiguration(settingsSection);
  const ofUser = configuration.inspect<readonly string[]>(key)?.globalValue ?? [];
  const isHere = workspace.workspaceFile !== undefined || workspace.workspaceFolders !== undefined;
  const isDefault = ids.length === 0 && (!isHere || ofUser.length === 0);
  await configuration.update(
    key,
    isDefault ? undefined : ids,
    isHere ? ConfigurationTarget.Workspace : ConfigurationTarget.Global,
  );
}
