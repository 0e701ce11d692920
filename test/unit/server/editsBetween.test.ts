import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../../../src/core/annotation/textEdits.ts';
import { editsBetween } from '../../../src/server/notes/editsBetween.ts';

function apply(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce((edited, { start, end, text: inserted }) => {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeLessThanOrEqual(edited.length);
    return edited.slice(0, start) + inserted + edited.slice(end);
  }, text);
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r\n', '\r', '😀'), maxLength: 12 });

describe('editsBetween', () => {
  it('gives edits that turn one text into the other', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(apply(before, editsBetween(before, after))).toBe(after);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    { before: 'chest pain', after: 'chest wall pain', edit: { start: 6, end: 6, text: 'wall ' } },
    { before: 'pain pain', after: 'pain', edit: { start: 4, end: 9, text: '' } },
    { before: 'a\r\nb', after: 'a\r\nc', edit: { start: 3, end: 4, text: 'c' } },
  ])('is one edit from $before to $after', ({ before, after, edit }) => {
    expect(editsBetween(before, after)).toEqual([edit]);
  });

  it('touches nothing but line ends where only they differ', () => {
    const lines = fc.array(fc.constantFrom('pain', '', 'a b'), { minLength: 1, maxLength: 8 });
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(
        lines,
        fc.array(lineEnd, { minLength: 8, maxLength: 8 }),
        lineEnd,
        (parts, mixed, alike) => {
          const before = parts.map((part, i) => part + (mixed[i] ?? '')).join('');
          const after = before.replace(/\r\n|\r|\n/gu, alike);
          for (const [from, to] of [
            [before, after],
            [after, before],
          ] as const) {
            const edits = editsBetween(from, to);
            expect(apply(from, edits)).toBe(to);
            // One kind of line end in both is one edit, which may span lines only when nothing had to change.
            expect(edits.filter((edit) => /[^\r\n]/u.test(edit.text))).toEqual([]);
          }
        },
      ),
    );
  });
});
