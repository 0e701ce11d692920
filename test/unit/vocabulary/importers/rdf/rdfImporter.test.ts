import { describe, expect, it } from 'vitest';
import type { ImportOptions } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { rdfImporter } from '../../../../../src/core/vocabulary/importers/rdf/rdfImporter.ts';
import { memoryFile, readAll, type ReadRecords } from '../memoryFiles.ts';
import { namespaces, turtle, xml } from './rdfDocuments.ts';

const read = (path: string, content: string, options?: ImportOptions): Promise<ReadRecords> =>
  readAll(rdfImporter, [memoryFile(path, content)], options);

const name = (text: string, scope = 'exact', abbreviation = false): unknown => ({
  name: text,
  scope,
  abbreviation,
});

const owlXml = xml(`
  <owl:Ontology rdf:about="http://purl.obolibrary.org/obo/pump.owl">
    <owl:versionIRI rdf:resource="http://purl.obolibrary.org/obo/pump/releases/2026-01-02/pump.owl"/>
    <owl:imports rdf:resource="http://purl.obolibrary.org/obo/never-fetched.owl"/>
    <dcterms:title>Pumps</dcterms:title>
    <dcterms:license rdf:resource="https://example.org/licence"/>
  </owl:Ontology>
  <owl:AnnotationProperty rdf:about="http://purl.obolibrary.org/obo/IAO_0000115"><rdfs:label>definition</rdfs:label></owl:AnnotationProperty>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/PUMP_0000001"><rdfs:label>pump</rdfs:label></owl:Class>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/PUMP_0000002">
    <rdfs:subClassOf rdf:resource="http://purl.obolibrary.org/obo/PUMP_0000001"/>
    <rdfs:subClassOf rdf:resource="http://www.w3.org/2002/07/owl#Thing"/>
    <rdfs:subClassOf><owl:Restriction>
      <owl:onProperty rdf:resource="http://purl.obolibrary.org/obo/RO_0000001"/>
      <owl:someValuesFrom rdf:resource="http://purl.obolibrary.org/obo/PUMP_0000009"/>
    </owl:Restriction></rdfs:subClassOf>
    <obo:IAO_0000115 xml:lang="en">A pump
      that fails.</obo:IAO_0000115>
    <obo:IAO_0000118>non-working pump</obo:IAO_0000118>
    <oboInOwl:hasAlternativeId>PUMP:0000020</oboInOwl:hasAlternativeId>
    <oboInOwl:hasDbXref>MSH:D000002</oboInOwl:hasDbXref>
    <oboInOwl:hasDbXref>https://en.wikipedia.org/wiki/Pump</oboInOwl:hasDbXref>
    <skos:exactMatch rdf:resource="http://identifiers.org/mesh/D000003"/>
    <oboInOwl:hasExactSynonym>failing pump</oboInOwl:hasExactSynonym>
    <oboInOwl:hasExactSynonym>BP</oboInOwl:hasExactSynonym>
    <oboInOwl:hasNarrowSynonym>left bad pump</oboInOwl:hasNarrowSynonym>
    <oboInOwl:hasBroadSynonym>bad machine</oboInOwl:hasBroadSynonym>
    <oboInOwl:hasRelatedSynonym>bad pipe</oboInOwl:hasRelatedSynonym>
    <rdfs:label xml:lang="fr">mauvaise pompe</rdfs:label>
    <rdfs:label xml:lang="en-GB">bad pump</rdfs:label>
  </owl:Class>
  <owl:Axiom>
    <owl:annotatedSource rdf:resource="http://purl.obolibrary.org/obo/PUMP_0000002"/>
    <owl:annotatedProperty rdf:resource="http://www.geneontology.org/formats/oboInOwl#hasExactSynonym"/>
    <owl:annotatedTarget>BP</owl:annotatedTarget>
    <oboInOwl:hasSynonymType rdf:resource="http://purl.obolibrary.org/obo/mondo#ABBREVIATION"/>
  </owl:Axiom>
  <owl:Axiom>
    <owl:annotatedSource rdf:resource="http://purl.obolibrary.org/obo/PUMP_0000002"/>
    <owl:annotatedProperty rdf:resource="http://www.geneontology.org/formats/oboInOwl#hasExactSynonym"/>
    <owl:annotatedTarget>failing pump</owl:annotatedTarget>
    <oboInOwl:hasSynonymType rdf:resource="http://purl.obolibrary.org/obo/OMO_0003003"/>
  </owl:Axiom>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/PUMP_0000010">
    <rdfs:label>obsolete pump</rdfs:label>
    <owl:deprecated rdf:datatype="http://www.w3.org/2001/XMLSchema#boolean">true</owl:deprecated>
    <obo:IAO_0100001 rdf:resource="http://purl.obolibrary.org/obo/PUMP_0000001"/>
  </owl:Class>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/PUMP_0000020">
    <owl:deprecated rdf:datatype="http://www.w3.org/2001/XMLSchema#boolean">true</owl:deprecated>
  </owl:Class>
  <owl:NamedIndividual rdf:about="http://purl.obolibrary.org/obo/PUMP_0000030"><rdfs:label>my pump</rdfs:label></owl:NamedIndividual>`);

