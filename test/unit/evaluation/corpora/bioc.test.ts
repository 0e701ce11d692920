import { describe, expect, it } from 'vitest';
import { readBiocJson } from '../../../../src/core/evaluation/corpora/readBiocJson.ts';
import { readBiocXml } from '../../../../src/core/evaluation/corpora/readBiocXml.ts';
import { EvaluationFileError } from '../../../../src/core/evaluation/evaluationFile.ts';

function annotationXml(key: string, ids: string, offset: number, length: number, text: string): string {
  return `<annotation id="1"><infon key="type">Disease</infon><infon key="${key}">${ids}</infon>
    <location offset="${offset}" length="${length}"/><text>${text}</text></annotation>`;
}

function xml(annotations: string): string {
  return `<?xml version='1.0'?><!DOCTYPE collection SYSTEM "BioC.dtd"><collection><source>s</source>
    <document><id>7</id>
      <passage><offset>0</offset><text>Pain &amp; fever.</text></passage>
      <passage><offset>14</offset><text><![CDATA[Fever]]> came.</text>${annotations}</passage>
    </document></collection>`;
}

const expected = {
  mention: 'Fever',
  gold: [['D005334']],
  type: 'Disease',
  document: { id: '7', text: 'Pain & fever. Fever came.' },
  range: { start: 14, end: 19 },
};

const passages = [
  { offset: 0, text: 'Pain & fever.' },
  {
    offset: 14,
    text: 'Fever came.',
    annotations: [
      {
        text: 'Fever',
        infons: { type: 'Disease', identifier: 'MESH:D005334' },
        locations: [{ offset: 14, length: 5 }],
      },
    ],
  },
];
const document = { id: '7', passages };

describe('readBiocXml', () => {
  it.each(['MESH', 'cui', 'identifier'])(
    'reads passages and annotations with identifiers under %s',
    (key) => {
      const corpus = readBiocXml(xml(annotationXml(key, 'MESH:D005334', 14, 5, 'Fever')), 'c.xml');
      expect(corpus).toEqual({ mentions: [expected], problems: [] });
    },
  );

  it('reports a wrong offset with its line', () => {
    const { mentions, problems } = readBiocXml(xml(annotationXml('cui', 'D1', 3, 5, 'Fever')), 'c.xml');
    expect(mentions[0]?.range).toEqual({ start: 14, end: 19 });
    expect(problems).toEqual([
      { file: 'c.xml', line: 4, message: expect.stringContaining('document 7') as string },
    ]);
  });

  it('reads a mention in pieces from its first to its last', () => {
    const pieces = `<annotation id="1"><location offset="0" length="4"/><location offset="14" length="5"/>
      <text>Pain Fever</text></annotation>`;
    const { mentions, problems } = readBiocXml(xml(pieces), 'c.xml');
    expect(mentions).toEqual([
      { mention: 'Pain Fever', gold: [], document: expected.document, range: { start: 0, end: 19 } },
    ]);
    expect(problems).toEqual([]);
  });

  it('keeps the id of the document when a later element has one', () => {
    const text = xml('<relation id="r"><id>9</id></relation>');
    expect(
      readBiocXml(
        text.replace('</passage>\n    </doc', `${annotationXml('cui', 'D1', 14, 5, 'Fever')}</passage></doc`),
        'c',
      ).mentions[0]?.document?.id,
    ).toBe('7');
  });

  it.each([
    ['cut', xml('').slice(0, 200)],
    ['with an entity of its own', xml('').replace('Pain', '&mine;')],
  ])('refuses a file that is %s, with the line', (_, text) => {
    expect(() => readBiocXml(text, 'c.xml')).toThrow(EvaluationFileError);
    expect(() => readBiocXml(text, 'c.xml')).toThrow(/^c\.xml: the XML is broken at line \d/u);
  });
});

describe('readBiocJson', () => {
  it.each([
    ['a collection', { documents: [document] }],
    ['a list of collections', [{ documents: [document] }]],
    ['what PubTator 3 answers', { PubTator3: [document] }],
    ['one document', { ...document, id: 7 }],
    ['sentences', { ...document, passages: [{ offset: 0, sentences: passages }] }],
  ])('reads %s', (_, json) => {
    expect(readBiocJson(json, 'c.json')).toEqual({ mentions: [expected], problems: [] });
  });

  it.each([[{}], [[1]], [{ documents: 1 }]])('refuses %j', (json) => {
    expect(() => readBiocJson(json, 'c.json')).toThrow(/^c\.json: this JSON is neither BioC/u);
  });
});
