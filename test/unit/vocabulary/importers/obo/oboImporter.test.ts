import { describe, expect, it } from 'vitest';
import { oboImporter } from '../../../../../src/core/vocabulary/importers/obo/oboImporter.ts';
import { memoryFile, readAll, type ReadRecords } from '../memoryFiles.ts';

const header = String.raw`format-version: 1.4
data-version: hp/releases/2024-01-16/hp.obo
ontology: hp
default-namespace: human_phenotype
synonymtypedef: HP:short "Abbreviation, as clinicians write it" EXACT
property_value: http://purl.org/dc/terms/title "Human Phenotype Ontology" xsd:string
property_value: dcterms:license https://hpo.jax.org/app/license
`;

function read(text: string, prefix?: string): Promise<ReadRecords> {
  return readAll(oboImporter, [memoryFile('a.obo', text, 7)], prefix === undefined ? {} : { prefix });
}

/** The only concept of a stanza with these lines, and what was wrong with it. */
async function readTerm(...lines: string[]): Promise<Pick<ReadRecords, 'problems'> & { concept: unknown }> {
  const { concepts, problems } = await read(`${header}\n[Term]\nid: HP:1\nname: fit\n${lines.join('\n')}\n`);
  expect(concepts).toHaveLength(1);
  return { concept: concepts[0], problems };
}

