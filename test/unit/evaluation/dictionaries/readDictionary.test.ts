import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readDictionary } from '../../../../src/core/evaluation/dictionaries/readDictionary.ts';
import { createFile } from '../corpusFile.ts';

const ctd = [
  '# terms of use',
  '# Fields:',
  '# DiseaseName\tDiseaseID\tAltDiseaseIDs\tDefinition\tParentIDs\tTreeNumbers\tParentTreeNumbers\tSynonyms\tSlimMappings',
  '#',
  'Fever\tMESH:D5\tDO:DOID:1|OMIM:22\t\t\t\t\tPyrexia|Fever|Fevers\t',
  'Pain\tMESH:D6\t\t\t\t\t\t\t',
].join('\n');

async function read(content: string | Uint8Array): ReturnType<typeof readDictionary> {
  return readDictionary(createFile('dictionary', content));
}

describe('readDictionary', () => {
  it('reads BioSyn’s form: lines with the same identifiers are names of one concept, in any order', async () => {
    const { concepts, problems } = await read(
      '\ufeffMESH:D5|22||fever\r\nD6||pain\r\n22|D5||pyrexia\r\nD7+D8||sore throat\r\nD5||febris\r\nD6||pain\r\n',
    );
    expect(concepts).toEqual([
      { ids: ['D5', '22'], names: ['fever', 'pyrexia'] },
      { ids: ['D6'], names: ['pain'] },
      { ids: ['D7', 'D8'], names: ['sore throat'] },
      { ids: ['D5'], names: ['febris'] },
    ]);
    expect(problems).toEqual([]);
  });

  it.each(['fever', 'D5||', '||fever', '-1||fever', 'D5|fever'])(
    'reports the bad line %j, and keeps those around it',
    async (bad) => {
      const { concepts, problems } = await read(`D5||fever\n${bad}\nD6||pain\n`);
      expect(concepts).toHaveLength(2);
      expect(problems.map(({ line }) => line)).toEqual([2]);
    },
  );

  it('reads a vocabulary of CTD, plain or gzip: alternative identifiers mean the same concept', async () => {
    const concepts = [
      { ids: ['D5', 'DOID:1', '22'], names: ['Fever', 'Pyrexia', 'Fevers'] },
      { ids: ['D6'], names: ['Pain'] },
    ];
    expect(await read(ctd)).toMatchObject({ concepts, problems: [] });
    expect(await read(gzipSync(ctd))).toMatchObject({ concepts, problems: [] });
  });

  it('reports a cut row of CTD with its line', async () => {
    const { concepts, problems } = await read(`${ctd}\nCough\tMESH:D7\n\tMESH:D8\t\t\t\t\t\t\t\n`);
    expect(concepts).toHaveLength(2);
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '7: 9 tab-separated cells expected, 2 found.',
      '8: the concept has no identifier or no name.',
    ]);
  });

  it('reads a map from identifiers to names: the same names are those of one concept', async () => {
    const { concepts, problems } = await read(
      '{"HP:1":["seizure","fit"],"HP:2":["fit","seizure"],"HP:3":["pain"],"HP:4":"pain","HP:5":[]}',
    );
    expect(concepts).toEqual([
      { ids: ['HP:1', 'HP:2'], names: ['seizure', 'fit'] },
      { ids: ['HP:3'], names: ['pain'] },
    ]);
    expect(problems.map(({ message }) => message)).toEqual([
      '"HP:4" has no list of names.',
      '"HP:5" has no list of names.',
    ]);
  });

  it.each([
    ['nothing', '', /there is no name in the dictionary\.$/u],
    ['bad lines alone', 'D5||\n', /there is no name in the dictionary\. Line 1: a line "id\|\|name"/u],
    ['prose', 'fever\tD5\n', /the form is not known\. Give lines "id\|\|name"/u],
    ['cut JSON', '{"HP:1":', /the JSON is broken/u],
    ['cut gzip', gzipSync(ctd).subarray(0, 60), /the gzip file is broken/u],
  ])('refuses %s', async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });
});
