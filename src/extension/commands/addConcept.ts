import { window, type QuickPickItem } from 'vscode';
import { conceptRequest } from '../../protocol/messages.ts';
import { addConceptRequest } from '../../protocol/vocabularyMessages.ts';
import type { Server } from '../serverConnection.ts';
import { chosenText } from './chosenText.ts';
import { identifierProblem, nameProblem, splitSynonyms, synonymsProblem } from './conceptInput.ts';
import { listOwnVocabularies, pickPlace, tellStored, type OwnConceptOptions } from './ownConceptOptions.ts';

const title = 'Add Concept';

/** Asks for a concept that no vocabulary has, beginning with what is selected, and stores it. */
export async function addConcept(options: OwnConceptOptions, argument: unknown): Promise<void> {
  const { server, noteStates } = options;
  const value = await chosenText(noteStates, argument);
  const known = await listOwnVocabularies(server);
  const name = await window.showInputBox({
    ...{ title, value, prompt: 'The name that the concept is listed under', validateInput: nameProblem },
    ignoreFocusOut: true,
  });
  const curie = name === undefined ? undefined : await askIdentifier(server, known.nextIdentifier);
  const semanticTypes = curie === undefined ? undefined : await pickSemanticType(known.semanticTypes);
  const synonyms =
    semanticTypes &&
    (await window.showInputBox({
      ...{ title, prompt: 'Other names for it, with “;” between; or none', validateInput: synonymsProblem },
      ignoreFocusOut: true,
    }));
  const definition =
    synonyms === undefined
      ? undefined
      : await window.showInputBox({
          title,
          prompt: 'What it is, in a sentence; or nothing',
          ignoreFocusOut: true,
        });
  const vocabulary = definition === undefined ? undefined : await pickPlace(options, known, title);
  if (name === undefined || vocabulary === undefined || !semanticTypes) {
    return;
  }
  const added = await server.request(addConceptRequest, {
    vocabulary,
    preferredName: name.trim(),
    // The server finds the next one anew: a colleague's may have come meanwhile.
    ...(curie !== undefined && curie !== known.nextIdentifier && { curie }),
    synonyms: splitSynonyms(synonyms ?? ''),
    semanticTypes,
    ...(definition?.trim() && { definition: definition.trim() }),
  });
  await tellStored(`Added “${added.preferredName}” as ${added.curie}.`, added);
}

async function askIdentifier(server: Server, value: string): Promise<string | undefined> {
  const text = await window.showInputBox({
    ...{ title, value, prompt: 'Its identifier, with a prefix of your own if you have one' },
    ignoreFocusOut: true,
    validateInput: async (typed) => {
      const problem = identifierProblem(typed);
      const taken =
        problem === undefined ? await server.request(conceptRequest, { curie: typed.trim() }) : null;
      return taken ? `${taken.curie} is “${taken.preferredName}” already.` : problem;
    },
  });
  return text?.trim();
}

/** One at most; nothing when the user gave up. */
async function pickSemanticType(types: readonly string[]): Promise<readonly string[] | undefined> {
  const none: QuickPickItem = { label: '$(circle-slash) No type' };
  const other: QuickPickItem = { label: '$(edit) Another type…' };
  const picked = await window.showQuickPick([...types.map((label) => ({ label })), other, none], {
    ...{ title, placeHolder: 'What kind of concept it is' },
    ignoreFocusOut: true,
  });
  if (picked !== other) {
    return picked && (picked === none ? [] : [picked.label]);
  }
  const typed = await window.showInputBox({
    ...{ title, prompt: 'Its semantic type', validateInput: nameProblem },
    ignoreFocusOut: true,
  });
  return typed === undefined ? undefined : [typed.trim()];
}
