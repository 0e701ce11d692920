import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignTexts } from '../../../../src/core/annotation/agreement/alignTexts.ts';
import { note, rangeIn } from '../noteArbitraries.ts';

describe('alignTexts', () => {
  it('finds each range where the other layout has it', () => {
    const layout = fc.array(fc.constantFrom(' ', '\n', '\r\n', '\u00a0 '), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        note.chain((text) => fc.tuple(fc.constant(text), rangeIn(text))),
        layout,
        ([b, range], spaces) => {
          let i = 0;
          const a = b.replaceAll(/\s+/gu, () => spaces[i++ % spaces.length] ?? '');
          const placed = alignTexts(a, b)?.fromB(range);
          const ink = (text: string): string => text.replaceAll(/\s+/gu, '');
          expect(placed === undefined ? '' : ink(a.slice(placed.start, placed.end))).toBe(
            ink(b.slice(range.start, range.end)),
          );
        },
      ),
    );
  });

  it('fills in what a table of annotations does not know', () => {
    const [known, table] = ['Fever and back pain.', '          back pain'];
    for (const [a, b] of [
      [known, table],
      [table, known],
    ] as const) {
      const aligned = alignTexts(a, b);
      expect(aligned?.text).toBe(known);
      expect(aligned?.fromB({ start: 10, end: 19 })).toEqual({ start: 10, end: 19 });
    }
  });

  it('refuses other texts, but not one that is cut off', () => {
    expect(alignTexts('Fever and cough', 'Fever, no cough')).toBeUndefined();
    expect(alignTexts('Fever', 'Fevers')?.text).toBe('Fevers');
  });
});
