import { extname } from 'node:path';
import { MessageType, ShowMessageNotification, type Connection } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { AnnotationFileError } from '../../core/annotation/annotationFile.ts';
import {
  decideDifferenceRequest,
  mergeAnnotationsRequest,
  noteDifferencesRequest,
  type MergeOutcome,
} from '../../protocol/adjudicationMessages.ts';
import { isInConflict, mergeAnnotationFile } from '../adjudication/mergeAnnotationFile.ts';
import { createMergeOffers } from '../adjudication/mergeOffers.ts';
import { readNoteDifferences, writeDecision } from '../adjudication/noteDifferences.ts';
import type { NoteRegistry } from '../notes/noteRegistry.ts';
import { NoteUnavailableError } from '../notes/noteUnavailable.ts';
import { isThere } from '../workspace/storedNote.ts';
import { answer, type LogBug } from './answer.ts';

interface AdjudicationContext {
  readonly notes: NoteRegistry;
  /** Documents that the client has open. */
  readonly openUris: () => readonly string[];
  readonly tellError: (error: unknown) => void;
}

export interface AdjudicationRequests {
  opened(uri: string): void;
  /** Annotation files may have changed. */
  filesChanged(): void;
}

/** Answers the messages of `protocol/adjudicationMessages.ts`, and offers to merge what git left in two versions. */
export function registerAdjudicationRequests(
  connection: Connection,
  { notes, openUris, tellError }: AdjudicationContext,
  logBug: LogBug,
): AdjudicationRequests {
  const tell = (type: MessageType, message: string): void => {
    connection.sendNotification(ShowMessageNotification.type, { type, message }).catch(logBug);
  };
  /** After what the note's editor is about to write, if it is open. */
  const merge = (notePath: string, uri: string, other?: string): Promise<MergeOutcome> => {
    const task = (): Promise<MergeOutcome> => mergeAnnotationFile(notePath, other);
    return notes.get(uri)?.changeFile(task) ?? task();
  };
  const offers = createMergeOffers({
    // Of a file that cannot be read the user hears when the note's annotations are.
    isInConflict: (notePath) =>
      isInConflict(notePath).catch((error: unknown) => {
        if (error instanceof AnnotationFileError) {
          return false;
        }
        throw error;
      }),
    merge: (notePath) => merge(notePath, uriOf(notePath, openUris())),
    tell: (message) => {
      tell(MessageType.Info, message);
    },
    ask: async (message, action) => {
      try {
        return (await connection.window.showWarningMessage(message, { title: action }))?.title === action;
      } catch (error) {
        connection.console.info(`The client cannot ask whether to merge: ${String(error)}`);
        tell(MessageType.Warning, `${message} Run “Merge Annotations…”.`);
        return false;
      }
    },
    onError: tellError,
  });
  const check = (uri: string): void => {
    const { scheme, fsPath } = URI.parse(uri);
    if (scheme === 'file') {
      offers.check(fsPath);
    }
  };

  connection.onRequest(
    noteDifferencesRequest,
    answer(async ({ uri }) => {
      const note = notes.require(uri);
      await note.settled();
      return await readNoteDifferences(uri, pathOf(uri), note);
    }, logBug),
  );
  connection.onRequest(
    decideDifferenceRequest,
    answer(async ({ uri, id, keep }) => {
      const path = pathOf(uri);
      const note = notes.require(uri);
      const place = note.annotations.find((annotation) => annotation.id === id)?.ranges[0];
      return (await note.changeFile(() => writeDecision(path, id, keep), place))
        ? await readNoteDifferences(uri, path, note)
        : null;
    }, logBug),
  );
  connection.onRequest(
    mergeAnnotationsRequest,
    answer(async ({ uri, other }) => {
      const notePath = await findNotePath(pathOf(uri));
      return await merge(notePath, uriOf(notePath, openUris()), other && pathOf(other));
    }, logBug),
  );
  return {
    opened: check,
    filesChanged() {
      openUris().forEach(check);
    },
  };
}

function pathOf(uri: string): string {
  const { scheme, fsPath } = URI.parse(uri);
  if (scheme !== 'file') {
    throw new NoteUnavailableError('Save the note first: annotations are kept in a file beside it.');
  }
  return fsPath;
}

/** As the client writes it where it has the note open. */
function uriOf(path: string, openUris: readonly string[]): string {
  return openUris.find((uri) => URI.parse(uri).fsPath === path) ?? URI.file(path).toString();
}

/** Of an annotation file, the note that it belongs to as `annotationPath` has it. */
async function findNotePath(path: string): Promise<string> {
  if (extname(path) !== '.ann') {
    return path;
  }
  const stem = path.slice(0, -'.ann'.length);
  return extname(stem) !== '.txt' && (await isThere(stem)) ? stem : `${stem}.txt`;
}