const owlConcepts = [
  { curie: 'PUMP:0000001', preferredName: 'pump', synonyms: [], semanticTypes: [] },
  {
    curie: 'PUMP:0000002',
    preferredName: 'bad pump',
    synonyms: [
      name('non-working pump'),
      name('failing pump'),
      name('BP', 'exact', true),
      name('left bad pump', 'narrow'),
      name('bad machine', 'broad'),
      name('bad pipe', 'related'),
    ],
    semanticTypes: ['bad pump'],
    definition: 'A pump that fails.',
    parents: ['PUMP:0000001'],
    crossReferences: ['MESH:D000002', 'MESH:D000003'],
    alternativeIds: ['PUMP:0000020'],
  },
  {
    curie: 'PUMP:0000010',
    preferredName: 'obsolete pump',
    synonyms: [],
    semanticTypes: [],
    obsolete: true,
    replacedBy: ['PUMP:0000001'],
  },
];

/** The same concepts, in an order in which nothing stands together. */
const owlTurtle = turtle(`
_:a owl:annotatedTarget "BP" .
obo:PUMP_0000002 oboInOwl:hasExactSynonym "failing pump" .
obo:PUMP_0000001 rdfs:label "pump" .
obo:PUMP_0000002 obo:IAO_0000118 "non-working pump" .
obo:PUMP_0000010 obo:IAO_0100001 obo:PUMP_0000001 ; rdfs:label "obsolete pump" .
_:a oboInOwl:hasSynonymType obo:OMO_0003000 .
obo:PUMP_0000002 rdfs:subClassOf obo:PUMP_0000001, owl:Thing, [ a owl:Restriction ; owl:onProperty obo:RO_0000001 ] ;
  oboInOwl:hasDbXref "MSH:D000002", "https://en.wikipedia.org/wiki/Pump" ;
  skos:exactMatch <http://identifiers.org/mesh/D000003> ;
  oboInOwl:hasExactSynonym "BP" ; oboInOwl:hasNarrowSynonym "left bad pump" ;
  oboInOwl:hasBroadSynonym "bad machine" ; oboInOwl:hasRelatedSynonym "bad pipe" ;
  rdfs:label "mauvaise pompe"@fr, "bad pump"@en-GB ; oboInOwl:hasAlternativeId "PUMP:0000020" .
_:a owl:annotatedProperty oboInOwl:hasExactSynonym ; a owl:Axiom ; owl:annotatedSource obo:PUMP_0000002 .
obo:PUMP_0000002 a owl:Class ; obo:IAO_0000115 """A pump
  that fails.""" .
obo:PUMP_0000010 a owl:Class ; owl:deprecated true .
obo:PUMP_0000001 a owl:Class .
obo:PUMP_0000030 a owl:NamedIndividual ; rdfs:label "my pump" .
<http://purl.obolibrary.org/obo/pump.owl> a owl:Ontology ; dcterms:title "Pumps" ;
  owl:versionIRI <http://purl.obolibrary.org/obo/pump/releases/2026-01-02/pump.owl> ;
  dcterms:license <https://example.org/licence> .
`);

const byCurie = (a: { curie: string }, b: { curie: string }): number => (a.curie < b.curie ? -1 : 1);
const sorted = (some: { synonyms: readonly unknown[] }): unknown => ({
  ...some,
  synonyms: [...some.synonyms].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
});

