import type { AnnotatedNote } from './annotatedNote.ts';

/** The document lies nowhere beside which an annotation file could be kept, or is not open. */
export class NoteUnavailableError extends Error {
  override readonly name = 'NoteUnavailableError';
}

/** @throws {NoteUnavailableError} where the note at `uri` has no annotation file. */
export function requireAnnotated(annotated: AnnotatedNote | undefined, uri: string): AnnotatedNote {
  if (!annotated) {
    throw new NoteUnavailableError(
      uri.startsWith('untitled:')
        ? 'Save the note first: annotations are kept in a file beside it.'
        : 'This note is not in a folder of this machine, where a file beside it could keep annotations. Save a copy there.',
    );
  }
  return annotated;
}
