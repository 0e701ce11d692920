import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VocabularyFileError } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { rf2Importer } from '../../../../../src/core/vocabulary/importers/snomed/rf2Importer.ts';
import { damage, damages, readConceptsUntilError } from '../damage.ts';
import { memoryFile, readAll } from '../memoryFiles.ts';
import {
  acceptable,
  conceptRow,
  definitionType,
  descriptionRow,
  fullySpecified,
  gbEnglish,
  preferred,
  referenceRow,
  relationshipRow,
  rf2File,
  rf2Text,
  synonym,
  usEnglish,
} from './rf2Fixtures.ts';

const terminology = 'SnomedCT_ExampleRF2_20300101/Snapshot/Terminology';
const paths = {
  concepts: `${terminology}/sct2_Concept_Snapshot_INT_20300101.txt`,
  descriptions: `${terminology}/sct2_Description_Snapshot-en_INT_20300101.txt`,
  definitions: `${terminology}/sct2_TextDefinition_Snapshot-en_INT_20300101.txt`,
  relationships: `${terminology}/sct2_Relationship_Snapshot_INT_20300101.txt`,
  languages: 'Snapshot/Refset/Language/der2_cRefset_LanguageSnapshot-en_INT_20300101.txt',
  associations: 'Snapshot/Refset/Content/der2_cRefset_AssociationSnapshot_INT_20300101.txt',
};
/** More digits than a JavaScript number holds, and different in the last ones alone. */
const [knee, oldKnee, joint] = ['123456789012345678', '123456789012345670', '1000000'];

const concepts = rf2File(paths.concepts, 'concept', [
  conceptRow(joint),
  conceptRow(oldKnee, 0),
  conceptRow(knee),
]);
const descriptionRows = [
  descriptionRow('2000010', knee, fullySpecified, 'Grumbling knee (example disorder)'),
  descriptionRow('2000011', knee, synonym, 'Gonal grumble'),
  descriptionRow('2000012', knee, synonym, 'Knee that grumbles'),
  descriptionRow('2000013', knee, synonym, 'Knee that grumbels'),
  descriptionRow('2000014', knee, synonym, 'GRUMBLING KNEE'),
  descriptionRow('2000015', knee, synonym, 'Retired knee', 'en', 0),
  descriptionRow('2000016', knee, synonym, 'Gonal grumbling of knee'),
  descriptionRow('2000020', oldKnee, fullySpecified, 'Old knee (example disorder)'),
  descriptionRow('2000030', joint, fullySpecified, 'Joint (structure)'),
];
const descriptions = rf2File(paths.descriptions, 'description', descriptionRows);
const spanish = rf2File(paths.descriptions.replace('-en', '-es'), 'description', [
  descriptionRow('2000040', knee, fullySpecified, 'rodilla gruñona (ejemplo)', 'es'),
  descriptionRow('2000041', knee, synonym, 'rodilla que gruñe', 'es'),
]);
const languages = rf2File(paths.languages, 'reference', [
  referenceRow(usEnglish, '2000010', preferred),
  referenceRow(usEnglish, '2000012', preferred),
  referenceRow(gbEnglish, '2000012', acceptable),
  referenceRow(gbEnglish, '2000011', preferred),
  referenceRow(usEnglish, '2000011', preferred, 0),
  referenceRow(usEnglish, '2000014', acceptable),
  referenceRow(gbEnglish, '2000016', acceptable),
]);
const others = [
  rf2File(paths.definitions, 'description', [
    descriptionRow('2000050', knee, definitionType, 'A knee that grumbles.'),
  ]),
  rf2File(paths.relationships, 'relationship', [
    relationshipRow(knee, joint),
    relationshipRow(knee, oldKnee, '116680003', 0),
    relationshipRow(knee, oldKnee, '363698007'),
  ]),
  rf2File(paths.associations, 'reference', [
    referenceRow('900000000000527005', oldKnee, knee),
    referenceRow('900000000000523009', oldKnee, joint),
  ]),
];

const namesOf = async (files: Parameters<typeof readAll>[1], given?: string[]): Promise<string[]> => {
  const read = await readAll(rf2Importer, files, given ? { languages: given } : {});
  const found = read.concepts.find(({ curie }) => curie === `SNOMEDCT:${knee}`);
  return found ? [found.preferredName, ...found.synonyms.map(({ name }) => name)] : [];
};

