import { describe, expect, it } from 'vitest';
import { VocabularyFileError } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { oboGraphsImporter } from '../../../../../src/core/vocabulary/importers/oboGraphs/oboGraphsImporter.ts';
import { memoryFile, readAll, type ReadRecords } from '../memoryFiles.ts';

const obo = 'http://purl.obolibrary.org/obo';
const inOwl = 'http://www.geneontology.org/formats/oboInOwl';
const seizure = {
  id: `${obo}/HP_0001250`,
  lbl: 'Seizure',
  type: 'CLASS',
  meta: {
    definition: { val: 'A sudden burst.', xrefs: ['HPO:probinson'] },
    comments: ['ignored'],
    synonyms: [
      { pred: 'hasExactSynonym', val: 'Epileptic fit', xrefs: [] },
      { pred: 'hasBroadSynonym', val: 'Sz', synonymType: `${obo}/hp#abbreviation` },
      { pred: 'hasNarrowSynonym', val: 'SZR', synonymType: `${obo}/OMO_0003012` },
      { pred: 'hasOther', val: 'spell' },
    ],
    xrefs: [{ val: 'MSH:D012640' }, { val: 'http://en.wikipedia.org/wiki/Seizure' }],
    basicPropertyValues: [
      { pred: `${inOwl}#hasAlternativeId`, val: 'HP:0002279' },
      { pred: 'http://www.w3.org/2004/02/skos/core#exactMatch', val: `${obo}/MONDO_0005027` },
    ],
  },
};
const nodes = [
  { id: `${obo}/HP_0000001`, lbl: 'All', type: 'CLASS' },
  { id: `${obo}/HP_0000118`, lbl: 'Phenotypic abnormality', type: 'CLASS' },
  seizure,
  { id: `${obo}/BFO_0000050`, lbl: 'part of', type: 'PROPERTY' },
  { id: `${obo}/UBERON_0000955`, type: 'CLASS' },
  {
    id: `${obo}/HP_0002279`,
    type: 'CLASS',
    meta: {
      deprecated: true,
      basicPropertyValues: [{ pred: `${obo}/IAO_0100001`, val: `${obo}/HP_0001250` }],
    },
  },
  {
    id: `${obo}/HP_0000057`,
    lbl: 'obsolete Clitoromegaly',
    type: 'CLASS',
    meta: { deprecated: true, basicPropertyValues: [{ pred: `${obo}/IAO_0100001`, val: 'HP:0008665' }] },
  },
];
const graph = {
  id: `${obo}/hp.json`,
  meta: {
    version: `${obo}/hp/releases/2024-01-16/hp.json`,
    basicPropertyValues: [
      { pred: 'http://purl.org/dc/elements/1.1/title', val: 'Human Phenotype Ontology' },
      { pred: 'http://purl.org/dc/terms/license', val: 'https://hpo.jax.org/app/license' },
    ],
  },
  nodes,
  edges: [
    { sub: `${obo}/HP_0000118`, pred: 'is_a', obj: `${obo}/HP_0000001` },
    { sub: `${obo}/HP_0001250`, pred: 'is_a', obj: `${obo}/HP_0000118` },
    { sub: `${obo}/HP_0001250`, pred: `${obo}/BFO_0000050`, obj: `${obo}/UBERON_0000955` },
  ],
};

function read(text: string, chunkBytes = 11): Promise<ReadRecords> {
  return readAll(oboGraphsImporter, [memoryFile('hp.json', text, chunkBytes)]);
}

