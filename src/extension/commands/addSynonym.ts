import { window } from 'vscode';
import { addSynonymRequest } from '../../protocol/vocabularyMessages.ts';
import { quoteMention } from '../views/conceptText.ts';
import { pickConcept } from '../views/pickConcept.ts';
import { chosenText } from './chosenText.ts';
import { nameProblem } from './conceptInput.ts';
import { copier, linkText, searchConcepts } from './linkSelection.ts';
import { listOwnVocabularies, pickPlace, tellStored, type OwnConceptOptions } from './ownConceptOptions.ts';

const title = 'Add Synonym to Concept';

/** Asks of which concept the selection is a name, and stores it as one. */
export async function addSynonym(options: OwnConceptOptions, argument: unknown): Promise<void> {
  const { server, noteStates, reportFailure } = options;
  const chosen = await chosenText(noteStates, argument);
  const name =
    nameProblem(chosen) === undefined
      ? chosen
      : await window.showInputBox({
          title,
          value: chosen,
          prompt: 'The synonym',
          validateInput: nameProblem,
        });
  if (name === undefined) {
    return;
  }
  const candidate = await pickConcept({
    title: `Add ${quoteMention(name)} as a Synonym`,
    placeholder: 'Pick the concept that it names, or type to search for another',
    placeholderWithoutResults: 'Type to search for the concept that it names',
    reportFailure,
    search: (query, signal) =>
      query === '' ? linkText(server, name.trim(), signal) : searchConcepts(server, query, signal),
    copy: copier(reportFailure),
  });
  const vocabulary = candidate && (await pickPlace(options, await listOwnVocabularies(server), title));
  if (candidate === undefined || vocabulary === undefined) {
    return;
  }
  const { curie, preferredName } = candidate;
  const stored = await server.request(addSynonymRequest, { vocabulary, curie, name: name.trim() });
  await tellStored(`${quoteMention(name)} is now a name of ${preferredName} (${curie}).`, stored);
}
