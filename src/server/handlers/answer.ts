import { ErrorCodes, LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import * as z from 'zod';
import { AnnotationFileError } from '../../core/annotation/annotationFile.ts';
import { AnnotationFormatError } from '../../core/annotation/formats/annotationFormat.ts';
import { ReviewedTableError } from '../../core/annotation/reviewed/reviewedTable.ts';
import { AnnotationSpanError } from '../../core/annotation/tidyAnnotation.ts';
import {
  ConceptStoreError,
  EncoderMismatchError,
  SharedStoreError,
  StoreAddressError,
  StoreFolderError,
} from '../../core/conceptStore/storeErrors.ts';
import { DownloadError } from '../../core/download/downloadErrors.ts';
import { EncoderError } from '../../core/encoder/encoderErrors.ts';
import { NoVocabularyError } from '../../core/linking/service/vocabularyPlaces.ts';
import { TermTableError } from '../../core/mapping/termTable.ts';
import { DamagedVocabularyCatalogueError } from '../../core/vocabulary/catalogue/catalogueErrors.ts';
import { OwnConceptError, OwnTableError } from '../../core/vocabulary/own/ownTableErrors.ts';
import { RequestCancelledError, toAbortSignal } from '../abortSignal.ts';
import { DecisionLostError } from '../notes/annotatedNote.ts';
import { NoteUnavailableError } from '../notes/noteUnavailable.ts';
import { VocabularyProcessError } from '../vocabularyProcess.ts';
import { StoredNoteError } from '../workspace/storedNote.ts';
import { NoteTooLargeError } from './annotate.ts';
import { UnknownConceptError } from './decisions.ts';

/** Failures whose message tells the user what to do. */
const mendable = [
  AnnotationFileError,
  AnnotationFormatError,
  AnnotationSpanError,
  ConceptStoreError,
  DamagedVocabularyCatalogueError,
  DecisionLostError,
  DownloadError,
  EncoderError,
  EncoderMismatchError,
  NoteTooLargeError,
  NoteUnavailableError,
  NoVocabularyError,
  ReviewedTableError,
  SharedStoreError,
  StoreAddressError,
  OwnConceptError,
  OwnTableError,
  StoredNoteError,
  StoreFolderError,
  UnknownConceptError,
  TermTableError,
  VocabularyProcessError,
];

export function isMendable(error: unknown): error is Error {
  return mendable.some((ErrorType) => error instanceof ErrorType);
}

/** Where bugs are written down; never with the text of a note. */
export type LogBug = (error: unknown) => void;

/**
 * The one place where errors become answers: cancelled work and failures that the user can mend are told as
 * they are, anything else is a bug, is logged, and told in general words.
 */
export function toResponseError(error: unknown, logBug: LogBug): ResponseError {
  if (error instanceof RequestCancelledError) {
    return new ResponseError(LSPErrorCodes.RequestCancelled, error.message);
  }
  if (isMendable(error)) {
    return new ResponseError(LSPErrorCodes.RequestFailed, error.message);
  }
  if (error instanceof z.ZodError) {
    return new ResponseError(ErrorCodes.InvalidParams, z.prettifyError(error));
  }
  logBug(error);
  return new ResponseError(
    LSPErrorCodes.RequestFailed,
    'TermLens failed to answer; its output has the details.',
  );
}

/** A request handler whose errors reach the client as `toResponseError` says. */
export function answer<Params, Result>(
  handle: (params: Params, signal: AbortSignal) => Result | Promise<Result>,
  logBug: LogBug,
): (params: Params, token: CancellationToken) => Promise<Result> {
  return async (params, token) => {
    try {
      return await handle(params, toAbortSignal(token));
    } catch (error) {
      throw toResponseError(error, logBug);
    }
  };
}
