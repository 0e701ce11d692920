import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../../../scripts/projectFolder.ts';
import {
  importVocabulary,
  recognizeFiles,
} from '../../../../src/core/vocabulary/importers/importVocabulary.ts';
import { openSource } from '../../../../src/core/vocabulary/importers/openSource.ts';

/** Not part of the repository. */
const data = join(projectFolder, '..', 'shared', 'data');
const isThere = existsSync(data);
const skipped = isThere ? '' : ' (skipped: ../shared/data is not on this machine)';

interface Counts {
  readonly format: string;
  /** Concepts and synonyms of those that are not obsolete. */
  readonly concepts: number;
  readonly synonyms: number;
  readonly obsolete: number;
  readonly problems: number;
  /** Those that more than ten concepts have. */
  readonly types: readonly string[];
}

async function count(path: string): Promise<Counts> {
  const files = await openSource(join(data, path));
  const counts = { concepts: 0, synonyms: 0, obsolete: 0, problems: 0 };
  const types = new Map<string, number>();
  for await (const record of importVocabulary(files)) {
    if (record.kind === 'concept' && record.concept.obsolete === true) {
      counts.obsolete += 1;
    } else if (record.kind === 'concept') {
      counts.concepts += 1;
      counts.synonyms += record.concept.synonyms.length;
      record.concept.semanticTypes.forEach((type) => types.set(type, (types.get(type) ?? 0) + 1));
    } else if (record.kind === 'problem') {
      counts.problems += 1;
    }
  }
  const common = [...types].filter(([, used]) => used > 10).map(([type]) => type);
  return { ...counts, format: recognizeFiles(files).importer.format, types: common.sort() };
}

/** Counts as the data's own description gives them, where it does. */
describe.skipIf(!isThere)(`importVocabulary on published vocabularies${skipped}`, () => {
  it.each<[string, Counts]>([
    [
      'hpo-2016/hp.obo.gz',
      {
        format: 'obo',
        concepts: 11_673,
        synonyms: 14_218,
        obsolete: 112,
        problems: 0,
        types: ['Clinical modifier', 'Mode of inheritance', 'Phenotypic abnormality'],
      },
    ],
    [
      'craft-cl/CL.obo.zip',
      {
        format: 'obo',
        concepts: 2_068,
        synonyms: 2_074,
        obsolete: 96,
        problems: 0,
        types: ['His-Purkinje system cell', 'native cell'],
      },
    ],
    [
      'doid-2026-names/DO_rare_slim.obo',
      {
        format: 'obo',
        concepts: 3_458,
        synonyms: 8_655,
        obsolete: 2,
        problems: 0,
        types: ['disease ontology'],
      },
    ],
    [
      'medic-ctd/CTD_diseases.tsv.gz',
      { format: 'table', concepts: 11_865, synonyms: 66_129, obsolete: 0, problems: 0, types: [] },
    ],
    [
      'doid-2026-names/HumanDO.tsv',
      { format: 'table', concepts: 12_246, synonyms: 0, obsolete: 0, problems: 0, types: [] },
    ],
    [
      'hpo-2026-names/layperson-synonyms.tsv',
      // 7,186 rows, some of them twice or equal to the preferred name.
      { format: 'table', concepts: 4_701, synonyms: 6_117, obsolete: 0, problems: 0, types: [] },
    ],
  ])(
    '%s',
    async (path, expected) => {
      expect(await count(path)).toEqual(expected);
    },
    60_000,
  );

  it('reads Uberon, and all of its terms that are no damage to the file', async () => {
    const { concepts, synonyms, obsolete } = await count('craft-uberon/UBERON.obo.zip');
    expect(concepts).toBe(13_080);
    expect(obsolete).toBe(994);
    expect(synonyms).toBeGreaterThan(37_000);
  }, 60_000);

  it.each([
    ['biosyn-ncbi-d/ncbi-disease.tar.gz', 72_000],
    ['biosyn-bc5cdr-d/bc5cdr-disease.tar.gz', 72_000],
  ])(
    'merges the dictionaries of BioSyn’s archive %s',
    async (path, names) => {
      const { format, concepts, synonyms, problems } = await count(path);
      expect({ format, problems }).toEqual({ format: 'biosyn', problems: 0 });
      expect(concepts).toBeGreaterThan(11_000);
      expect(concepts + synonyms).toBeGreaterThan(names);
    },
    60_000,
  );
});
