import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { Candidate } from '../../../src/core/linking/candidate.ts';
import { formatSssom } from '../../../src/core/mapping/formatSssom.ts';
import type { TermMapping, TermMappingSet } from '../../../src/core/mapping/termMapping.ts';
import { sssomImporter } from '../../../src/core/vocabulary/importers/sssom/sssomImporter.ts';
import { memoryFile, readAll } from '../vocabulary/importers/memoryFiles.ts';

const candidate: Candidate = {
  curie: 'MESH:D009203',
  preferredName: 'Myocardial Infarction',
  matchedName: 'Heart Attack',
  matchType: 'exact',
  score: 1,
  vocabulary: 'starter',
  semanticTypes: [],
  evidence: {},
};

function format(mappings: readonly TermMapping[], more: Partial<TermMappingSet> = {}): string {
  return formatSssom({
    id: 'urn:uuid:6a0e0a2c-0000-4000-8000-000000000000',
    license: 'https://creativecommons.org/publicdomain/zero/1.0/',
    date: '2026-11-23',
    toolVersion: '0.1.0',
    vocabularies: [{ id: 'starter', version: '2026' }],
    mappings,
    ...more,
  });
}

/** As another reader has it: the metadata, and the cells of each mapping by their columns. */
function read(text: string): { metadata: Record<string, unknown>; rows: Record<string, string>[] } {
  const [head = ''] = /^(?:#.*\n)*/u.exec(text) ?? [];
  return {
    metadata: parseYaml(head.replaceAll(/^#/gmu, '')) as Record<string, unknown>,
    rows: parse<Record<string, string>>(text.slice(head.length), {
      columns: true,
      delimiter: '\t',
      record_delimiter: '\n',
    }),
  };
}

test('a literal, an identifier of the table, a concept of its own, similar names, and nothing found', () => {
  const term = (text: string, identifier?: string): TermMapping['term'] => ({ text, identifier });
  const text = format([
    { term: term('heart attack'), candidate },
    { term: term('heart|attack', 'no. 7'), candidate: { ...candidate, curie: 'LOINC:4548-4' } },
    {
      term: term('cardiac attack', 'hp:0001250'),
      candidate: {
        ...candidate,
        matchType: 'semantic',
        score: 0.81234,
        evidence: { semantic: 0.9, lexical: 0.2 },
      },
    },
    {
      term: term('hart attack'),
      candidate: {
        ...candidate,
        matchType: 'lexical',
        score: 0.7,
        evidence: { semantic: -0.1, lexical: 1.0000001 },
      },
    },
    { term: term('zzz'), candidate: undefined },
  ]);
  const { metadata, rows } = read(text);
  expect(metadata).toEqual({
    curie_map: {
      HP: 'http://purl.obolibrary.org/obo/HP_',
      LOCAL: 'urn:uuid:6a0e0a2c-0000-4000-8000-000000000000#',
      LOINC: 'https://loinc.org/rdf/',
      MESH: 'http://id.nlm.nih.gov/mesh/',
      TERMLENS: 'urn:termlens:vocabulary:',
    },
    license: 'https://creativecommons.org/publicdomain/zero/1.0/',
    mapping_date: '2026-11-23',
    mapping_set_id: 'urn:uuid:6a0e0a2c-0000-4000-8000-000000000000',
    mapping_tool: 'TermLens',
    mapping_tool_version: '0.1.0',
  });
  const filled = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')));
  const object = {
    object_label: 'Myocardial Infarction',
    object_source: 'TERMLENS:starter',
    object_source_version: '2026',
  };
  const predicate = { predicate_id: 'skos:exactMatch' };
  const exact = { mapping_justification: 'semapv:LexicalMatching', confidence: '1' };
  expect(filled).toEqual([
    {
      ...{ subject_label: 'heart attack', subject_type: 'rdfs literal', object_id: 'MESH:D009203' },
      ...{ ...predicate, ...object, ...exact, match_string: 'heart attack' },
    },
    {
      ...{ subject_id: 'LOCAL:no.%207', subject_label: 'heart|attack', object_id: 'LOINC:4548-4' },
      ...{ ...predicate, ...object, ...exact, match_string: String.raw`heart\|attack` },
    },
    {
      ...{ subject_id: 'HP:0001250', subject_label: 'cardiac attack', object_id: 'MESH:D009203' },
      ...{ ...predicate, ...object, confidence: '0.8123', comment: 'Matched name: Heart Attack' },
      mapping_justification: 'semapv:SemanticSimilarityThresholdMatching',
      ...{ similarity_score: '0.9', similarity_measure: 'cosine of name embeddings' },
    },
    {
      ...{ subject_label: 'hart attack', subject_type: 'rdfs literal', object_id: 'MESH:D009203' },
      ...{ ...predicate, ...object, confidence: '0.7', comment: 'Matched name: Heart Attack' },
      mapping_justification: 'semapv:LexicalMatching',
      ...{ similarity_score: '1', similarity_measure: 'cosine of letter trigrams' },
    },
    {
      ...{ subject_label: 'zzz', subject_type: 'rdfs literal', object_id: 'sssom:NoTermFound' },
      ...{ ...predicate, object_source: 'TERMLENS:starter', object_source_version: '2026' },
      mapping_justification: 'semapv:SemanticSimilarityThresholdMatching',
    },
  ]);
});

test('a similarity that the slot cannot hold is left out', () => {
  const opposite: Candidate = { ...candidate, matchType: 'semantic', evidence: { semantic: -0.1 } };
  const [row] = read(format([{ term: { text: 'a', identifier: undefined }, candidate: opposite }])).rows;
  expect(row).not.toHaveProperty('similarity_score');
  expect(row).not.toHaveProperty('similarity_measure');
});

test('columns that nothing has a value for are left out, and no terms make a set without mappings', () => {
  const { rows } = read(format([{ term: { text: 'a', identifier: '1' }, candidate }]));
  expect(Object.keys(rows[0] ?? {})).not.toContain('subject_type');
  expect(Object.keys(rows[0] ?? {})).not.toContain('similarity_score');
  const empty = format([]);
  expect(read(empty).rows).toEqual([]);
  expect(empty.endsWith('subject_label\tpredicate_id\tobject_id\tmapping_justification\n')).toBe(true);
});

test('whatever a cell holds is read again as it was', () => {
  const text = fc
    .oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^["\t\r\n|\\#=a]{1,9}$/u))
    .map((some) => some.trim())
    .filter((some) => some !== '');
  fc.assert(
    fc.property(fc.array(fc.tuple(text, fc.option(text, { nil: undefined })), { minLength: 1 }), (terms) => {
      const mappings = terms.map(([label, identifier]) => ({ term: { text: label, identifier }, candidate }));
      const { metadata, rows } = read(format(mappings, { title: terms[0]?.[0] ?? '' }));
      expect(metadata['mapping_set_title']).toBe(terms[0]?.[0]);
      expect(rows.map((row) => row['subject_label'])).toEqual(terms.map(([label]) => label));
      const declared = Object.keys(metadata['curie_map'] as object);
      for (const row of rows) {
        const [prefix = ''] = (row['subject_id'] ?? '').split(':');
        expect(prefix === '' ? row['subject_type'] : declared.includes(prefix)).toBe(
          prefix === '' ? 'rdfs literal' : true,
        );
      }
    }),
  );
});

test('what is written is a vocabulary as well, whatever its labels hold', async () => {
  const label = fc
    .oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^["\t\r\n|\\#=a ]{1,9}$/u))
    .map((some) => some.replaceAll(/[\0\ufffd]/gu, '').trim())
    .filter((some) => some !== '');
  await fc.assert(
    fc.asyncProperty(fc.array(label, { minLength: 1 }), async (labels) => {
      const terms = labels.map((text, i) => ({ text, identifier: `X:${i}` }));
      const written = format(terms.map((term) => ({ term, candidate })));
      const { concepts, problems } = await readAll(sssomImporter, [memoryFile('a.sssom.tsv', written, 7)]);
      expect(problems).toEqual([]);
      expect(concepts.map(({ curie, preferredName }) => [curie, preferredName])).toEqual(
        labels.map((text, i) => [`X:${i}`, text.replaceAll(/[\t\r\n]+/gu, ' ')]),
      );
    }),
  );
});
