import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../scripts/projectFolder.ts';
import { openVocabulary } from '../../src/core/vocabulary/openVocabulary.ts';
import { readMeshTerms } from '../meshTerms.ts';

const dataFolder = join(projectFolder, '../shared/data');

/** Vocabularies of diseases and findings; not part of the repository (`shared/data/README.md`). */
export const hpoFile = join(dataFolder, 'hpo-2016/hp.obo.gz');
export const medicFile = join(dataFolder, 'medic-ctd/CTD_diseases.tsv.gz');

/** The names of HPO, MEDIC and MeSH, each once, in the files' order; nothing where they are not on this machine. */
export async function readRealNames(): Promise<readonly string[] | undefined> {
  const meshTerms = readMeshTerms(1);
  if (!meshTerms || !existsSync(hpoFile) || !existsSync(medicFile)) {
    return undefined;
  }
  const names = new Set<string>();
  for (const file of [hpoFile, medicFile]) {
    const vocabulary = await openVocabulary(file, {});
    for await (const { preferredName, synonyms, obsolete } of vocabulary.readConcepts()) {
      for (const name of obsolete === true
        ? []
        : [preferredName, ...synonyms.map((synonym) => synonym.name)]) {
        names.add(name);
      }
    }
  }
  meshTerms.forEach((term) => names.add(term));
  return [...names];
}
