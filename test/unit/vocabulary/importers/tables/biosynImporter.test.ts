import { describe, expect, it } from 'vitest';
import { biosynImporter } from '../../../../../src/core/vocabulary/importers/tables/biosynImporter.ts';
import { memoryFile, readAll } from '../memoryFiles.ts';

const dictionary = [
  'D009203||myocardial infarction',
  'D009203|608446||heart attack',
  'C0027051||infarct',
  '',
  '145250| C563004||fph',
  'x-1||thing',
  'D009203||mi',
  '',
].join('\n');

describe('biosynImporter', () => {
  it('makes one concept of the names of an identifier, and knows MeSH, OMIM and the UMLS', async () => {
    const { concepts, problems } = await readAll(biosynImporter, [
      memoryFile('test_dictionary.txt', dictionary, 9),
    ]);
    expect(problems).toEqual([]);
    expect(concepts.map(({ curie, preferredName }) => [curie, preferredName])).toEqual([
      ['UMLS:C0027051', 'infarct'],
      ['OMIM:145250', 'fph'],
      ['LOCAL:x-1', 'thing'],
      ['MESH:D009203', 'myocardial infarction'],
    ]);
    expect(concepts[3]).toMatchObject({
      synonyms: [
        { name: 'heart attack', scope: 'exact', abbreviation: false },
        { name: 'mi', scope: 'exact', abbreviation: false },
      ],
      alternativeIds: ['OMIM:608446'],
    });
    expect(concepts[1]?.alternativeIds).toEqual(['MESH:C563004']);
  });

  it('takes the prefix that is asked for', async () => {
    const { concepts } = await readAll(biosynImporter, [memoryFile('d.txt', '22298006||heart attack\n')], {
      prefix: 'SNOMEDCT',
    });
    expect(concepts.map(({ curie }) => curie)).toEqual(['SNOMEDCT:22298006']);
  });

  it('reports lines without a name, and keeps those around them', async () => {
    const text = `${'D000001||a\n'.repeat(30)}D000002||\nD000003\nD000004||d\n`;
    const { concepts, problems } = await readAll(biosynImporter, [memoryFile('d.txt', text)]);
    expect(concepts.map(({ curie }) => curie)).toEqual(['MESH:D000001', 'MESH:D000004']);
    expect(problems.map(({ line }) => line)).toEqual([31, 32]);
  });

  it('knows its files by their lines', () => {
    const files = [
      memoryFile('a.txt', dictionary),
      memoryFile('b.concept', '9083764||0|5||Disease||t cell leukemia||D015458\n'),
      memoryFile('c.txt', 'D009203|heart attack\n'),
      memoryFile('d.txt', '\n'),
    ];
    expect(biosynImporter.recognize(files).map(({ path }) => path)).toEqual(['a.txt']);
  });
});
