import { Uri, window } from 'vscode';
import { describeOutcome, mergeAnnotationsRequest } from '../../protocol/adjudicationMessages.ts';
import { requireNote } from '../activeNote.ts';
import { moveToDifference, type DifferenceOptions } from './decideDifferences.ts';

/**
 * Merges the two versions that git left in the annotation file of the note; where it left none, asks for another
 * annotation file of this note to merge into it.
 */
export async function mergeAnnotations(options: DifferenceOptions, argument: unknown): Promise<void> {
  const uri = argument instanceof Uri ? argument : await activeNote();
  if (uri === undefined) {
    return;
  }
  let outcome = await options.server.request(mergeAnnotationsRequest, { uri: uri.toString() });
  if (outcome.kind === 'nothing') {
    const chosen = await window.showOpenDialog({
      title: 'Annotations of the same note to merge',
      openLabel: 'Merge',
      filters: { 'brat annotations': ['ann'] },
      defaultUri: Uri.joinPath(uri, '..'),
    });
    const [other] = chosen ?? [];
    if (other === undefined) {
      return;
    }
    const params = { uri: uri.toString(), other: other.toString() };
    outcome = await options.server.request(mergeAnnotationsRequest, params);
  }
  const next = 'Next Difference';
  const hasMore = outcome.kind === 'merged' && outcome.differences > 0;
  const pressed = await window.showInformationMessage(describeOutcome(outcome), ...(hasMore ? [next] : []));
  if (pressed === next) {
    await moveToDifference(options, 'next');
  }
}

/** The note in the active editor, or the annotation file. */
async function activeNote(): Promise<Uri | undefined> {
  const uri = window.activeTextEditor?.document.uri;
  return uri?.scheme === 'file' && uri.path.endsWith('.ann') ? uri : (await requireNote())?.document.uri;
}
