import { describe, expect, it } from 'vitest';
import { VocabularyFileError } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { sssomImporter } from '../../../../../src/core/vocabulary/importers/sssom/sssomImporter.ts';
import { memoryFile, readAll } from '../memoryFiles.ts';
import { ifSkipped, isSharedDataThere, sharedFile } from '../sharedFile.ts';

const header = `# curie_map:
#   ABC: http://purl.obolibrary.org/obo/MONDO_
#   mesh: https://meshb.nlm.nih.gov/record/ui?ui=
# license: https://example.org/licence
# mapping_set_id: https://example.org/sets/one
# mapping_set_title: One
# mapping_set_version: 0.10
`;
const columns =
  'subject_id subject_label predicate_id predicate_modifier object_id mapping_justification'.replaceAll(
    ' ',
    '\t',
  );

const mapping = (
  subject: string,
  label: string,
  object: string,
  { predicate = 'skos:exactMatch', modifier = '', justification = 'semapv:ManualMappingCuration' } = {},
): string => [subject, label, predicate, modifier, object, justification].join('\t');

const set = (...rows: readonly string[]): string => `${header}${columns}\n${rows.join('\n')}\n`;

describe('SSSOM', () => {
  it('has a concept of each subject, with what it is mapped to as cross references', async () => {
    const content = set(
      mapping('ABC:0000001', 'bad pump', 'mesh:D000002'),
      mapping('HP:0000003', '"pump, ""odd"""', 'doid:4', { predicate: 'skos:closeMatch' }),
      mapping('ABC:0000001', 'bad pump', 'msh:D000005', { predicate: 'oboInOwl:hasDbXref' }),
      mapping('ABC:0000001', 'failing pump', 'DOID:6', { predicate: 'skos:broadMatch' }),
      mapping('ABC:0000001', 'bad pump', 'DOID:7', { modifier: 'Not' }),
      mapping('ABC:0000001', 'bad pump', 'sssom:NoTermFound'),
      mapping('sssom:NoTermFound', '', 'DOID:8'),
      mapping('ABC:0000009', 'obsolete pump', 'DOID:9'),
    );
    const { concepts, problems, releases } = await readAll(sssomImporter, [
      memoryFile('a.sssom.tsv', content, 50),
    ]);
    expect(problems).toEqual([]);
    expect(concepts).toEqual([
      {
        curie: 'MONDO:0000001',
        preferredName: 'bad pump',
        synonyms: [{ name: 'failing pump', scope: 'exact', abbreviation: false }],
        semanticTypes: [],
        crossReferences: ['MESH:D000002', 'MESH:D000005'],
      },
      {
        curie: 'HP:0000003',
        preferredName: 'pump, "odd"',
        synonyms: [],
        semanticTypes: [],
        crossReferences: ['DOID:4'],
      },
      {
        curie: 'MONDO:0000009',
        preferredName: 'obsolete pump',
        synonyms: [],
        semanticTypes: [],
        crossReferences: ['DOID:9'],
        obsolete: true,
      },
    ]);
    expect(releases).toEqual([
      {
        title: 'One',
        version: '0.10',
        licence: 'https://example.org/licence',
        source: 'https://example.org/sets/one',
      },
    ]);
  });

  it('gathers the mappings of a subject from all files, and metadata from the file beside', async () => {
    const { concepts, problems, releases } = await readAll(sssomImporter, [
      memoryFile('sets/a.sssom.tsv', `${columns}\n${mapping('X:1', 'pump', 'Y:1')}\n`),
      memoryFile(
        'sets/a.sssom.yml',
        'mapping_set_id: https://example.org/a\ncurie_map:\n  X: http://purl.obolibrary.org/obo/MP_\n',
      ),
      memoryFile('sets/b.sssom.tsv', `${columns}\n${mapping('MP:1', 'pump', 'Z:1')}\n`),
      memoryFile('sets/other.yml', 'a: b'),
    ]);
    expect(problems).toEqual([]);
    expect(concepts).toMatchObject([{ curie: 'MP:1', crossReferences: ['Y:1', 'Z:1'] }]);
    expect(releases[0]).toMatchObject({ source: 'https://example.org/a' });
  });

  it('leaves out bad rows, and says where and why', async () => {
    const content = set(
      mapping('ABC:0000001', 'bad pump', 'DOID:1'),
      mapping('ABC:0000002', 'no justification', 'DOID:1', { justification: '' }),
      mapping('ABC:0000003', 'no CURIE', 'DOID:1', { justification: 'Lexical' }),
      mapping('bad pump', 'a label', 'DOID:1'),
      mapping('ABC:0000004', 'not or no', 'DOID:1', { modifier: 'not' }),
      `${mapping('ABC:0000005', 'long', 'DOID:1')}\tmore`,
      'one cell',
      mapping('ABC:0000006', 'no object', ''),
      mapping('ABC:0000007', '', 'DOID:1'),
      mapping('ABC:0000008', '', 'DOID:1'),
      mapping('ABC:0000009', 'good pump', 'DOID:1'),
    );
    const { concepts, problems } = await readAll(sssomImporter, [memoryFile('a.tsv', content)]);
    expect(concepts.map(({ curie }) => curie)).toEqual(['MONDO:0000001', 'MONDO:0000009']);
    expect(problems.map(({ file, line, message }) => `${file}:${line}: ${message}`)).toEqual([
      'a.tsv:10: The mapping has no mapping_justification.',
      'a.tsv:11: The mapping_justification is "Lexical", which is no identifier of the form PREFIX:ID.',
      'a.tsv:12: The subject_id is "bad pump", which is no identifier of the form PREFIX:ID.',
      'a.tsv:13: The predicate_modifier is "not", which can be "Not" alone.',
      'a.tsv:14: 6 tab-separated cells expected, 7 found.',
      'a.tsv:15: 6 tab-separated cells expected, 1 found.',
      'a.tsv:16: The object_id is "", which is no identifier of the form PREFIX:ID.',
      'a.tsv:17: 2 subjects have no subject_label and cannot be a concept, from MONDO:0000007 on.',
    ]);
  });

  it('reads cells in quotation marks that run over several lines, and says where they begin', async () => {
    const content = set(
      mapping('ABC:0000001', '"bad\r\n""old"" pump\n# dry\n"', 'DOID:1'),
      mapping('ABC:0000002', '"no\njustification"', 'DOID:1', { justification: '' }),
      mapping('ABC:0000003', 'pump', 'DOID:1'),
    );
    const { concepts, problems } = await readAll(sssomImporter, [memoryFile('a.tsv', content, 9)]);
    expect(concepts.map(({ preferredName }) => preferredName)).toEqual(['bad "old" pump # dry', 'pump']);
    expect(problems).toMatchObject([{ line: 13, message: 'The mapping has no mapping_justification.' }]);
  });

  it.each([
    ['one that nothing closes', ['"pump', 'valve', 'tube']],
    ['two in the same column', ['"pump', 'valve', 'tube"']],
    ['one that words follow', ['"bad" pump', 'valve', 'tube']],
    ['a quoted cell behind it', ['"pump', 'valve', '"tube"']],
  ])('takes a quotation mark as it stands where it quotes no cell: %s', async (_, labels) => {
    const rows = labels.map((label, i) => mapping(`ABC:${i}`, label, 'DOID:1'));
    const { concepts, problems } = await readAll(sssomImporter, [memoryFile('a.tsv', set(...rows))]);
    expect(problems).toEqual([]);
    expect(concepts.map(({ preferredName }) => preferredName)).toEqual(
      labels.map((label) => label.replace(/^"(.*)"$/u, '$1')),
    );
  });

  it.each([
    ['no YAML', '# curie_map: [\n'],
    ['aliases that multiply', `# a: &a [x, x]\n# b: &b [*a, *a]\n# c: [*b, *b]\n`],
  ])('reads the mappings all the same when the metadata is %s', async (_, metadata) => {
    const content = `${metadata}${columns}\n${mapping('MONDO:1', 'pump', 'DOID:1')}\n`;
    const { concepts, problems } = await readAll(sssomImporter, [memoryFile('a.tsv', content)]);
    expect(concepts).toMatchObject([{ curie: 'MONDO:1' }]);
    expect(problems).toMatchObject([
      { line: 1, message: expect.stringMatching(/metadata is no YAML/u) as string },
    ]);
  });

  it('is recognized by its columns', async () => {
    const table = memoryFile('a.tsv', set());
    const others = [
      memoryFile('b.tsv', 'curie\tname\nA:1\tpump\n'),
      memoryFile('c.tsv', '<html><body>subject_id predicate_id object_id</body></html>'),
    ];
    expect(sssomImporter.recognize([table, ...others])).toEqual([table]);
    const reading = readAll({ ...sssomImporter, recognize: (files) => files }, others.slice(0, 1));
    await expect(reading).rejects.toBeInstanceOf(VocabularyFileError);
  });

  it.skipIf(!isSharedDataThere)(`reads MONDO's mappings${ifSkipped}`, { timeout: 60_000 }, async () => {
    const names =
      'exactmatch_doid exactmatch_icd10cm exactmatch_mesh exactmatch_ncit exactmatch_omim exactmatch_orphanet hasdbxref_doid hasdbxref_hp hasdbxref_mesh hasdbxref_omim';
    const files = names.split(' ').map((each) => sharedFile(`mondo-sssom/mondo_${each}.sssom.tsv`));
    const { concepts, problems } = await readAll(sssomImporter, files);
    expect(problems).toEqual([]);
    expect(concepts).toHaveLength(23_607);
    expect(concepts.flatMap(({ crossReferences = [] }) => crossReferences)).toHaveLength(50_184);
    expect(concepts[0]).toMatchObject({ curie: 'MONDO:0000001', preferredName: 'disease' });
  });

  it.skipIf(!isSharedDataThere)(`reads the published samples${ifSkipped}`, { timeout: 60_000 }, async () => {
    const read = async (path: string): Promise<[number, number, number]> => {
      const { concepts, problems } = await readAll(sssomImporter, [sharedFile(`sssom-samples/${path}`)]);
      const crossReferences = concepts.flatMap((concept) => concept.crossReferences ?? []);
      return [concepts.length, crossReferences.length, problems.length];
    };
    expect(await read('biomappings_positive.sssom.tsv')).toEqual([11_283, 11_018, 0]);
    expect(await read('biomappings_negative.sssom.tsv')).toEqual([1_576, 0, 0]);
    expect(await read('sssom-py_basic.tsv')).toEqual([33, 70, 1]);
    expect(await read('mh_hp_doid_pistoia.sssom.tsv')).toEqual([0, 0, 1]);
    expect(await read('examples/embedded/foodie-inc-2022-05-01.sssom.tsv')).toEqual([4, 3, 0]);
    expect(await read('examples/schema/composite-entities.sssom.tsv')).toEqual([0, 0, 0]);
    expect(await read('examples/schema/record-ids.sssom.tsv')).toEqual([0, 0, 1]);
  });

  it.skipIf(!isSharedDataThere)(
    `says of each bad row of a bad sample what is wrong${ifSkipped}`,
    async () => {
      const { concepts, problems } = await readAll(sssomImporter, [
        sharedFile('sssom-samples/sssom-py_bad_basic.tsv'),
      ]);
      expect(concepts).toEqual([]);
      expect(problems.map(({ line }) => line)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
      expect(problems[0]?.message).toMatch(/mapping_justification is "Lexical"/u);
    },
  );
});
