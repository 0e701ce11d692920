import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutAtLineEnds, textOfRanges, tidyRanges } from '../../../src/core/annotation/ranges.ts';
import { isInsidePair, note, rangeIn } from './noteArbitraries.ts';

describe('tidyRanges', () => {
  it.each([
    { why: 'one word', text: 'heart attack', ranges: [[0, 5]], expected: [[0, 5]] },
    { why: 'white space around', text: '  heart\u00a0', ranges: [[0, 8]], expected: [[2, 7]] },
    {
      why: 'a line end',
      text: 'heart\nattack',
      ranges: [[0, 12]],
      expected: [
        [0, 5],
        [6, 12],
      ],
    },
    {
      why: 'CRLF and indentation',
      text: 'heart \r\n  attack',
      ranges: [[0, 16]],
      expected: [
        [0, 5],
        [10, 16],
      ],
    },
    {
      why: 'an empty line',
      text: 'a\n \nb',
      ranges: [[0, 5]],
      expected: [
        [0, 1],
        [4, 5],
      ],
    },
    {
      why: 'U+2028, which ends a line for Python',
      text: 'a\u2028b',
      ranges: [[0, 3]],
      expected: [
        [0, 1],
        [2, 3],
      ],
    },
    {
      why: 'only white space between',
      text: 'heart  attack',
      ranges: [
        [7, 13],
        [0, 5],
      ],
      expected: [[0, 13]],
    },
    {
      why: 'overlap',
      text: 'heart attack',
      ranges: [
        [0, 8],
        [6, 12],
      ],
      expected: [[0, 12]],
    },
    {
      why: 'a word between',
      text: 'breast or ovary',
      ranges: [
        [0, 6],
        [10, 15],
      ],
      expected: [
        [0, 6],
        [10, 15],
      ],
    },
    { why: 'half a character', text: 'a😀b', ranges: [[2, 3]], expected: [[1, 3]] },
    { why: 'half a character at the end', text: 'a😀b', ranges: [[0, 2]], expected: [[0, 3]] },
    { why: 'nothing', text: 'a😀b', ranges: [[2, 2]], expected: [] },
    { why: 'white space alone', text: 'a \n b', ranges: [[1, 4]], expected: [] },
  ])('$why: $ranges in "$text"', ({ text, ranges, expected }) => {
    const pairs = ranges.map(([start = 0, end = 0]) => ({ start, end }));
    expect(tidyRanges(pairs, text).map(({ start, end }) => [start, end])).toEqual(expected);
  });

  it('gives ranges in order, apart, without line ends, at whole characters, and leaves its own results alone', () => {
    const input = note.chain((text) =>
      fc.tuple(fc.constant(text), fc.array(rangeIn(text), { maxLength: 3 })),
    );
    fc.assert(
      fc.property(input, ([text, ranges]) => {
        const tidy = tidyRanges(ranges, text);
        let end = -1;
        for (const range of tidy) {
          expect(range.start).toBeGreaterThan(end);
          ({ end } = range);
          expect(text.slice(range.start, end)).toMatch(/^\S(?:[^\r\n\u2028]*\S)?$/);
          expect([range.start, end].some((offset) => isInsidePair(text, offset))).toBe(false);
        }
        expect(end).toBeLessThanOrEqual(text.length);
        expect(tidyRanges(tidy, text)).toEqual(tidy);
      }),
    );
  });
});

describe('cutAtLineEnds', () => {
  it('leaves a range without line ends as it is, white space and all', () => {
    expect(cutAtLineEnds([{ start: 0, end: 3 }], ' a ')).toEqual([{ start: 0, end: 3 }]);
  });
});

describe('textOfRanges', () => {
  it('joins fragments by one space', () => {
    expect(
      textOfRanges('heart\r\nattack', [
        { start: 0, end: 5 },
        { start: 7, end: 13 },
      ]),
    ).toBe('heart attack');
  });
});
