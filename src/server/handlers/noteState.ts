import type { NoteAnnotation, NoteState, Suggestion } from '../../protocol/messages.ts';
import type { Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Annotation, TextRange } from '../../core/annotation/annotation.ts';
import type { OpenNote } from '../notes/reviewedNote.ts';
import type { PendingSuggestion } from '../notes/suggestionSet.ts';

/** A note's annotations and suggestions in the positions of the protocol. */
export function toNoteState(uri: string, note: OpenNote): NoteState {
  const { document } = note.noteDocument;
  return {
    uri,
    version: document.version,
    annotations: note.annotations.map((annotation) => toNoteAnnotation(document, annotation)),
    suggestions: note.suggestions.map((suggestion) => toSuggestion(document, suggestion)),
    canUndo: note.canUndo,
    canRedo: note.canRedo,
  };
}

export function toNoteAnnotation(document: TextDocument, annotation: Annotation): NoteAnnotation {
  return {
    ...annotation,
    ranges: annotation.ranges.map((range) => toRange(document, range)),
  };
}

export function toSuggestion(document: TextDocument, suggestion: PendingSuggestion): Suggestion {
  const { id, start, end, ranges, text, candidates, attributes } = suggestion;
  return {
    id,
    range: toRange(document, { start, end }),
    ranges: ranges.map((range) => toRange(document, range)),
    text,
    candidates,
    // Without what they were told by, which is for the hover.
    attributes: attributes.map(({ name, value }) => ({ name, ...(value !== undefined && { value }) })),
  };
}

function toRange(document: TextDocument, { start, end }: TextRange): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}
