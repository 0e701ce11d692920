import { commands, Range, window, type TextDocument, type TextEditor } from 'vscode';
import { linkRequest, searchConceptsRequest, type Candidate } from '../../protocol/messages.ts';
import { withToken } from '../abortToken.ts';
import { requireNote, showNote } from '../activeNote.ts';
import { readLinkTarget } from '../commandArguments.ts';
import type { NoteStates } from '../noteStates.ts';
import type { ReportFailure } from '../reportFailure.ts';
import type { Server } from '../serverConnection.ts';
import { findTouching } from '../suggestionOrder.ts';
import { quoteMention } from '../views/conceptText.ts';
import { toEditorRange, toProtocolRange } from '../ranges.ts';
import { pickConcept } from '../views/pickConcept.ts';
import { applyConcept, copyIdentifier, type EditTarget } from './applyConcept.ts';
import { trimSpan } from './conceptActions.ts';

export interface LinkCommandOptions {
  readonly server: Server;
  readonly noteStates: NoteStates;
  readonly reportFailure: ReportFailure;
}

const searchCandidateCount = 20;

/** Links the given span, the selection, or what is under the cursor. */
export async function linkSelection(options: LinkCommandOptions, argument: unknown): Promise<void> {
  const given = readLinkTarget(argument);
  const editor = given === undefined ? await requireNote() : await showNote(given.uri);
  if (editor === undefined) {
    return;
  }
  const range = given === undefined ? spanToLink(editor, options.noteStates) : toEditorRange(given.range);
  const target = targetOf(editor.document, range);
  if (target === undefined) {
    void window.showInformationMessage('Select the text to link, or put the cursor on a word.');
    return;
  }
  const { server, reportFailure } = options;
  const candidate = await pickConcept({
    title: `Link ${quoteMention(target.text)}`,
    placeholder: 'Pick a concept, or type to search for another',
    placeholderWithoutResults: 'No concept is good enough. Type to search.',
    reportFailure,
    search: (query, signal) =>
      query === '' ? linkText(server, target.text, signal) : searchConcepts(server, query, signal),
    copy: copier(reportFailure),
    otherwise: {
      label: '$(add) Add Concept…',
      run: () => {
        const { document, range: span } = target;
        void commands.executeCommand('termlens.addConcept', {
          uri: document.uri.toString(),
          range: toProtocolRange(span),
        });
      },
    },
  });
  if (candidate !== undefined) {
    await applyConcept(candidate, target, server);
  }
}

/** Searches the vocabularies for what the user types, whatever is selected. */
export async function searchForConcept({ server, reportFailure }: LinkCommandOptions): Promise<void> {
  const editor = window.activeTextEditor;
  const candidate = await pickConcept({
    title: 'Search Concepts',
    placeholder: 'Type a name, an abbreviation or an identifier',
    placeholderWithoutResults: 'Type a name, an abbreviation or an identifier',
    reportFailure,
    search: (query, signal) => (query === '' ? Promise.resolve([]) : searchConcepts(server, query, signal)),
    copy: copier(reportFailure),
  });
  if (candidate !== undefined) {
    const target =
      editor === undefined ? undefined : (targetOf(editor.document, editor.selection) ?? cursorOf(editor));
    await applyConcept(candidate, target, server);
  }
}

export async function linkText(
  server: Server,
  text: string,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const results = await withToken(signal, (token) =>
    server.request(linkRequest, { mentions: [text] }, token),
  );
  return results[0]?.candidates ?? [];
}

export function searchConcepts(
  server: Server,
  query: string,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  return withToken(signal, (token) =>
    server.request(searchConceptsRequest, { query, candidateCount: searchCandidateCount }, token),
  );
}

/** The selection; else the mention that the server knows under the cursor; else the word there. */
export function spanToLink({ document, selection }: TextEditor, noteStates: NoteStates): Range {
  if (!selection.isEmpty) {
    return selection;
  }
  const state = noteStates.get(document.uri.toString());
  const [mention] =
    state?.version === document.version ? findTouching(state.suggestions, selection.active) : [];
  return mention === undefined
    ? (document.getWordRangeAtPosition(selection.active) ?? selection)
    : toEditorRange(mention.range);
}

/** The span without white space at its ends; undefined when nothing is left. */
function targetOf(document: TextDocument, range: Range): EditTarget | undefined {
  const { start, end } = trimSpan(document.getText(range));
  if (start === end) {
    return undefined;
  }
  const offset = document.offsetAt(range.start);
  const trimmed = new Range(document.positionAt(offset + start), document.positionAt(offset + end));
  return { document, range: trimmed, text: document.getText(trimmed) };
}

function cursorOf({ document, selection }: TextEditor): EditTarget {
  return { document, range: new Range(selection.active, selection.active), text: '' };
}

export function copier(reportFailure: ReportFailure): (candidate: Candidate) => void {
  return (candidate) => {
    copyIdentifier(candidate).catch(reportFailure);
  };
}
