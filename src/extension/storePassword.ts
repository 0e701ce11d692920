import { workspace, type LogOutputChannel, type SecretStorage } from 'vscode';
import { settingsSection } from '../protocol/settings.ts';

/** The shared store's password: VS Code keeps it, for the one address that it was given for. */
export interface StorePassword {
  /** Of the address in the settings, as far as it is loaded. */
  readonly value: string | undefined;
  /** Fetches it for the address that the settings name now; nothing is fetched where they name none. */
  load(): Promise<void>;
  /** Keeps it for that address; an empty one is forgotten. */
  set(password: string): Promise<void>;
}

export const storeUrlSetting = `${settingsSection}.store.url`;

export function storeUrl(): string {
  return workspace.getConfiguration(settingsSection).get('store.url', '').trim();
}

export function createStorePassword(secrets: SecretStorage, log: LogOutputChannel): StorePassword {
  let value: string | undefined;
  const keyOf = (url: string): string => `${storeUrlSetting} ${url}`;
  return {
    get value() {
      return value;
    },
    async load() {
      const url = storeUrl();
      try {
        value = url === '' ? undefined : await secrets.get(keyOf(url));
      } catch (error) {
        // Without a keyring the store says that the password is missing.
        value = undefined;
        log.warn(`The shared store's password could not be read: ${String(error)}`);
      }
    },
    async set(password) {
      const key = keyOf(storeUrl());
      await (password === '' ? secrets.delete(key) : secrets.store(key, password));
      value = password === '' ? undefined : password;
    },
  };
}
