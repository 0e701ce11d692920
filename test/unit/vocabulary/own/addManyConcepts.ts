/** Run by `ownTableFile.test.ts` in processes of their own: adds concepts with the next free identifiers. */
import { withConcept } from '../../../../src/core/vocabulary/own/editOwnTable.ts';
import { nextIdentifier } from '../../../../src/core/vocabulary/own/nextIdentifier.ts';
import { workspacePlace } from '../../../../src/core/vocabulary/own/ownPlace.ts';
import { changeOwnTable } from '../../../../src/core/vocabulary/own/ownTableFile.ts';

const [folder = '', who = '', count = ''] = process.argv.slice(2);
const place = workspacePlace(folder);
for (let i = 0; i < Number(count); i++) {
  await changeOwnTable(place, folder, (text) =>
    withConcept(text, place.file, {
      curie: nextIdentifier([text]),
      preferredName: `${who} ${i}`,
      synonyms: [],
      abbreviations: [],
      semanticTypes: [],
    }),
  );
}
