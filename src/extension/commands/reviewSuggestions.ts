import {
  commands,
  Selection,
  TextEditorRevealType,
  ViewColumn,
  window,
  type QuickPickItem,
  type TextEditor,
} from 'vscode';
import { distinctConcepts } from '../../protocol/distinctConcepts.ts';
import {
  acceptSuggestionsRequest,
  rejectSuggestionsRequest,
  type Suggestion,
} from '../../protocol/messages.ts';
import { requireNote } from '../activeNote.ts';
import {
  readCandidateNumber,
  readChoose,
  readDecision,
  readEverywhere,
  type SuggestionDecision,
} from '../commandArguments.ts';
import type { NoteStates } from '../noteStates.ts';
import type { Server } from '../serverConnection.ts';
import { findNext, findPrevious, withSameText } from '../suggestionOrder.ts';
import { formatCandidate, formatCount, quoteMention } from '../views/conceptText.ts';
import { toEditorRange } from '../ranges.ts';
import { acceptAllAbove } from './acceptAll.ts';
import { suggestionAtCursor } from './itemAtCursor.ts';

export interface ReviewOptions {
  readonly server: Server;
  readonly noteStates: NoteStates;
}

/** Moves the cursor to the next or previous suggestion, round the ends of the note, and shows its hover. */
export async function moveToSuggestion(
  noteStates: NoteStates,
  direction: 'next' | 'previous',
): Promise<void> {
  const editor = await requireNote();
  if (editor === undefined) {
    return;
  }
  const { suggestions = [] } = noteStates.get(editor.document.uri.toString()) ?? {};
  const find = direction === 'next' ? findNext : findPrevious;
  const suggestion = find(suggestions, editor.selection.active);
  if (suggestion === undefined) {
    void window.showInformationMessage('This note has no suggestions. “Annotate Document” looks for some.');
    return;
  }
  await showSuggestion(editor, suggestion);
}

/** After a button of a message, which keeps the focus: the keys of a review have to reach the editor. */
export async function beginReview(editor: TextEditor, first: Suggestion): Promise<void> {
  await showSuggestion(await focus(editor), first);
}

/** Puts the cursor on a suggestion and shows its hover. */
export async function showSuggestion(editor: TextEditor, suggestion: Suggestion): Promise<void> {
  // An editor that has the focus is used as it is: the user's next key must find the cursor moved.
  const shown = editor === window.activeTextEditor ? editor : await focus(editor);
  putCursorAt(shown, suggestion.range);
  await commands.executeCommand('editor.action.showHover', { focus: 'noAutoFocus' });
}

async function focus({ document, viewColumn }: TextEditor): Promise<TextEditor> {
  return window.showTextDocument(document, { viewColumn: viewColumn ?? ViewColumn.Active });
}

/** Nothing is selected, so that a stray key does not replace the text. */
export function putCursorAt(editor: TextEditor, place: Suggestion['range']): void {
  const range = toEditorRange(place);
  editor.selection = new Selection(range.start, range.start);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}

/**
 * Accepts the given suggestion, or the one at the cursor, with the given, chosen, numbered or first candidate. After a
 * key at the cursor the next suggestion is shown.
 */
export async function acceptSuggestion(options: ReviewOptions, argument: unknown): Promise<void> {
  const given = readDecision(argument);
  if (given !== undefined) {
    await accept(options.server, given);
    return;
  }
  const found = await suggestionAtCursor(options.noteStates);
  if (found === undefined) {
    return;
  }
  const { uri, suggestion } = found;
  if (readChoose(argument)) {
    await chooseDecision(options, uri, suggestion);
    return;
  }
  const number = readCandidateNumber(argument) ?? 1;
  const candidates = distinctConcepts(suggestion.candidates);
  const chosen = candidates[number - 1];
  if (chosen === undefined) {
    const count = formatCount(candidates.length, 'candidate');
    void window.showInformationMessage(`${quoteMention(suggestion.text)} has only ${count}.`);
    return;
  }
  await accept(options.server, { uri, id: suggestion.id, curie: chosen.curie });
  await showNextOf(options.noteStates, uri, suggestion);
}

/**
 * Rejects the given suggestion, or the one at the cursor, or all of the note with its text. After a key at the cursor
 * the next suggestion is shown.
 */
export async function rejectSuggestion(
  { server, noteStates }: ReviewOptions,
  argument: unknown,
): Promise<void> {
  const given = readDecision(argument);
  if (given !== undefined) {
    await reject(server, given.uri, [given.id]);
    return;
  }
  const found = await suggestionAtCursor(noteStates);
  if (found === undefined) {
    return;
  }
  const { uri, suggestion } = found;
  const same = withSameText(noteStates.get(uri)?.suggestions ?? [], suggestion);
  await reject(
    server,
    uri,
    (readEverywhere(argument) ? same : [suggestion]).map(({ id }) => id),
  );
  await showNextOf(noteStates, uri, suggestion);
}

/** The server tells the note's new state before it answers a decision. */
export async function showNextOf(noteStates: NoteStates, uri: string, { range }: Suggestion): Promise<void> {
  const editor = window.activeTextEditor;
  const next = findNext(noteStates.get(uri)?.suggestions ?? [], range.start);
  if (editor?.document.uri.toString() === uri && next !== undefined) {
    await showSuggestion(editor, next);
  }
}

async function accept(server: Server, { uri, id, curie }: SuggestionDecision): Promise<void> {
  const accepted = [curie === undefined ? { id } : { id, curie }];
  tellIfGone(await server.request(acceptSuggestionsRequest, { uri, accepted }));
}

async function reject(server: Server, uri: string, ids: readonly string[]): Promise<void> {
  tellIfGone(await server.request(rejectSuggestionsRequest, { uri, ids }));
}

function tellIfGone(count: number): void {
  if (count === 0) {
    void window.showInformationMessage('This suggestion is gone already.');
  }
}

interface DecisionItem extends QuickPickItem {
  run(): Promise<void>;
}

async function chooseDecision(
  { server, noteStates }: ReviewOptions,
  uri: string,
  suggestion: Suggestion,
): Promise<void> {
  const { id, candidates, text } = suggestion;
  const items: DecisionItem[] = [
    ...distinctConcepts(candidates).map((candidate) => ({
      ...formatCandidate(candidate),
      run: () => accept(server, { uri, id, curie: candidate.curie }),
    })),
    { label: '$(close) Reject', description: 'none of these', run: () => reject(server, uri, [id]) },
    { label: '$(check-all) Accept All Above a Score…', run: () => acceptAllAbove(server, noteStates, uri) },
  ];
  const chosen = await window.showQuickPick(items, {
    placeHolder: `Which concept is ${quoteMention(text)}?`,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  await chosen?.run();
}