describe('oboImporter', () => {
  it('reads a term with everything', async () => {
    const { concepts, problems, releases } = await read(String.raw`${header}
! A comment.
[Term]
id: HP:0001250 ! its name
name: Seizure {source="x ! y"} ! comment
namespace: human_phenotype
alt_id: HP:0002279
def: "A \"sudden\" burst,\nof activity." [HPO:probinson, PMID:1] {comment="}"} ! comment
comment: ignored
subset: hposlim_core
synonym: "Epileptic fit" EXACT []
synonym: "Fits, many" NARROW layperson [HPO:a "says \"a\"", ORCID:1] {x="y"}
synonym: "Sz" EXACT HP:short []
synonym: "SZR" BROAD OMO:0003000 []
synonym: "spell" []
exact_synonym: "ictus" []
xref: MSH:D012640 "Seizures"
xref: UMLS:C0036572 {source="x"} ! comment
xref: SNOMEDCT_US:91175000
xref: http\://en.wikipedia.org/wiki/Seizure
xref: Wikipedia:Epileptic seizure
property_value: skos:exactMatch MONDO:0005027
property_value: closeMatch "NCIT:C2985" xsd:string
is_a: HP:0012638 {source="y"} ! Abnormal nervous system physiology
is_a: HP:0012638 ! again
relationship: part_of HP:0000118
created_by: peter

[Typedef]
id: part_of
name: part of

[Instance]
id: HP:9
name: thing
`);
    expect(problems).toEqual([]);
    expect(releases).toEqual([
      {
        title: 'Human Phenotype Ontology',
        version: '2024-01-16',
        licence: 'https://hpo.jax.org/app/license',
        source: 'http://purl.obolibrary.org/obo/hp.owl',
      },
    ]);
    const exact = { scope: 'exact', abbreviation: false };
    expect(concepts).toEqual([
      {
        curie: 'HP:0001250',
        preferredName: 'Seizure',
        definition: 'A "sudden" burst,\nof activity.',
        synonyms: [
          { name: 'Epileptic fit', ...exact },
          { name: 'Fits, many', scope: 'narrow', abbreviation: false },
          { name: 'Sz', scope: 'exact', abbreviation: true },
          { name: 'SZR', scope: 'broad', abbreviation: true },
          { name: 'spell', scope: 'related', abbreviation: false },
          { name: 'ictus', ...exact },
        ],
        semanticTypes: ['human phenotype'],
        parents: ['HP:0012638'],
        crossReferences: [
          'MESH:D012640',
          'UMLS:C0036572',
          'SNOMEDCT:91175000',
          'MONDO:0005027',
          'NCIT:C2985',
        ],
        alternativeIds: ['HP:0002279'],
      },
    ]);
  });

  it.each([
    [String.raw`a\, b\: c\! d`, 'a, b: c! d'],
    [String.raw`back\\slash`, String.raw`back\slash`],
    [String.raw`\(tab\)\there`, '(tab)\there'],
    ['Oh! no', 'Oh! no'],
    ['oh ! comment', 'oh'],
    ['poly {A} tail', 'poly {A} tail'],
    ['poly {source="PMID:1"} ! c', 'poly'],
    ['a "quoted" name', 'a "quoted" name'],
    ['α-thalassämie', 'α-thalassämie'],
    ['two\\\n lines', 'two lines'],
  ])('reads the name %j as %j', async (written, name) => {
    const { concepts, problems } = await read(`${header}[Term]\nid: HP:1\nname: ${written}\n`);
    expect(concepts.map(({ preferredName }) => preferredName)).toEqual([name]);
    expect(problems).toEqual([]);
  });

  it.each([
    ['is_obsolete: true', { obsolete: true }],
    ['is_obsolete: false', {}],
    ['is_obsolete: true\nreplaced_by: HP:2\nconsider: HP:3', { obsolete: true, replacedBy: ['HP:2'] }],
    ['is_obsolete: true\nconsider: HP:3\nconsider: HP:4', { obsolete: true, replacedBy: ['HP:3', 'HP:4'] }],
  ])('reads %j', async (lines, expected) => {
    const plain = { curie: 'HP:1', preferredName: 'fit', synonyms: [], semanticTypes: [] };
    expect(await readTerm(lines)).toEqual({ concept: { ...plain, ...expected }, problems: [] });
  });

  it.each([
    { what: 'a synonym without an end', bad: 'synonym: "epileptic', message: /no name in quotation marks/ },
    { what: 'a synonym without a name', bad: 'synonym: "" EXACT []', message: /no name in quotation marks/ },
    {
      what: 'a parent that is none',
      bad: 'is_a: two words',
      message: /"two words" is no identifier; this is_a/,
    },
    { what: 'an alternative that is none', bad: 'alt_id: http://a.b/c', message: /this alt_id is left out/ },
    { what: 'a line without a tag', bad: 'no tag here', message: /no "tag: value" of OBO/ },
    { what: 'bytes that are no text', bad: 'comment: a\0b', message: /no UTF-8 text/ },
  ])('reports $what with its line, and reads the rest of the term', async ({ bad, message }) => {
    const { concept, problems } = await readTerm(bad, 'synonym: "last" EXACT []');
    expect(concept).toMatchObject({ synonyms: [{ name: 'last' }] });
    expect(problems).toEqual([
      { file: 'a.obo', line: 12, message: expect.stringMatching(message) as string },
    ]);
  });

  it.each([
    { what: 'no identifier', bad: 'name: x', line: 4, message: /The term has no id/ },
    { what: 'no name', bad: 'id: HP:2', line: 4, message: /HP:2 has no name/ },
    {
      what: 'an identifier that is none',
      bad: 'id: http://a.b/c\nname: x',
      line: 5,
      message: /is no identifier/,
    },
  ])('reports a term with $what, and keeps those around it', async ({ bad, line, message }) => {
    const { concepts, problems } = await read(
      `[Term]\nid: HP:1\nname: a\n[Term]\n${bad}\n\n[Term]\nid: HP:3\nname: c`,
    );
    expect(concepts.map(({ curie }) => curie)).toEqual(['HP:1', 'HP:3']);
    expect(problems).toEqual([{ file: 'a.obo', line, message: expect.stringMatching(message) as string }]);
  });

  it('takes bare identifiers with the prefix that is asked for, and passes over classes without one', async () => {
    const { concepts, problems } = await read(
      '[Term]\nid: 17\nname: a\nis_a: 18\n[Term]\nid: _:genid1\n',
      'MINE',
    );
    expect(concepts).toMatchObject([{ curie: 'MINE:17', parents: ['MINE:18'] }]);
    expect(problems).toEqual([]);
  });

  it.each([
    { what: 'Windows line ends', change: (text: string) => text.replaceAll('\n', '\r\n') },
    { what: 'a byte order mark', change: (text: string) => `\uFEFF${text}` },
    { what: 'no line end at its end', change: (text: string) => text.trimEnd() },
  ])('reads a file with $what', async ({ change }) => {
    const text = change(`${header}\n[Term]\nid: HP:1\nname: a\n\n[Term]\nid: HP:2\nname: b\n`);
    const { concepts, problems, releases } = await read(text);
    expect(concepts.map(({ preferredName }) => preferredName)).toEqual(['a', 'b']);
    expect(problems).toEqual([]);
    expect(releases[0]?.title).toBe('Human Phenotype Ontology');
  });

  it('takes the date for the version where none is stated', async () => {
    const { releases } = await read('format-version: 1.2\ndate: 23:04:2015 13:21\n');
    expect(releases).toEqual([{ version: '2015-04-23' }]);
  });

  it('knows its files by what they hold', () => {
    const files = [
      memoryFile('a', header),
      memoryFile('b.txt', '! comment\n[Term]\nid: x'),
      memoryFile('c.obo', 'id: x\n'),
      memoryFile('d.tsv', 'id\tname\tformat-version: 1.2'),
    ];
    expect(oboImporter.recognize(files).map(({ path }) => path)).toEqual(['a', 'b.txt']);
  });
});

