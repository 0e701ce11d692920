import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findColumnCells, findLines } from '../../../src/core/mapping/termCells.ts';

const texts = (text: string, index: number, hasHeader = true): string[] =>
  findColumnCells('terms.csv', text, { index, hasHeader }).map(({ start, end }) => text.slice(start, end));

describe('the cells of a column', () => {
  it('are where they stand, without quotation marks and spaces around them', () => {
    const text = 'id,name,note\r\n1,"fever, high",a\r\n\r\n2, chest pain ,1\r\n3,,x\r\n1,"two\nlines",\r\n';
    expect(texts(text, 1)).toEqual(['fever, high', 'chest pain', 'two\nlines']);
    expect(texts(text, 0)).toEqual(['1', '2', '3', '1']);
    expect(texts(text, 2, false)).toEqual(['note', 'a', '1', 'x']);
  });

  it('are found where cells repeat each other, and with quotation marks in them', () => {
    expect(texts('a,aa\naa,a\na,"a ""b"" a"\n5" cut,=cmd\n', 1)).toEqual(['a', 'a ""b"" a', '=cmd']);
    expect(texts('a,aa\naa,a\na,"a ""b"" a"\n5" cut,=cmd\n', 0)).toEqual(['aa', 'a', '5" cut']);
  });

  it('are those of any table', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', '\n', ' ', 'é', '😀') });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
        const text = stringify([['x', 'y', 'z'], ...rows], { quoted: true });
        const expected = rows.map(([, value]) => value.trim()).filter((value) => value !== '');
        const found = findColumnCells('terms.csv', text, { index: 1, hasHeader: true });
        expect(found.map((item) => item.text.replaceAll('""', '"'))).toEqual(expected);
      }),
    );
  });
});

it('the lines of a list, or of a part of it, are its terms', () => {
  const text = 'fever\r\n\r\n  chest pain \r\ncough';
  expect(findLines(text).map((term) => text.slice(term.start, term.end))).toEqual([
    'fever',
    'chest pain',
    'cough',
  ]);
  expect(findLines(text, 0, text.indexOf(' pain'))).toEqual([
    { text: 'fever', start: 0, end: 5 },
    { text: 'chest', start: 11, end: 16 },
  ]);
});
