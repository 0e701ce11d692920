import { listInstalledVocabularies } from '../../core/conceptStore/installedVocabularies.ts';
import { defaultDataFolder } from '../../core/dataFolder.ts';
import { readVocabularyCatalogue, type KnownVocabulary } from '../../core/vocabulary/catalogue/catalogue.ts';
import { howToBring } from '../../core/vocabulary/catalogue/resolveVocabulary.ts';
import { printJson, printTable } from '../printTable.ts';
import { formatMegabytes } from '../progressLine.ts';

/** `termlens vocabulary known`: what the catalogue has, and what of it is here. */
export async function listKnownVocabularies(
  installFolder: string,
  { json }: { json: boolean },
): Promise<void> {
  const known = await readVocabularyCatalogue(installFolder);
  const installed = await listInstalledVocabularies(defaultDataFolder());
  const entries = known.map((entry) => ({
    ...entry,
    installedVersion: installed.find(({ id }) => id === entry.id)?.version,
  }));
  if (json) {
    printJson(entries);
    return;
  }
  printTable(
    ['Id', 'Title', 'Publisher', 'Concepts', 'Download', 'Licence', ''],
    entries.map((entry) => [
      entry.id,
      entry.title,
      entry.publisher,
      entry.concepts.toLocaleString('en-US'),
      entry.bytes === undefined ? '' : formatMegabytes(entry.bytes),
      entry.licence,
      stateOf(entry),
    ]),
  );
  for (const entry of entries) {
    if (entry.bring && entry.installedVersion === undefined) {
      process.stderr.write(`termlens: ${howToBring(entry)}\n`);
    }
  }
}

function stateOf({
  installedVersion,
  bring,
}: KnownVocabulary & { installedVersion: string | undefined }): string {
  if (installedVersion !== undefined) {
    return `installed, ${installedVersion}`;
  }
  return bring ? 'to be brought' : '';
}
