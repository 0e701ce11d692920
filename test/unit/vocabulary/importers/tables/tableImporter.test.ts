import { describe, expect, it } from 'vitest';
import { VocabularyFileError } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { tableImporter } from '../../../../../src/core/vocabulary/importers/tables/tableImporter.ts';
import { memoryFile, readAll, type ReadRecords } from '../memoryFiles.ts';

function read(text: string, path = 'a.txt', prefix?: string): Promise<ReadRecords> {
  return readAll(tableImporter, [memoryFile(path, text, 13)], prefix === undefined ? {} : { prefix });
}

const synonym = (name: string, scope = 'exact', abbreviation = false): object => ({
  name,
  scope,
  abbreviation,
});
const plain = { curie: 'HP:1', preferredName: 'fit', synonyms: [], semanticTypes: [] };
const withSynonyms = { ...plain, synonyms: [synonym('ictus'), synonym('spell, single')] };

describe('tableImporter', () => {
  it('reads all columns it knows, whatever they are called', async () => {
    const text = [
      'Class ID\tPreferred Label\tSynonyms\tAbbreviation\tother_synonyms\tDefinitions\tSemantic Types\tParents\txrefs\tAltIDs\tObsolete\tNote',
      'http://purl.obolibrary.org/obo/HP_1\tfit\tictus|spell\tSZ\tturn\t"A ""sudden"" burst; loud."\tFinding|Sign\tHP:2|x y\tMSH:D1|nothing\tHP:3\tfalse\t-',
      'HP:4\told\t\t\t\t\t\t\t\t\tTRUE\t-',
    ].join('\n');
    const { concepts, problems } = await read(text);
    expect(problems).toEqual([]);
    expect(concepts).toEqual([
      {
        curie: 'HP:1',
        preferredName: 'fit',
        synonyms: [
          synonym('ictus'),
          synonym('spell'),
          synonym('turn', 'related'),
          synonym('SZ', 'exact', true),
        ],
        definition: 'A "sudden" burst; loud.',
        semanticTypes: ['Finding', 'Sign'],
        parents: ['HP:2'],
        crossReferences: ['MESH:D1'],
        alternativeIds: ['HP:3'],
      },
      { curie: 'HP:4', preferredName: 'old', synonyms: [], semanticTypes: [], obsolete: true },
    ]);
  });

  it.each([
    { what: 'CSV', text: 'id,name,synonyms\nHP:1,fit,"ictus|spell, single"\n', expected: withSynonyms },
    {
      what: 'CSV with semicolons',
      text: 'id;name;synonyms\nHP:1;fit;ictus|spell, single\n',
      expected: withSynonyms,
    },
    {
      what: 'synonyms between semicolons',
      text: 'id,name,synonyms\nHP:1,fit,"ictus; spell, single"',
      expected: withSynonyms,
    },
    { what: 'TSV', text: 'id\tname\tsynonyms\nHP:1\tfit\tictus|spell, single\n', expected: withSynonyms },
    { what: 'TSV with Windows line ends', text: 'id\tname\r\nHP:1\tfit\r\n', expected: plain },
    { what: 'a byte order mark', text: '\uFEFFid,name\nHP:1,fit\n', expected: plain },
    {
      what: 'JSON Lines',
      text: '{"id":"HP:1","name":"fit","synonyms":["ictus","spell, single",null]}\n\n',
      expected: withSynonyms,
    },
    {
      what: 'JSON Lines with a number for an identifier',
      text: '{"name":"fit","id":7}',
      expected: { ...plain, curie: 'LOCAL:7' },
    },
    {
      what: 'comments, the last of which names the columns',
      text: '# From CTD, free, as it is\n#\n# DiseaseName\tDiseaseID\tSynonyms\n#\nfit\tHP:1\tictus|spell, single\n',
      expected: withSynonyms,
    },
    { what: 'comments before its header', text: '# about\n\nid\tname\nHP:1\tfit\n', expected: plain },
    {
      what: 'one name a row',
      text: 'HP:1\tfit\nHP:1\tictus\nHP:1\tspell, single\nHP:1\tictus\n',
      expected: withSynonyms,
    },
    {
      what: 'SPARQL’s columns, where only the values tell which is the identifier',
      text: '?entity\t?label\t?layperson\n<http://purl.obolibrary.org/obo/HP_1>\t"fit"\t"ictus"\n<http://purl.obolibrary.org/obo/HP_1>\t"fit"\t"spell, single"\n',
      expected: withSynonyms,
    },
    {
      what: 'a cell over several lines',
      text: 'id,name,def\nHP:1,fit,"a\nb"\n',
      expected: { ...plain, definition: 'a\nb' },
    },
    {
      what: 'several identifiers',
      text: 'id\tname\nHP:1|MSH:D1\tfit\n',
      expected: { ...plain, alternativeIds: ['MESH:D1'] },
    },
    {
      what: 'a name with quotation marks',
      text: 'id,name\nHP:1,the "big" fit\n',
      expected: { ...plain, preferredName: 'the "big" fit' },
    },
    { what: 'rows with cells left out', text: 'id,name,synonyms,def\nHP:1,fit\n', expected: plain },
  ])('reads $what', async ({ text, expected }) => {
    const { concepts, problems } = await read(text);
    expect(concepts).toEqual([expected]);
    expect(problems).toEqual([]);
  });

  it('makes one concept of rows that lie apart, in the order in which concepts end', async () => {
    const { concepts } = await read('id,name\nA:1,a\nA:2,b\nA:1,c\nA:3,d\n');
    expect(
      concepts.map(({ curie, preferredName, synonyms }) => [curie, preferredName, synonyms.length]),
    ).toEqual([
      ['A:2', 'b', 0],
      ['A:1', 'a', 1],
      ['A:3', 'd', 0],
    ]);
  });

  it('takes bare identifiers with a prefix, and no names for parents', async () => {
    const text = 'code,name,parent\n17,fit,16\n';
    expect((await read(text, 'a.csv', 'MINE')).concepts).toMatchObject([
      { curie: 'MINE:17', parents: ['MINE:16'] },
    ]);
    expect((await read(text)).concepts).toMatchObject([{ curie: 'LOCAL:17', parents: ['LOCAL:16'] }]);
    expect((await read('code,name,parent\nA:1,fit,disease\n')).concepts[0]).not.toHaveProperty('parents');
  });

  it.each([
    { what: 'no identifier', text: 'id,name\nA:1,a\n,b\nA:3,c\n', message: /no identifier/ },
    {
      what: 'an identifier that is none',
      text: 'id,name\nA:1,a\nsee here,b\nA:3,c\n',
      message: /"see here" is no identifier/,
    },
    {
      what: 'no JSON',
      text: '{"id":"A:1","name":"a"}\n{"id":\n{"id":"A:3","name":"c"}',
      line: 2,
      message: /no JSON object/,
    },
    { what: 'bytes that are no text', text: 'id\tname\nA:1\ta\nA:2\t\0\nA:3\tc\n', message: /no UTF-8 text/ },
  ])('reports a row with $what, and keeps those around it', async ({ text, line = 3, message }) => {
    const { concepts, problems } = await read(text);
    expect(concepts.map(({ curie }) => curie)).toEqual(['A:1', 'A:3']);
    expect(problems).toEqual([{ file: 'a.txt', line, message: expect.stringMatching(message) as string }]);
  });

  it('keeps the rows before and behind a quotation mark that is never closed', async () => {
    const { concepts, problems } = await read('id,name\nA:1,a\nA:2,"b\nA:3,c\n');
    expect(concepts.map(({ curie }) => curie)).toEqual(['A:1', 'A:3']);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.line).toBe(3);
    expect(problems[0]?.message).toMatch(/The row cannot be read \(CSV_QUOTE_NOT_CLOSED\)/);
  });

  it('finds its way again in a large table', async () => {
    const rows = Array.from({ length: 2_000 }, (_, i) => (i === 700 ? `A:${i},"b` : `A:${i},b ${i}`));
    const { concepts, problems } = await read(`id,name\n${rows.join('\n')}\n`);
    expect(concepts).toHaveLength(1_999);
    expect(problems).toMatchObject([{ line: 702 }]);
  });

  it('reads cells that run over several lines, and marks that open nothing', async () => {
    const { concepts, problems } = await read(
      'id,name,definition\nA:1, "a ""b""\nc" ,"one\n\ntwo"\nA:2,5" nail,"x, ""y"\nA:3,c,\n',
    );
    expect(problems).toEqual([]);
    expect(concepts).toMatchObject([
      { curie: 'A:1', preferredName: 'a "b"\nc', definition: 'one\n\ntwo' },
      { curie: 'A:2', preferredName: '5" nail', definition: 'x, "y' },
      { curie: 'A:3', preferredName: 'c' },
    ]);
  });

  it.each([
    { what: 'no identifiers', text: 'colour,name\nred,a\n' },
    { what: 'no names', text: 'id,colour\nA:1,red\n' },
    { what: 'one column', text: 'id\nA:1\n' },
  ])('says which columns a table with $what has and needs', async ({ text }) => {
    const reading = read(text, 'mine.csv');
    await expect(reading).rejects.toThrow(VocabularyFileError);
    await expect(reading).rejects.toThrow(
      new RegExp(
        `^mine\\.csv: its columns are not known \\(.*"${text.split(/[,\n]/u, 1)[0] ?? ''}".*one of identifiers`,
      ),
    );
  });

  it('reads those files of a folder that it can read, and none that is prose', () => {
    const files = [
      memoryFile('README.md', 'Names, and more\nof them, too\n'),
      memoryFile('a.csv', 'id,name\n'),
      memoryFile('b.csv', 'colour,size\n'),
      memoryFile('c.json', '{"id": "A:1"}'),
    ];
    const pathsOf = (chosen: typeof files): string[] =>
      tableImporter.recognize(chosen).map(({ path }) => path);
    expect(pathsOf(files)).toEqual(['a.csv']);
    expect(pathsOf(files.slice(2))).toEqual(['b.csv']);
    expect(pathsOf(files.slice(0, 1))).toEqual([]);
  });
});
