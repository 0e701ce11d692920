import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConceptTableError, importConceptTable } from '../../../src/core/vocabulary/importConceptTable.ts';

const header = 'curie\tpreferredName\tsynonyms\tabbreviations\tsemanticType\tdefinition';
const pain = 'MESH:D010146\tPain\tache|pains\t\tSymptom\tAn unpleasant sensation.';
const infarction = 'MESH:D009203\tMyocardial Infarction\theart attack\tMI\tDisorder\t';

function table(...rows: string[]): string {
  return [header, ...rows, ''].join('\n');
}

function curies(text: string): string[] {
  return importConceptTable(text, 'concepts.tsv').concepts.map(({ curie }) => curie);
}

describe('importConceptTable', () => {
  it('reads names, abbreviations, semantic types and definition', () => {
    const row =
      'HP:0001250\t Seizure \tfit| epileptic seizure |\tSz\tDisorder|Symptom\tA "sudden" burst, \'quoted\'.';
    expect(importConceptTable(table(row, infarction), 'concepts.tsv')).toEqual({
      concepts: [
        {
          curie: 'HP:0001250',
          preferredName: 'Seizure',
          synonyms: [
            { name: 'fit', scope: 'exact', abbreviation: false },
            { name: 'epileptic seizure', scope: 'exact', abbreviation: false },
            { name: 'Sz', scope: 'exact', abbreviation: true },
          ],
          semanticTypes: ['Disorder', 'Symptom'],
          definition: 'A "sudden" burst, \'quoted\'.',
        },
        {
          curie: 'MESH:D009203',
          preferredName: 'Myocardial Infarction',
          synonyms: [
            { name: 'heart attack', scope: 'exact', abbreviation: false },
            { name: 'MI', scope: 'exact', abbreviation: true },
          ],
          semanticTypes: ['Disorder'],
        },
      ],
      problems: [],
    });
  });

  it.each([
    { what: 'no identifier', bad: '\tName\t\t\t\t', message: /"" is no identifier/ },
    { what: 'no prefix', bad: 'D010146\tName\t\t\t\t', message: /"D010146" is no identifier of the form/ },
    { what: 'a prefix in lower case', bad: 'mesh:D1\tName\t\t\t\t', message: /is no identifier/ },
    { what: 'a space in the identifier', bad: 'MESH:D 1\tName\t\t\t\t', message: /is no identifier/ },
    { what: 'no preferred name', bad: 'MESH:D1\t \tother\t\t\t', message: /MESH:D1 has no preferred name/ },
    { what: 'too few cells', bad: 'MESH:D1\tName', message: /6 tab-separated cells expected, 2 found/ },
    {
      what: 'too many cells',
      bad: 'MESH:D1\tName\t\t\t\t\t',
      message: /6 tab-separated cells expected, 7 found/,
    },
    {
      what: 'an identifier for the second time',
      bad: pain,
      message: /MESH:D010146 stands on an earlier line/,
    },
    { what: 'an open quotation mark', bad: '"MESH:D1\tName', message: /2 found/ },
  ])('reports $what with file and line, and keeps the rows around it', ({ bad, message }) => {
    const { concepts, problems } = importConceptTable(table(pain, '', bad, infarction), 'concepts.tsv');
    expect(concepts.map(({ curie }) => curie)).toEqual(['MESH:D010146', 'MESH:D009203']);
    expect(problems).toEqual([
      { file: 'concepts.tsv', line: 4, message: expect.stringMatching(message) as string },
    ]);
  });

  it('keeps the first of two rows with one identifier', () => {
    const { concepts } = importConceptTable(table(pain, pain.replace('Pain', 'Other')), 'concepts.tsv');
    expect(concepts.map(({ preferredName }) => preferredName)).toEqual(['Pain']);
  });

  it.each([
    { what: 'a byte order mark', text: `\ufeff${table(pain, infarction)}` },
    { what: 'Windows line ends', text: table(pain, infarction).replaceAll('\n', '\r\n') },
    { what: 'a Windows line end in the header alone', text: table(pain, infarction).replace('\n', '\r\n') },
    { what: 'a Windows line end in a row alone', text: `${header}\n${pain}\r\n${infarction}\n` },
    { what: 'no line end after the last row', text: table(pain, infarction).trimEnd().concat('\t') },
    { what: 'empty lines', text: table('', pain, '', '\t\t', infarction, '') },
  ])('reads a file with $what', ({ text }) => {
    expect(curies(text)).toEqual(['MESH:D010146', 'MESH:D009203']);
    expect(importConceptTable(text, 'concepts.tsv').problems).toEqual([]);
  });

  it('counts lines as an editor does, whatever ends them', () => {
    const text = `${header}\r\n${pain}\n\r\nbad\n`;
    expect(importConceptTable(text, 'f').problems.map(({ line }) => line)).toEqual([4]);
  });

  it.each([
    { what: 'no line', text: '' },
    { what: 'no header', text: `${pain}\n` },
    { what: 'other columns', text: table(pain).replace('synonyms', 'aliases') },
    {
      what: 'columns in another order',
      text: 'preferredName\tcurie\tsynonyms\tabbreviations\tsemanticType\tdefinition\n',
    },
    { what: 'commas', text: header.replaceAll('\t', ',') },
  ])('refuses a file with $what and says which header it needs', ({ text }) => {
    expect(() => importConceptTable(text, 'mine.tsv')).toThrow(ConceptTableError);
    expect(() => importConceptTable(text, 'mine.tsv')).toThrow(
      /^mine\.tsv: the first line must be the header "curie pref/,
    );
  });

  it('takes any text: an error of its own, or one concept or problem for each row', () => {
    const garbage = fc.oneof(
      fc.string({ unit: fc.nat({ max: 0x1_ffff }).map((code) => String.fromCodePoint(code)), maxLength: 60 }),
      fc.string({
        unit: fc.constantFrom('A:1', '\t', '\n', '\r', '\r\n', '"', '|', ' ', '\ufeff', '\0'),
        maxLength: 40,
      }),
    );
    fc.assert(
      fc.property(garbage, fc.boolean(), (rows, withHeader) => {
        const text = withHeader ? `${header}\n${rows}` : rows;
        try {
          const { concepts, problems } = importConceptTable(text, 'f');
          const filledLines = rows
            .split(/\r\n|\n|\r/u)
            .filter((line) => line.replace('\ufeff', '').trim() !== '');
          expect(concepts.length + problems.length).toBe(filledLines.length);
        } catch (error) {
          if (!(error instanceof ConceptTableError)) {
            throw error;
          }
          expect(withHeader).toBe(false);
        }
      }),
      { numRuns: 200 },
    );
  });
});
