import { commands, env, window, workspace, WorkspaceEdit, type Range, type TextDocument } from 'vscode';
import { addAnnotationRequest, type Candidate } from '../../protocol/messages.ts';
import { toProtocolRange } from '../ranges.ts';
import type { Server } from '../serverConnection.ts';
import { quoteMention } from '../views/conceptText.ts';
import { conceptActions, type ConceptActionId } from './conceptActions.ts';

/** A stretch of a note that is to be linked, or, where it is empty, a cursor. */
export interface EditTarget {
  readonly document: TextDocument;
  readonly range: Range;
  /** What the range covered when the user chose it. */
  readonly text: string;
}

const messageTimeMs = 4_000;

/** Asks what to do with `candidate` and does it. */
export async function applyConcept(
  candidate: Candidate,
  target: EditTarget | undefined,
  server: Server,
): Promise<void> {
  const mention = target === undefined || target.range.isEmpty ? undefined : target.text;
  const actions = conceptActions(candidate, { mention, canEdit: target !== undefined });
  const action = await window.showQuickPick(actions, {
    placeHolder: `What to do with ${candidate.preferredName}?`,
  });
  if (action !== undefined) {
    await perform(action.id, candidate, target, server);
  }
}

export async function copyIdentifier({ curie }: Candidate): Promise<void> {
  await env.clipboard.writeText(curie);
  window.setStatusBarMessage(`Copied ${curie}`, messageTimeMs);
}

async function perform(
  action: ConceptActionId,
  candidate: Candidate,
  target: EditTarget | undefined,
  server: Server,
): Promise<void> {
  if (action === 'show') {
    await commands.executeCommand('termlens.showConcept', candidate.curie);
    return;
  }
  if (action === 'copy' || target === undefined) {
    await copyIdentifier(candidate);
    return;
  }
  const { document, range, text } = target;
  if (document.getText(range) !== text) {
    throw new Error('The note was changed in the meantime. Select the text again.');
  }
  const { curie, preferredName } = candidate;
  switch (action) {
    case 'annotate':
      await server.request(addAnnotationRequest, {
        uri: document.uri.toString(),
        range: toProtocolRange(range),
        curie,
      });
      window.setStatusBarMessage(`Annotated ${quoteMention(text)} as ${preferredName}`, messageTimeMs);
      break;
    case 'insert':
      await edit((change) => {
        change.insert(document.uri, range.end, range.isEmpty ? curie : ` (${curie})`);
      });
      break;
    case 'replace':
      await edit((change) => {
        change.replace(document.uri, range, preferredName);
      });
  }
}

async function edit(build: (change: WorkspaceEdit) => void): Promise<void> {
  const change = new WorkspaceEdit();
  build(change);
  if (!(await workspace.applyEdit(change))) {
    throw new Error('The note could not be edited.');
  }
}