describe('oboGraphsImporter', () => {
  it.each([
    ['on one line', 0],
    ['over many lines', 2],
  ])('reads a graph %s', async (_, indent) => {
    const { concepts, problems, releases } = await read(JSON.stringify({ graphs: [graph] }, null, indent));
    expect(problems).toEqual([]);
    expect(releases).toEqual([
      {
        title: 'Human Phenotype Ontology',
        version: '2024-01-16',
        licence: 'https://hpo.jax.org/app/license',
        source: `${obo}/hp.json`,
      },
    ]);
    expect(concepts.map(({ curie }) => curie)).toEqual([
      'HP:0000001',
      'HP:0000118',
      'HP:0001250',
      'HP:0000057',
    ]);
    expect(concepts[2]).toEqual({
      curie: 'HP:0001250',
      preferredName: 'Seizure',
      definition: 'A sudden burst.',
      synonyms: [
        { name: 'Epileptic fit', scope: 'exact', abbreviation: false },
        { name: 'Sz', scope: 'broad', abbreviation: true },
        { name: 'SZR', scope: 'narrow', abbreviation: true },
        { name: 'spell', scope: 'related', abbreviation: false },
      ],
      semanticTypes: ['Phenotypic abnormality'],
      parents: ['HP:0000118'],
      crossReferences: ['MESH:D012640', 'MONDO:0005027'],
      alternativeIds: ['HP:0002279'],
    });
    expect(concepts[3]).toMatchObject({ obsolete: true, replacedBy: ['HP:0008665'] });
  });

  it('reports nodes that are none with their line, and keeps those around them', async () => {
    const text = [
      '{"graphs": [{"nodes": [',
      '{"id": "http://purl.obolibrary.org/obo/HP_1", "lbl": "a", "type": "CLASS"},',
      '{"id": 17,',
      ' "lbl": "b"},',
      '"c",',
      '{"id": "http://example.org/d", "lbl": "d", "type": "CLASS"},',
      '{"id": "HP:5", "lbl": "e", "type": "CLASS"}',
      ']}]}',
    ].join('\n');
    const { concepts, problems } = await read(text);
    expect(concepts.map(({ curie }) => curie)).toEqual(['HP:1', 'HP:5']);
    expect(problems).toEqual([
      {
        file: 'hp.json',
        line: 3,
        message: expect.stringMatching(/not as OBO Graphs has it \(id\)/) as string,
      },
      { file: 'hp.json', line: 5, message: expect.stringMatching(/not as OBO Graphs has it/) as string },
      {
        file: 'hp.json',
        line: 6,
        message: expect.stringMatching(/"http:\/\/example.org\/d" is no/) as string,
      },
    ]);
  });

  it.each([
    { what: 'is cut off', text: JSON.stringify({ graphs: [graph] }).slice(0, -5) },
    { what: 'goes on', text: `${JSON.stringify({ graphs: [graph] })}{` },
    {
      what: 'has a byte too many',
      text: JSON.stringify({ graphs: [graph] }).replace('"edges":', '"edges":!'),
    },
    {
      what: 'is too deep',
      text: JSON.stringify({ graphs: [{ nodes, deep: 0 }] }).replace(
        '0}',
        `${'['.repeat(9_999)}${']'.repeat(9_999)}}`,
      ),
    },
  ])('gives what stands before the damage of a file that $what', async ({ text }) => {
    const curies: string[] = [];
    const reading = (async () => {
      for await (const record of oboGraphsImporter.read([memoryFile('hp.json', text, 64)], {})) {
        if (record.kind === 'concept') {
          curies.push(record.concept.curie);
        }
      }
    })();
    await expect(reading).rejects.toThrow(VocabularyFileError);
    await expect(reading).rejects.toThrow(/^hp\.json: the file is cut off, or no JSON, at line 1 /);
    expect(curies).toContain('HP:0001250');
  });

  it('is not stopped by a circle', async () => {
    const circle = { ...graph, edges: [{ sub: nodes[0]?.id, pred: 'is_a', obj: nodes[0]?.id }] };
    const { concepts } = await read(JSON.stringify({ graphs: [circle] }));
    expect(concepts[0]).toMatchObject({ parents: ['HP:0000001'], semanticTypes: [] });
  });

  it('knows its files by what they hold', () => {
    const files = [
      memoryFile('a', '{\n "graphs" : [ {'),
      memoryFile('b.json', '{"nodes": []}'),
      memoryFile('c.json', '["graphs"]'),
      memoryFile('d.ttl', 'graphs'),
    ];
    expect(oboGraphsImporter.recognize(files).map(({ path }) => path)).toEqual(['a']);
  });
});
