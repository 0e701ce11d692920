import { window } from 'vscode';
import { readConcepts, type KnownConcept } from '../commandArguments.ts';
import type { NoteStates } from '../noteStates.ts';
import type { ReportFailure } from '../reportFailure.ts';
import type { Server } from '../serverConnection.ts';
import { touches } from '../suggestionOrder.ts';
import { pickConcept } from '../views/pickConcept.ts';
import type { ConceptPanel } from '../views/concept/conceptPanel.ts';
import { copier, searchConcepts } from './linkSelection.ts';

export interface ShowConceptOptions {
  readonly server: Server;
  readonly noteStates: NoteStates;
  readonly conceptPanel: ConceptPanel;
  readonly reportFailure: ReportFailure;
}

/** Shows the page of the given concept, of one at the cursor, or of one that is searched for. */
export async function showConcept(options: ShowConceptOptions, argument: unknown): Promise<void> {
  const given = readConcepts(argument) ?? conceptsAtCursor(options.noteStates);
  const curie = given.length > 0 ? await choose(given) : await search(options);
  if (curie !== undefined) {
    await options.conceptPanel.show(curie);
  }
}

async function choose(concepts: readonly KnownConcept[]): Promise<string | undefined> {
  const [first] = concepts;
  if (concepts.length === 1) {
    return first?.curie;
  }
  const items = concepts.map(({ curie, preferredName }) => ({
    label: preferredName,
    description: curie,
    curie,
  }));
  return (await window.showQuickPick(items, { placeHolder: 'Which concept?' }))?.curie;
}

async function search({ server, reportFailure }: ShowConceptOptions): Promise<string | undefined> {
  const candidate = await pickConcept({
    title: 'Show Concept',
    placeholder: 'Type a name, an abbreviation or an identifier',
    placeholderWithoutResults: 'Type a name, an abbreviation or an identifier',
    reportFailure,
    search: (query, signal) => (query === '' ? Promise.resolve([]) : searchConcepts(server, query, signal)),
    copy: copier(reportFailure),
  });
  return candidate?.curie;
}

/** Of the annotations there, else the candidates of the suggestion there. */
function conceptsAtCursor(noteStates: NoteStates): readonly KnownConcept[] {
  const editor = window.activeTextEditor;
  const state = editor && noteStates.get(editor.document.uri.toString());
  if (editor === undefined || state === undefined) {
    return [];
  }
  const cursor = editor.selection.active;
  const annotated = state.annotations
    .filter(({ ranges }) => ranges.some((range) => touches(range, cursor)))
    .flatMap(({ concepts }) => concepts);
  const suggested = state.suggestions
    .filter(({ range }) => touches(range, cursor))
    .flatMap(({ candidates }) => candidates);
  const found = annotated.length > 0 ? annotated : suggested;
  return [...new Map(found.map((concept) => [concept.curie, concept])).values()];
}
