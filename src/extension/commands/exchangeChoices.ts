import { basename } from 'node:path';
import { Uri, window, workspace, type QuickPickItem } from 'vscode';
import { annotationFormatsRequest, type AnnotationFormatInfo } from '../../protocol/exchangeMessages.ts';
import { isNote } from '../noteSelector.ts';
import type { Server } from '../serverConnection.ts';

/** The note in front of the user, or a folder of notes. */
export type NotesChoice =
  { readonly kind: 'note'; readonly uri: Uri } | { readonly kind: 'folder'; readonly uri: Uri };

interface ChoiceItem extends QuickPickItem {
  choose(): NotesChoice | undefined | Thenable<NotesChoice | undefined>;
}

/** Asks for the active note or a folder. Nothing where there is no choice and the user names none. */
export async function chooseNotes(title: string, placeHolder: string): Promise<NotesChoice | undefined> {
  const document = window.activeTextEditor?.document;
  const isStored = document !== undefined && isNote(document) && document.uri.scheme === 'file';
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const items: ChoiceItem[] = [
    ...(isStored
      ? [
          {
            label: '$(note) This Note',
            description: basename(document.uri.fsPath),
            choose: () => ({ kind: 'note', uri: document.uri }) as const,
          },
        ]
      : []),
    ...folders.map(({ uri, name }) => ({
      label: '$(root-folder) All Notes of the Workspace Folder',
      description: name,
      choose: () => ({ kind: 'folder', uri }) as const,
    })),
    { label: '$(folder-opened) All Notes of Another Folder…', choose: () => askForFolder(title) },
  ];
  return (await window.showQuickPick(items, { title, placeHolder }))?.choose();
}

export async function askForFolder(title: string, openLabel = 'Choose'): Promise<NotesChoice | undefined> {
  const [uri] =
    (await window.showOpenDialog({
      title,
      openLabel,
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  return uri && { kind: 'folder', uri };
}

export function listFormats(server: Server): Promise<readonly AnnotationFormatInfo[]> {
  return server.request0(annotationFormatsRequest);
}

export interface FormatItem extends QuickPickItem {
  readonly format: AnnotationFormatInfo;
}

export function toFormatItem(format: AnnotationFormatInfo): FormatItem {
  const layout = format.layout === 'collection' ? 'all documents in one file' : 'a folder of files';
  return { label: format.title, description: `${format.ending} · ${layout}`, format };
}
