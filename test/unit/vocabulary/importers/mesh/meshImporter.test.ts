import { describe, expect, it } from 'vitest';
import { VocabularyFileError } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { meshImporter } from '../../../../../src/core/vocabulary/importers/mesh/meshImporter.ts';
import { memoryFile, readAll } from '../memoryFiles.ts';

const term = (name: string, tag = 'NON', permuted = 'N'): string =>
  `<Term ConceptPreferredTermYN="Y" IsPermutedTermYN="${permuted}" LexicalTag="${tag}" RecordPreferredTermYN="N">
     <TermUI>T1</TermUI><String>${name}</String><DateCreated><Year>1999</Year></DateCreated>
   </Term>`;

const concept = (ui: string, preferred: string, body: string): string =>
  `<Concept PreferredConceptYN="${preferred}"><ConceptUI>${ui}</ConceptUI>
     <ConceptName><String>whatever</String></ConceptName>${body}</Concept>`;

const relation = (name: string, first: string, second: string): string =>
  `<ConceptRelation RelationName="${name}"><Concept1UI>${first}</Concept1UI><Concept2UI>${second}</Concept2UI></ConceptRelation>`;

const descriptor = (ui: string, name: string, trees: readonly string[], concepts = ''): string =>
  `<DescriptorRecord DescriptorClass="1">
     <DescriptorUI>${ui}</DescriptorUI>
     <DescriptorName><String>${name}</String></DescriptorName>
     <AllowableQualifiersList><AllowableQualifier><QualifierReferredTo><QualifierUI>Q1</QualifierUI>
       <QualifierName><String>not a name</String></QualifierName></QualifierReferredTo></AllowableQualifier></AllowableQualifiersList>
     <TreeNumberList>${trees.map((tree) => `<TreeNumber>${tree}</TreeNumber>`).join('')}</TreeNumberList>
     <ConceptList>${concepts}</ConceptList>
   </DescriptorRecord>`;

const heartFailure = descriptor(
  'D000002',
  'Bad Pump',
  ['C14.280.434', 'C23.888.100'],
  concept(
    'M1',
    'Y',
    `<ScopeNote>A pump that
          fails.
     </ScopeNote>
     <ConceptRelationList>${relation('NRW', 'M1', 'M2')}${relation('BRD', 'M1', 'M3')}${relation('REL', 'M1', 'M4')}</ConceptRelationList>
     <TermList>${term('Bad Pump')}${term('Pump, Bad', 'NON', 'Y')}${term('Failing Pump')}${term('BP', 'ACR')}</TermList>`,
  ) +
    concept('M2', 'N', `<TermList>${term('Left Bad Pump')}${term('Failing Pump')}</TermList>`) +
    concept('M3', 'N', `<TermList>${term('Bad Machine')}</TermList>`) +
    concept('M4', 'N', `<TermList>${term('Bad Pipe', 'ABX')}</TermList>`) +
    // The relation is said the other way around: what is broader than M5 is M1.
    concept(
      'M5',
      'N',
      `<ConceptRelationList>${relation('BRD', 'M5', 'M1')}</ConceptRelationList><TermList>${term('Right Bad Pump')}</TermList>`,
    ),
);

const descriptors = (body: string): string =>
  `<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20260101.dtd">
<DescriptorRecordSet LanguageCode="eng">${body}</DescriptorRecordSet>`;

const supplementary = (body: string): string =>
  `<?xml version="1.0"?>\n<SupplementalRecordSet LanguageCode="eng">${body}</SupplementalRecordSet>`;

const pumpTwin = `<SupplementalRecord SCRClass="3">
  <SupplementalRecordUI>C000009</SupplementalRecordUI>
  <SupplementalRecordName><String>twin pump</String></SupplementalRecordName>
  <Note>two pumps</Note>
  <HeadingMappedToList><HeadingMappedTo><DescriptorReferredTo><DescriptorUI>*D000002</DescriptorUI>
    <DescriptorName><String>Bad Pump</String></DescriptorName></DescriptorReferredTo></HeadingMappedTo></HeadingMappedToList>
  <ConceptList>${concept(
    'M9',
    'Y',
    `<SemanticTypeList><SemanticType><SemanticTypeUI>T047</SemanticTypeUI><SemanticTypeName>Disease or Syndrome</SemanticTypeName></SemanticType></SemanticTypeList>
     <TermList>${term('twin pump')}${term('double pump')}</TermList>`,
  )}</ConceptList>
</SupplementalRecord>`;

const name = (text: string, scope = 'exact', abbreviation = false): unknown => ({
  name: text,
  scope,
  abbreviation,
});

