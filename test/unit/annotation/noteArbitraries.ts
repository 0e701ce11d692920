import fc from 'fast-check';
import type { TextRange } from '../../../src/core/annotation/annotation.ts';

/** Notes with all that makes offsets differ: astral characters, combining marks, every kind of line end. */
export const note: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('heart', 'attack', 'MS', 'naïve', 'e\u0301tat', '発熱', 'x') },
      { weight: 4, arbitrary: fc.constantFrom(' ', '  ', '\t', '\u00a0', '. ', '-') },
      { weight: 2, arbitrary: fc.constantFrom('\n', '\r\n', '\r\n\r\n', '\u2028', '\r') },
      { weight: 2, arbitrary: fc.constantFrom('😀', '👩‍⚕️', '𝛽', '\ufeff') },
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

/** A range somewhere in `text`; its ends may lie anywhere, even within a surrogate pair. */
export function rangeIn(text: string): fc.Arbitrary<TextRange> {
  return fc
    .tuple(fc.nat({ max: text.length }), fc.nat({ max: text.length }))
    .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }));
}

/** Whether `offset` lies between the two halves of a character. */
export function isInsidePair(text: string, offset: number): boolean {
  return /[\ud800-\udbff]/.test(text.charAt(offset - 1)) && /[\udc00-\udfff]/.test(text.charAt(offset));
}
