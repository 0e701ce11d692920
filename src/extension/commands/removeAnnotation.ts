import { window } from 'vscode';
import { removeAnnotationRequest, type NoteAnnotation } from '../../protocol/messages.ts';
import { requireNote } from '../activeNote.ts';
import { readDecision } from '../commandArguments.ts';
import type { NoteStates } from '../noteStates.ts';
import type { Server } from '../serverConnection.ts';
import { touches } from '../suggestionOrder.ts';
import { quoteMention } from '../views/conceptText.ts';

/** Removes the given annotation, or one at the cursor. */
export async function removeAnnotation(
  server: Server,
  noteStates: NoteStates,
  argument: unknown,
): Promise<void> {
  const target = readDecision(argument) ?? (await annotationAtCursor(noteStates));
  if (target === undefined) {
    return;
  }
  const removed = await server.request(removeAnnotationRequest, { uri: target.uri, id: target.id });
  if (removed === null) {
    void window.showInformationMessage('This annotation is gone already.');
  }
}

async function annotationAtCursor(
  noteStates: NoteStates,
): Promise<{ readonly uri: string; readonly id: string } | undefined> {
  const editor = await requireNote();
  if (editor === undefined) {
    return undefined;
  }
  const uri = editor.document.uri.toString();
  const found = (noteStates.get(uri)?.annotations ?? []).filter(({ ranges }) =>
    ranges.some((range) => touches(range, editor.selection.active)),
  );
  if (found.length === 0) {
    void window.showInformationMessage('There is no annotation at the cursor.');
    return undefined;
  }
  const chosen =
    found.length === 1
      ? found[0]
      : (await window.showQuickPick(found.map(toItem), { placeHolder: 'Which annotation?' }))?.annotation;
  return chosen && { uri, id: chosen.id };
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
