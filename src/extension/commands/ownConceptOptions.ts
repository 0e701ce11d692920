import { Position, Range, Uri, window, workspace } from 'vscode';
import {
  ownVocabulariesRequest,
  type OwnConceptDetails,
  type OwnVocabularies,
} from '../../protocol/vocabularyMessages.ts';
import type { NoteStates } from '../noteStates.ts';
import type { ReportFailure } from '../reportFailure.ts';
import type { Server } from '../serverConnection.ts';
import { describePlace, orderPlaces } from './conceptInput.ts';

/** What the commands that add own concepts need. */
export interface OwnConceptOptions {
  readonly server: Server;
  readonly noteStates: NoteStates;
  readonly reportFailure: ReportFailure;
  /** Remembers from one command to the next. */
  readonly memory: {
    get(key: string): string | undefined;
    update(key: string, value: string): Thenable<void>;
  };
}

const lastPlaceKey = 'ownVocabulary';

export function listOwnVocabularies(server: Server): Promise<OwnVocabularies> {
  return server.request0(ownVocabulariesRequest);
}

/** Asks in which table to store something, unless there is only one. */
export async function pickPlace(
  { memory }: OwnConceptOptions,
  { vocabularies }: OwnVocabularies,
  title: string,
): Promise<string | undefined> {
  const places = orderPlaces(vocabularies, memory.get(lastPlaceKey));
  if (places.length === 1) {
    return places[0]?.id;
  }
  const picked = await window.showQuickPick(
    places.map((place) => ({ ...describePlace(place), id: place.id })),
    { title, placeHolder: 'Where to store it' },
  );
  if (picked !== undefined) {
    await memory.update(lastPlaceKey, picked.id);
  }
  return picked?.id;
}

/** Tells what was stored, and shows its row if the user wants to see it. */
export async function tellStored(message: string, { file, line }: OwnConceptDetails): Promise<void> {
  const openFile = 'Open File';
  if ((await window.showInformationMessage(message, openFile)) === openFile) {
    const position = new Position(line - 1, 0);
    const document = await workspace.openTextDocument(Uri.file(file));
    await window.showTextDocument(document, { selection: new Range(position, position) });
  }
}
