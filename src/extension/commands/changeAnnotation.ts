import { window } from 'vscode';
import { acceptSuggestionsRequest, type Candidate } from '../../protocol/messages.ts';
import { changeAnnotationRequest, resizeRequest, type ResizeParams } from '../../protocol/reviewMessages.ts';
import { requireNote } from '../activeNote.ts';
import { readEdge } from '../commandArguments.ts';
import { quoteMention } from '../views/conceptText.ts';
import { pickConcepts, type PickedConcept } from '../views/pickConcepts.ts';
import {
  annotationAtCursor,
  findAnnotations,
  findSuggestion,
  type AnnotationAtCursor,
  type SuggestionAtCursor,
} from './itemAtCursor.ts';
import { linkText, searchConcepts, type LinkCommandOptions } from './linkSelection.ts';
import { putCursorAt, showNextOf } from './reviewSuggestions.ts';

/** Gives the suggestion or annotation at the cursor a word more or less, at the end unless `argument` says the start. */
export async function resizeSpan(
  { server, noteStates }: LinkCommandOptions,
  by: ResizeParams['by'],
  argument: unknown,
): Promise<void> {
  const editor = await requireNote();
  if (editor === undefined) {
    return;
  }
  const uri = editor.document.uri.toString();
  const id = findSuggestion(noteStates, editor)?.suggestion.id ?? findAnnotations(noteStates, editor)[0]?.id;
  if (id === undefined) {
    void window.showInformationMessage('There is no suggestion or annotation at the cursor.');
    return;
  }
  const resized = await server.request(resizeRequest, { uri, id, by, edge: readEdge(argument) ?? 'end' });
  if (resized === null) {
    const what = by === 'widen' ? 'No word to take in' : 'Nothing to leave out';
    window.setStatusBarMessage(`${what}: the span stays as it is.`, 4_000);
    return;
  }
  putCursorAt(editor, resized);
}

/** Lets the user note something on the annotation at the cursor; an empty text takes the comment out. */
export async function commentAnnotation({ server, noteStates }: LinkCommandOptions): Promise<void> {
  const found = await annotationAtCursor(noteStates);
  if (found === undefined) {
    return;
  }
  const { uri, annotation } = found;
  const before = annotation.comments?.[0] ?? '';
  const comment = await window.showInputBox({
    title: `Comment on ${quoteMention(annotation.text)}`,
    prompt: 'Kept in the .ann file. Leave it empty to remove the comment.',
    value: before,
  });
  if (comment !== undefined && comment !== before) {
    await server.request(changeAnnotationRequest, { uri, id: annotation.id, comment });
  }
}

/**
 * Gives the span at the cursor the concepts that the user ticks: a suggestion is accepted with them, an annotation
 * gets those that it lacks and loses the others.
 */
export async function chooseConcepts(options: LinkCommandOptions): Promise<void> {
  const editor = await requireNote();
  if (editor === undefined) {
    return;
  }
  const suggested = findSuggestion(options.noteStates, editor);
  const annotated = suggested === undefined ? await annotationAtCursor(options.noteStates) : undefined;
  if (suggested !== undefined) {
    await acceptSeveral(options, suggested);
  } else if (annotated !== undefined) {
    await changeConcepts(options, annotated);
  }
}

async function acceptSeveral(
  options: LinkCommandOptions,
  { uri, suggestion }: SuggestionAtCursor,
): Promise<void> {
  const { id, text, candidates } = suggestion;
  const chosen = await tickConcepts(options, text, candidates.slice(0, 1), candidates);
  if (chosen !== undefined) {
    const accepted = chosen.map(({ curie }) => ({ id, curie }));
    await options.server.request(acceptSuggestionsRequest, { uri, accepted });
    await showNextOf(options.noteStates, uri, suggestion);
  }
}

async function changeConcepts(
  options: LinkCommandOptions,
  { uri, annotation: { id, text, concepts } }: AnnotationAtCursor,
): Promise<void> {
  const chosen = await tickConcepts(options, text, concepts);
  if (chosen !== undefined) {
    const curies = chosen.map(({ curie }) => curie);
    await options.server.request(changeAnnotationRequest, { uri, id, curies });
  }
}

/** Undefined when the user leaves it, or ticks none. */
async function tickConcepts(
  { server, reportFailure }: LinkCommandOptions,
  text: string,
  ticked: readonly PickedConcept[],
  candidates?: readonly Candidate[],
): Promise<readonly PickedConcept[] | undefined> {
  const chosen = await pickConcepts({
    title: `Concepts of ${quoteMention(text)}`,
    ticked,
    reportFailure,
    search: (query, signal) => {
      if (query !== '') {
        return searchConcepts(server, query, signal);
      }
      return candidates === undefined ? linkText(server, text, signal) : Promise.resolve(candidates);
    },
  });
  if (chosen?.length === 0) {
    void window.showInformationMessage('Nothing was ticked, so everything stays as it was.');
    return undefined;
  }
  return chosen;
}