describe('MeSH', () => {
  it('has a concept of each descriptor, with its terms by their concepts, its place and its parents', async () => {
    const body = `${heartFailure}${descriptor('D000001', 'Pump Diseases', ['C14.280'])}`;
    const { concepts, problems, releases } = await readAll(meshImporter, [
      memoryFile('desc2026.xml', descriptors(body), 1_000),
    ]);
    expect(problems).toEqual([]);
    expect(concepts).toEqual([
      {
        curie: 'MESH:D000002',
        preferredName: 'Bad Pump',
        synonyms: [
          name('Failing Pump'),
          name('BP', 'exact', true),
          name('Left Bad Pump', 'narrow'),
          name('Bad Machine', 'broad'),
          name('Bad Pipe', 'related', true),
          name('Right Bad Pump', 'narrow'),
        ],
        semanticTypes: ['Disorder', 'Finding'],
        definition: 'A pump that fails.',
        parents: ['MESH:D000001'],
      },
      { curie: 'MESH:D000001', preferredName: 'Pump Diseases', synonyms: [], semanticTypes: ['Disorder'] },
    ]);
    expect(releases).toMatchObject([{ title: 'Medical Subject Headings (MeSH)', version: '2026' }]);
  });

  it('has supplementary concepts below the headings that they are mapped to', async () => {
    const { concepts, problems } = await readAll(meshImporter, [
      memoryFile('supp2026.xml', supplementary(pumpTwin)),
    ]);
    expect(problems).toEqual([]);
    expect(concepts).toEqual([
      {
        curie: 'MESH:C000009',
        preferredName: 'twin pump',
        synonyms: [name('double pump')],
        semanticTypes: ['Disorder', 'Disease or Syndrome'],
        definition: 'two pumps',
        parents: ['MESH:D000002'],
      },
    ]);
  });

  it.each([
    ['A02.835', ['Anatomy']],
    ['D27.505', ['Drug']],
    ['E01.370.225.124', ['Laboratory Test']],
    ['E01.370.350', ['Procedure']],
    ['F03.600', ['Disorder']],
    ['F01.145', ['Psychiatry and Psychology']],
    ['Z01.107', ['Geographicals']],
    ['X01', []],
  ])('tells the kind of a concept by its tree number: %s', async (tree, semanticTypes) => {
    const content = descriptors(descriptor('D000001', 'Something', [tree]));
    const { concepts } = await readAll(meshImporter, [memoryFile('desc2026.xml', content)]);
    expect(concepts[0]?.semanticTypes).toEqual(semanticTypes);
  });

  it('leaves out a record without identifier or name, and says where', async () => {
    const body = `\n${descriptor('D1x', 'A', [])}\n${descriptor('D000003', ' ', [])}\n${descriptor('D000004', 'B', [])}`;
    const { concepts, problems } = await readAll(meshImporter, [memoryFile('desc.xml', descriptors(body))]);
    expect(concepts.map(({ curie }) => curie)).toEqual(['MESH:D000004']);
    expect(problems).toMatchObject([
      { file: 'desc.xml', line: 4, message: '"D1x" is no identifier of a MeSH record.' },
      { file: 'desc.xml', line: 12, message: 'MESH:D000003 has no name.' },
    ]);
  });

  it('gives the records before the damage of a file that breaks off', async () => {
    const content = descriptors(heartFailure + heartFailure);
    const found: string[] = [];
    const reading = (async () => {
      const file = memoryFile('desc2026.xml', content.slice(0, content.length - 1_000), 500);
      for await (const record of meshImporter.read([file], {})) {
        found.push(record.kind);
      }
    })();
    await expect(reading).rejects.toThrow(/^desc2026\.xml: Line \d+: the XML is damaged \(unclosed tag/u);
    await expect(reading).rejects.toBeInstanceOf(VocabularyFileError);
    expect(found).toEqual(['release', 'concept']);
  });

  it('has names in the language of the file alone', async () => {
    const file = memoryFile('fredesc2026.xml', descriptors(heartFailure).replace('"eng"', '"fre"'));
    await expect(readAll(meshImporter, [file])).rejects.toThrow(/"fr"/u);
    expect((await readAll(meshImporter, [file], { languages: ['fr'] })).concepts).toHaveLength(1);
  });

  it('is recognized by its root element', () => {
    const files = [
      memoryFile('desc2026.xml', descriptors('')),
      memoryFile('supp2026.xml', supplementary('')),
      memoryFile('qual2026.xml', '<?xml version="1.0"?><QualifierRecordSet/>'),
      memoryFile('desc2026.xml', '<!doctype html><html><pre>&lt;DescriptorRecordSet</pre>'),
      memoryFile('desc2026.xml', '<html><body><DescriptorRecordSet></body>'),
    ];
    expect(meshImporter.recognize(files)).toEqual(files.slice(0, 2));
  });
});
