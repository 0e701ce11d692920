import { ConfigurationTarget, window, workspace } from 'vscode';
import { settingsSection } from '../protocol/settings.ts';
import { toNetworkSettings } from './networkSettings.ts';
import type { NetworkSettings } from '../protocol/encoderMessages.ts';

/** Settings that our commands write. */
export type WrittenSetting = 'encoder.model' | 'encoder.precision' | 'encoder.executionProvider';

export function readNetworkSettings(): NetworkSettings {
  return toNetworkSettings(workspace.getConfiguration('http'));
}

/** The setting `termlens.offline`: no connection, whatever the user asks for. */
export function isOffline(): boolean {
  return workspace.getConfiguration(settingsSection).get('offline', false);
}

export function readSetting(key: WrittenSetting): string {
  return workspace.getConfiguration(settingsSection).get(key, '');
}

/**
 * Writes a setting for all workspaces. Where this workspace has a value of its own, which wins, the user is told
 * and may change that as well. Answers whether the new value counts here.
 */
export async function writeSetting(key: WrittenSetting, value: string): Promise<boolean> {
  await workspace.getConfiguration(settingsSection).update(key, value, ConfigurationTarget.Global);
  const effective = readSetting(key);
  if (effective === value) {
    return true;
  }
  const changeHere = 'Change It Here Too';
  const chosen = await window.showWarningMessage(
    `“${settingsSection}.${key}” is now “${value}”, but this workspace’s own settings say “${effective}”, ` +
      'which wins here.',
    changeHere,
  );
  if (chosen !== changeHere) {
    return false;
  }
  await workspace.getConfiguration(settingsSection).update(key, value, ConfigurationTarget.Workspace);
  return true;
}