describe('rf2Importer', () => {
  it('puts together what the files of a release say', async () => {
    const read = await readAll(rf2Importer, [...others, languages, descriptions, concepts]);
    expect(read.problems).toEqual([]);
    expect(read.releases).toMatchObject([{ title: 'SNOMED CT', version: '2030-01-01' }]);
    expect(read.concepts).toEqual([
      { curie: 'SNOMEDCT:1000000', preferredName: 'Joint', synonyms: [], semanticTypes: ['structure'] },
      {
        curie: `SNOMEDCT:${oldKnee}`,
        preferredName: 'Old knee',
        synonyms: [],
        semanticTypes: ['example disorder'],
        obsolete: true,
        replacedBy: [`SNOMEDCT:${knee}`],
      },
      {
        curie: `SNOMEDCT:${knee}`,
        preferredName: 'Knee that grumbles',
        synonyms: ['Gonal grumble', 'Grumbling knee', 'Gonal grumbling of knee'].map((name) => ({
          name,
          scope: 'exact',
          abbreviation: false,
        })),
        semanticTypes: ['example disorder'],
        definition: 'A knee that grumbles.',
        parents: ['SNOMEDCT:1000000'],
      },
    ]);
  });

  it('prefers names of the dialect that is asked for', async () => {
    const files = [concepts, descriptions, languages];
    expect((await namesOf(files, ['en']))[0]).toBe('Knee that grumbles');
    expect((await namesOf(files, ['en-gb']))[0]).toBe('Gonal grumble');
  });

  it('takes all names, the fully specified one first, where no reference set is there', async () => {
    expect(await namesOf([concepts, descriptions])).toEqual([
      'Grumbling knee',
      'Gonal grumble',
      'Gonal grumbling of knee',
      'Knee that grumbels',
      'Knee that grumbles',
    ]);
  });

  it('takes names in the wanted languages, and semantic types in English', async () => {
    const files = [concepts, descriptions, spanish, languages];
    expect(await namesOf(files, ['es'])).toEqual(['rodilla gruñona', 'rodilla que gruñe']);
    expect((await namesOf(files, ['es', 'en'])).slice(0, 3)).toEqual([
      'rodilla gruñona',
      'rodilla que gruñe',
      'Knee that grumbles',
    ]);
    const read = await readAll(rf2Importer, files, { languages: ['es'] });
    expect(read.concepts.map(({ semanticTypes }) => semanticTypes)).toEqual([['example disorder']]);
  });

  it('reads an extension beside its edition, the later state of a concept winning', async () => {
    const extension = [
      rf2File('sct2_Concept_ExampleExtensionSnapshot_XX1000000_20300201.txt', 'concept', [
        conceptRow(joint, 0, '20300201'),
        conceptRow('3000000', 1),
      ]),
      rf2File('sct2_Description_ExampleExtensionSnapshot-en_XX1000000_20300201.txt', 'description', [
        descriptionRow('2000060', '3000000', fullySpecified, 'Added (structure)'),
        descriptionRow('2000061', '4000000', synonym, 'Of nothing that is here'),
      ]),
    ];
    for (const files of [
      [...extension, concepts, descriptions],
      [concepts, descriptions, ...extension],
    ]) {
      const read = await readAll(rf2Importer, files);
      expect(read.concepts.map(({ curie, obsolete }) => [curie, obsolete ?? false])).toEqual([
        ['SNOMEDCT:1000000', true],
        ['SNOMEDCT:3000000', false],
        [`SNOMEDCT:${oldKnee}`, true],
        [`SNOMEDCT:${knee}`, false],
      ]);
      expect(read.problems).toMatchObject([{ message: expect.stringMatching(/^1 concepts/u) as string }]);
      expect(read.releases).toMatchObject([{ version: '2030-02-01' }]);
    }
  });

  it('reports bad rows beside the good ones', async () => {
    const bad = rf2File(paths.descriptions, 'description', [
      'too\tfew',
      descriptionRow('2000070', 'knee', synonym, 'No identifier'),
      descriptionRow('2000071', `${knee}9`, synonym, 'Too long an identifier'),
      ...descriptionRows,
    ]);
    const read = await readAll(rf2Importer, [concepts, bad]);
    expect(read.concepts).toHaveLength(3);
    expect(read.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual([
      expect.stringMatching(/-en_INT_20300101.txt:2: 9 tab-separated columns expected, 2 found/u),
      expect.stringMatching(/:3: Column 5 is no SNOMED CT identifier/u),
      expect.stringMatching(/:4: Column 5 is no SNOMED CT identifier/u),
    ]);
  });

  it.each([
    { what: 'concepts', files: [descriptions], message: /sct2_Concept_Snapshot.*missing.*Add it/u },
    { what: 'descriptions', files: [concepts, languages], message: /sct2_Description_Snapshot.*missing/u },
    {
      what: 'a Snapshot',
      files: [memoryFile('Full/Terminology/sct2_Concept_Full_INT_20300101.txt', '')],
      message: /sct2_Concept_Snapshot.*missing/u,
    },
    {
      what: 'any concept',
      files: [rf2File(paths.concepts, 'concept', []), descriptions],
      message: /no concept of it can be read/u,
    },
  ])('says what to do without $what', async ({ files, message }) => {
    const reading = readAll(rf2Importer, files);
    await expect(reading).rejects.toThrow(VocabularyFileError);
    await expect(reading).rejects.toThrow(message);
  });

  it('says what to do when no name is in the language', async () => {
    await expect(readAll(rf2Importer, [concepts, descriptions], { languages: ['ja'] })).rejects.toThrow(
      /no concept has a name in ja/u,
    );
  });

  it('recognizes its files by their names', () => {
    const recognized = (...all: string[]): string[] =>
      rf2Importer.recognize(all.map((path) => memoryFile(path, ''))).map(({ path }) => path);
    const all = Object.values(paths);
    const beta = 'xsct2_Concept_Snapshot_INT_20300101.txt';
    expect(
      recognized(
        ...all,
        beta,
        'Full/Terminology/sct2_Concept_Full_INT_20300101.txt',
        'Snapshot/Terminology/sct2_StatedRelationship_Snapshot_INT_20300101.txt',
        '__MACOSX/._sct2_Concept_Snapshot_INT_20300101.txt',
        'readme.txt',
      ),
    ).toEqual([...all, beta]);
    expect(recognized('concepts.txt', 'notes/sct2.txt')).toEqual([]);
  });

  it('stops when aborted, while files are read and after', async () => {
    const reason = new Error('enough');
    for (const aborted of ['release', 'concept']) {
      const aborting = new AbortController();
      const reading = (async () => {
        for await (const { kind } of rf2Importer.read([concepts, descriptions], {
          signal: aborting.signal,
        })) {
          if (kind === aborted) {
            aborting.abort(reason);
          }
        }
      })();
      await expect(reading).rejects.toBe(reason);
    }
  });
});

describe('damaged RF2 files', () => {
  const contents = [
    [paths.concepts, rf2Text('concept', [conceptRow(joint), conceptRow(oldKnee, 0), conceptRow(knee)])],
    [paths.descriptions, rf2Text('description', descriptionRows)],
    [paths.relationships, rf2Text('relationship', [relationshipRow(knee, joint)])],
    [paths.languages, rf2Text('reference', [referenceRow(usEnglish, '2000012', preferred)])],
    [paths.associations, rf2Text('reference', [referenceRow('900000000000527005', oldKnee, knee)])],
  ] as const;

  it('never fail but with what the user can mend', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(4), damages), { minLength: 1, maxLength: 6 }),
        async (all) => {
          const files = contents.map(([path, text], i) =>
            memoryFile(path, damage(text, ...all.flatMap(([file, one]) => (file === i ? [one] : []))), 300),
          );
          const { concepts: found, error } = await readConceptsUntilError(rf2Importer, files);
          expect(error === undefined || found.length === 0).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of descriptions keep the other concepts', async () => {
    const [conceptText, descriptionText] = contents;
    await fc.assert(
      fc.asyncProperty(damages, async (one) => {
        const files = [
          memoryFile(conceptText[0], conceptText[1]),
          memoryFile(descriptionText[0], damage(descriptionText[1], { ...one, where: 0.9 + one.where / 10 })),
        ];
        const { concepts: found } = await readConceptsUntilError(rf2Importer, files);
        const kept = found.find(({ curie }) => curie === `SNOMEDCT:${knee}`);
        expect(kept?.preferredName).toBe('Grumbling knee');
      }),
    );
  });
});