describe('semantic types of OBO', () => {
  const term = (id: string, name: string, ...lines: string[]): string =>
    ['[Term]', `id: ${id}`, `name: ${name}`, ...lines, ''].join('\n');

  it.each([
    {
      what: 'the branch below the only root, wherever it stands',
      text: [
        term('HP:3', 'fit', 'is_a: HP:2'),
        term('HP:1', 'All'),
        term('HP:2', 'Phenotypic abnormality', 'is_a: HP:1'),
        term('HP:4', 'Mode of inheritance', 'is_a: HP:1'),
        term('HP:5', 'both', 'is_a: HP:3', 'is_a: HP:4'),
      ],
      expected: {
        'HP:1': [],
        'HP:2': ['Phenotypic abnormality'],
        'HP:3': ['Phenotypic abnormality'],
        'HP:4': ['Mode of inheritance'],
        'HP:5': ['Phenotypic abnormality', 'Mode of inheritance'],
      },
    },
    {
      what: 'the roots where there are several',
      text: [
        term('GO:1', 'biological_process'),
        term('GO:2', 'cellular_component'),
        term('GO:3', 'a', 'is_a: GO:1'),
        term('GO:4', 'b', 'is_a: GO:2'),
      ],
      expected: {
        'GO:1': ['biological process'],
        'GO:2': ['cellular component'],
        'GO:3': ['biological process'],
        'GO:4': ['cellular component'],
      },
    },
    {
      what: 'the namespace where there is no hierarchy',
      text: [term('CL:1', 'a', 'namespace: native_cell'), term('CL:2', 'b', 'namespace: external')],
      expected: { 'CL:1': ['native cell'], 'CL:2': [] },
    },
    {
      what: 'nothing where the hierarchy goes in circles',
      text: [term('A:1', 'a', 'is_a: A:2'), term('A:2', 'b', 'is_a: A:1'), term('A:3', 'c', 'is_a: A:3')],
      expected: { 'A:1': [], 'A:2': [], 'A:3': [] },
    },
    {
      what: 'the branch above a circle',
      text: [
        term('A:0', 'root'),
        term('A:1', 'branch', 'is_a: A:0'),
        term('A:2', 'a', 'is_a: A:1', 'is_a: A:3'),
        term('A:3', 'b', 'is_a: A:2'),
      ],
      expected: { 'A:0': [], 'A:1': ['branch'], 'A:2': ['branch'], 'A:3': ['branch'] },
    },
  ])('are $what', async ({ text, expected }) => {
    const { concepts } = await read(`${header}\n${text.join('\n')}`);
    expect(Object.fromEntries(concepts.map(({ curie, semanticTypes }) => [curie, semanticTypes]))).toEqual(
      expected,
    );
  });
});
