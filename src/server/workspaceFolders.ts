import { fileURLToPath } from 'node:url';
import type { Connection, InitializeParams, WorkspaceFolder } from 'vscode-languageserver/node';
import { workspacePlace, type OwnPlace } from '../core/vocabulary/own/ownPlace.ts';

/** Own concepts of a workspace folder. */
export interface WorkspacePlace extends OwnPlace {
  readonly workspaceFolder: string;
}

/** Follows which folders the client has open. */
export interface WorkspaceFolders {
  /** Where the own concepts of each folder on this machine are. */
  readonly places: readonly WorkspacePlace[];
  /** The folders on this machine. */
  readonly paths: readonly string[];
  /** Tells of changes from now on; call it once the client is initialized. */
  follow(onChanged: () => void): void;
}

export function createWorkspaceFolders(
  connection: Connection,
  { capabilities, workspaceFolders, ...params }: InitializeParams,
): WorkspaceFolders {
  // Older clients know one folder.
  const { rootUri } = params as { readonly rootUri?: string | null };
  let folders: readonly WorkspaceFolder[] =
    workspaceFolders ?? (typeof rootUri === 'string' ? [{ uri: rootUri, name: '' }] : []);
  return {
    get places() {
      return folders.flatMap(({ uri }) => placeOf(uri) ?? []);
    },
    get paths() {
      return folders.flatMap(({ uri }) => pathOf(uri) ?? []);
    },
    follow(onChanged) {
      if (capabilities.workspace?.workspaceFolders !== true) {
        return;
      }
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        folders = [...folders.filter(({ uri }) => !gone.has(uri)), ...added];
        onChanged();
      });
    },
  };
}

function placeOf(workspaceFolder: string): WorkspacePlace | undefined {
  const path = pathOf(workspaceFolder);
  return path === undefined ? undefined : { ...workspacePlace(path), workspaceFolder };
}

function pathOf(workspaceFolder: string): string | undefined {
  return URL.canParse(workspaceFolder) && new URL(workspaceFolder).protocol === 'file:'
    ? fileURLToPath(workspaceFolder)
    : undefined;
}
