import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCodePointOffsets } from '../../../src/core/annotation/codePointOffsets.ts';
import { isInsidePair } from './noteArbitraries.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat({ max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

describe('createCodePointOffsets', () => {
  it.each([
    { text: 'abc', utf16: 2, codePoint: 2 },
    { text: '😀bc', utf16: 2, codePoint: 1 },
    { text: 'a😀😀b', utf16: 5, codePoint: 3 },
    { text: 'a\r\nb', utf16: 3, codePoint: 3 },
    { text: 'e\u0301b', utf16: 2, codePoint: 2 },
    { text: '\ude00\ud83dx', utf16: 2, codePoint: 2 },
    { text: '', utf16: 0, codePoint: 0 },
  ])('counts $codePoint code points before unit $utf16 of "$text"', ({ text, utf16, codePoint }) => {
    const offsets = createCodePointOffsets(text);
    expect(offsets.toCodePoint(utf16)).toBe(codePoint);
    expect(offsets.toUtf16(codePoint)).toBe(utf16);
  });

  it('takes an offset within a surrogate pair for the offset of the pair', () => {
    expect(createCodePointOffsets('a😀b😀').toCodePoint(2)).toBe(1);
    expect(createCodePointOffsets('a😀b😀').toCodePoint(5)).toBe(3);
  });

  it('counts a byte order mark that the editor took off', () => {
    const offsets = createCodePointOffsets('a😀b', { noteHasByteOrderMark: true });
    expect([offsets.first, offsets.last]).toEqual([1, 4]);
    expect([0, 1, 3, 4].map((offset) => offsets.toCodePoint(offset))).toEqual([1, 2, 3, 4]);
    expect([1, 2, 3, 4].map((offset) => offsets.toUtf16(offset))).toEqual([0, 1, 3, 4]);
    expect(() => offsets.toUtf16(0)).toThrow(RangeError);
  });

  it.each([-1, 3, Number.NaN])('refuses %s in a text of two', (offset) => {
    expect(() => createCodePointOffsets('ab').toCodePoint(offset)).toThrow(RangeError);
    expect(() => createCodePointOffsets('ab').toUtf16(offset)).toThrow(RangeError);
  });

  it('agrees with counting the code points of any text, lone surrogates too', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const offsets = createCodePointOffsets(text);
        expect(offsets.last).toBe(Array.from(text).length);
        for (let utf16 = 0; utf16 <= text.length; utf16++) {
          const boundary = isInsidePair(text, utf16) ? utf16 - 1 : utf16;
          expect(offsets.toCodePoint(utf16)).toBe(Array.from(text.slice(0, boundary)).length);
          expect(offsets.toUtf16(offsets.toCodePoint(utf16))).toBe(boundary);
        }
      }),
    );
  });
});
