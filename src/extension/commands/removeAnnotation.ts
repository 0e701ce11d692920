import { window } from 'vscode';
import { removeAnnotationRequest } from '../../protocol/messages.ts';
import { readDecision } from '../commandArguments.ts';
import type { NoteStates } from '../noteStates.ts';
import type { Server } from '../serverConnection.ts';
import { annotationAtCursor } from './itemAtCursor.ts';

/** Removes the given annotation, or one at the cursor. */
export async function removeAnnotation(
  server: Server,
  noteStates: NoteStates,
  argument: unknown,
): Promise<void> {
  const given = readDecision(argument);
  const found = given === undefined ? await annotationAtCursor(noteStates) : undefined;
  const target = given ?? (found && { uri: found.uri, id: found.annotation.id });
  if (target === undefined) {
    return;
  }
  const removed = await server.request(removeAnnotationRequest, { uri: target.uri, id: target.id });
  if (removed === null) {
    void window.showInformationMessage('This annotation is gone already.');
  }
}
