import { RequestType, type Range } from 'vscode-languageserver-protocol';
import type { NoteAnnotation } from './messages.ts';

interface NoteItem {
  readonly uri: string;
  /** Of an annotation or a suggestion. */
  readonly id: string;
}

export interface ResizeParams extends NoteItem {
  readonly edge: 'start' | 'end';
  readonly by: 'widen' | 'shrink';
}

/**
 * Client → server: gives an annotation or a suggestion a word more or less at one end; a suggestion also other
 * candidates. Answers where it is now, or null when it is gone or there is no such word.
 */
export const resizeRequest = new RequestType<ResizeParams, Range | null, void>('termlens/resize');

export interface ChangeAnnotationParams extends NoteItem {
  /** All concepts that it is to have; left out, they stay. */
  readonly curies?: readonly string[];
  /** In the place of its first comment, which an empty one takes out; left out, it stays. */
  readonly comment?: string;
}

/** Client → server: changes what is said of an annotation. Answers it, or null when it is gone. */
export const changeAnnotationRequest = new RequestType<ChangeAnnotationParams, NoteAnnotation | null, void>(
  'termlens/changeAnnotation',
);

/** Client → server: undoes the last decision in a note. Answers where it was made, or null when there is none. */
export const undoDecisionRequest = new RequestType<{ readonly uri: string }, Range | null, void>(
  'termlens/undoDecision',
);

/** Client → server: makes the decision again that was undone last. */
export const redoDecisionRequest = new RequestType<{ readonly uri: string }, Range | null, void>(
  'termlens/redoDecision',
);