describe('OWL', () => {
  it.each([100, 65_536])(
    'in RDF/XML has the named classes as concepts, in chunks of %i',
    async (chunkBytes) => {
      const { concepts, problems, releases } = await readAll(rdfImporter, [
        memoryFile('pump.owl', owlXml, chunkBytes),
      ]);
      expect(problems).toEqual([]);
      expect(concepts).toEqual(owlConcepts);
      expect(releases).toEqual([
        {
          title: 'Pumps',
          version: '2026-01-02',
          licence: 'https://example.org/licence',
          source: 'http://purl.obolibrary.org/obo/pump.owl',
        },
      ]);
    },
  );

  it('in Turtle has the same concepts, in whatever order their triples stand', async () => {
    const { concepts, problems, releases } = await readAll(rdfImporter, [
      memoryFile('pump.ttl', owlTurtle, 100),
    ]);
    expect(problems).toEqual([]);
    expect([...concepts].sort(byCurie).map(sorted)).toEqual(owlConcepts.map(sorted));
    expect(releases).toMatchObject([{ title: 'Pumps', version: '2026-01-02' }]);
  });

  it('is one vocabulary in several files', async () => {
    const { concepts, problems } = await readAll(rdfImporter, [
      memoryFile('a.owl', owlXml),
      memoryFile('b.ttl', turtle('obo:PUMP_0000001 skos:altLabel "machine that pumps"@en .')),
    ]);
    expect(problems).toEqual([]);
    expect(concepts).toHaveLength(owlConcepts.length);
    expect(concepts[0]?.synonyms).toEqual([name('machine that pumps')]);
  });

  it('has the kinds that the namespaces tell, where there are several', async () => {
    const { concepts } = await read(
      'a.ttl',
      turtle(`obo:GO_1 a owl:Class ; rdfs:label "pumping" ; oboInOwl:hasOBONamespace "process" .
        obo:GO_2 a owl:Class ; rdfs:label "pump" ; oboInOwl:hasOBONamespace "component" .`),
    );
    expect(concepts.map(({ semanticTypes }) => semanticTypes)).toEqual([['process'], ['component']]);
  });

  it('says once, and where, that classes have no name', async () => {
    const { concepts, problems } = await read(
      'a.owl',
      xml(`<owl:Class rdf:about="http://purl.obolibrary.org/obo/PUMP_0000001"><rdfs:label>pump</rdfs:label></owl:Class>
<owl:Class rdf:about="http://purl.obolibrary.org/obo/PUMP_0000002"/>
<owl:Class rdf:about="http://purl.obolibrary.org/obo/PUMP_0000003"><rdfs:label xml:lang="fr">pompe</rdfs:label></owl:Class>`),
    );
    expect(concepts).toHaveLength(1);
    expect(problems).toMatchObject([
      { file: 'a.owl', line: 4, message: expect.stringMatching(/^2 classes have no name/u) as string },
    ]);
  });

  it('makes identifiers of IRIs that nobody knows', async () => {
    const content =
      turtle(`ex:BadPump a owl:Class ; rdfs:label "bad pump" ; rdfs:subClassOf <http://else.org/Pump> .
      <http://else.org/Pump> a owl:Class ; rdfs:label "pump" .`);
    const declared = await read('a.ttl', content);
    expect(declared.concepts).toMatchObject([
      { curie: 'EX:BadPump', parents: ['LOCAL:Pump'] },
      { curie: 'LOCAL:Pump' },
    ]);
    const asked = await read('a.ttl', content, { prefix: 'PUMPS' });
    expect(asked.concepts.map(({ curie }) => curie)).toEqual(['PUMPS:BadPump', 'PUMPS:Pump']);
    const inXml = await read(
      'a.owl',
      xml(`<owl:Class rdf:about="${namespaces.ex}A"><rdfs:label>a</rdfs:label></owl:Class>`),
    );
    expect(inXml.concepts).toMatchObject([{ curie: 'EX:A' }]);
  });

  it('ends on a hierarchy that is a circle', async () => {
    const { concepts } = await read(
      'a.ttl',
      turtle(`obo:A_1 a owl:Class ; rdfs:label "a" ; rdfs:subClassOf obo:A_2, obo:A_1 .
        obo:A_2 a owl:Class ; rdfs:label "b" ; rdfs:subClassOf obo:A_1 .`),
    );
    expect(concepts.map(({ parents }) => parents)).toEqual([['A:2', 'A:1'], ['A:1']]);
  });
});

