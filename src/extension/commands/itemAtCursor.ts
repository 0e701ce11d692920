import { window, type TextEditor } from 'vscode';
import type { NoteAnnotation, Suggestion } from '../../protocol/messages.ts';
import { requireNote } from '../activeNote.ts';
import type { NoteStates } from '../noteStates.ts';
import { findTouching, touches } from '../suggestionOrder.ts';
import { quoteMention } from '../views/conceptText.ts';

export interface SuggestionAtCursor {
  readonly uri: string;
  readonly suggestion: Suggestion;
}

export interface AnnotationAtCursor {
  readonly uri: string;
  readonly annotation: NoteAnnotation;
}

/** The innermost suggestion that the cursor touches; where there is none the user is told. */
export async function suggestionAtCursor(noteStates: NoteStates): Promise<SuggestionAtCursor | undefined> {
  const editor = await requireNote();
  if (editor === undefined) {
    return undefined;
  }
  const found = findSuggestion(noteStates, editor);
  if (found === undefined) {
    void window.showInformationMessage('There is no suggestion at the cursor.');
  }
  return found;
}

/** The annotation that the cursor touches, of several the one that the user picks; where there is none they are told. */
export async function annotationAtCursor(noteStates: NoteStates): Promise<AnnotationAtCursor | undefined> {
  const editor = await requireNote();
  if (editor === undefined) {
    return undefined;
  }
  const found = findAnnotations(noteStates, editor);
  if (found.length === 0) {
    void window.showInformationMessage('There is no annotation at the cursor.');
  }
  const annotation =
    found.length < 2
      ? found[0]
      : (await window.showQuickPick(found.map(toItem), { placeHolder: 'Which annotation?' }))?.annotation;
  return annotation && { uri: editor.document.uri.toString(), annotation };
}

export function findSuggestion(
  noteStates: NoteStates,
  { document, selection }: TextEditor,
): SuggestionAtCursor | undefined {
  const uri = document.uri.toString();
  const [suggestion] = findTouching(noteStates.get(uri)?.suggestions ?? [], selection.active);
  return suggestion && { uri, suggestion };
}

export function findAnnotations(
  noteStates: NoteStates,
  { document, selection }: TextEditor,
): readonly NoteAnnotation[] {
  return (noteStates.get(document.uri.toString())?.annotations ?? []).filter(({ ranges }) =>
    ranges.some((range) => touches(range, selection.active)),
  );
}

function toItem(annotation: NoteAnnotation): {
  readonly label: string;
  readonly description: string;
  readonly annotation: NoteAnnotation;
} {
  const names = annotation.concepts.map(({ curie, preferredName }) => `${preferredName} (${curie})`);
  return {
    label: names.join(', ') || annotation.type,
    description: quoteMention(annotation.text),
    annotation,
  };
}