describe('SKOS', () => {
  const body = `
    ex:scheme a skos:ConceptScheme ; dcterms:title "Pumps"@en ; owl:versionInfo "4.2" .
    ex:p1 a skos:Concept ; skos:inScheme ex:scheme ; skos:prefLabel "pump"@en, "Pumpe"@de, "pompe"@fr ; skos:narrower ex:p3 .
    ex:p2 a skos:Concept ; skos:prefLabel "bad pump"@en, "schlechte Pumpe"@de ; skos:altLabel "failing pump"@en, "defekte Pumpe"@de ;
      skos:hiddenLabel "badpump" ; skos:definition "A pump that fails."@en ; skos:broader ex:p1 ;
      skos:closeMatch <http://id.nlm.nih.gov/mesh/D000002> .
    ex:p3 a skos:Concept ; skos:prefLabel "good pump"@en .`;

  it('in Turtle has its concepts with their labels', async () => {
    const { concepts, problems, releases } = await read('pumps.ttl', turtle(body));
    expect(problems).toEqual([]);
    expect(concepts).toEqual([
      { curie: 'EX:p1', preferredName: 'pump', synonyms: [], semanticTypes: [] },
      {
        curie: 'EX:p3',
        preferredName: 'good pump',
        synonyms: [],
        semanticTypes: ['good pump'],
        parents: ['EX:p1'],
      },
      {
        curie: 'EX:p2',
        preferredName: 'bad pump',
        synonyms: [name('failing pump'), name('badpump')],
        semanticTypes: ['bad pump'],
        definition: 'A pump that fails.',
        parents: ['EX:p1'],
        crossReferences: ['MESH:D000002'],
      },
    ]);
    expect(releases).toEqual([{ title: 'Pumps', version: '4.2', source: `${namespaces.ex}scheme` }]);
  });

  it('has the names of the languages that are asked for, of the first one first', async () => {
    const { concepts } = await read('pumps.ttl', turtle(body), { languages: ['de', 'en'] });
    expect(concepts.find(({ curie }) => curie === 'EX:p2')).toMatchObject({
      preferredName: 'schlechte Pumpe',
      synonyms: [name('bad pump'), name('failing pump'), name('defekte Pumpe'), name('badpump')],
    });
  });

  it('in RDF/XML and N-Triples', async () => {
    const inXml = await read(
      'a.rdf',
      xml(`<skos:Concept rdf:about="${namespaces.ex}p1"><skos:prefLabel xml:lang="en">pump</skos:prefLabel></skos:Concept>
        <rdf:Description rdf:about="${namespaces.ex}p2"><rdf:type rdf:resource="${namespaces.skos}Concept"/>
          <skos:prefLabel>bad pump</skos:prefLabel><skos:broader rdf:resource="${namespaces.ex}p1"/></rdf:Description>`),
    );
    expect(inXml.concepts).toMatchObject([{ curie: 'EX:p1' }, { curie: 'EX:p2', parents: ['EX:p1'] }]);
    const triples = `<${namespaces.ex}p1> <${namespaces.skos}prefLabel> "pump \\u00e9"@en .
<${namespaces.ex}p1> <${namespaces.rdf}type> <${namespaces.skos}Concept> .\n`;
    const { concepts } = await read('a.nt', triples);
    expect(concepts).toMatchObject([{ curie: 'LOCAL:p1', preferredName: 'pump é' }]);
  });
});

describe('RDF', () => {
  it('is recognized by its content', () => {
    const files = [
      memoryFile('a.owl', owlXml),
      memoryFile('b.ttl', owlTurtle),
      memoryFile('c.txt', '<http://a.org/a> <http://a.org/b> "c" .\n'),
      memoryFile('d.ttl', '<!DOCTYPE html><html><body>Not found</body></html>'),
      memoryFile('e.owl', '<html><rdf:RDF>http://www.w3.org/1999/02/22-rdf-syntax-ns#</html>'),
      memoryFile('f.owx', `<Ontology xmlns="${namespaces.owl}" xmlns:rdf="${namespaces.rdf}"></Ontology>`),
      memoryFile('f.xml', '<?xml version="1.0"?><RDF xmlns="http://example.org/"><owl:Class/></RDF>'),
      memoryFile('g.txt', '\n'.repeat(60_000)),
    ];
    expect(rdfImporter.recognize(files)).toEqual(files.slice(0, 3));
  });
});
