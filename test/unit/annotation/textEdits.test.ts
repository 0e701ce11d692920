import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotation, TextRange } from '../../../src/core/annotation/annotation.ts';
import { textOfRanges, tidyRanges } from '../../../src/core/annotation/ranges.ts';
import { applyEdits, type TextEdit } from '../../../src/core/annotation/textEdits.ts';
import { note, rangeIn } from './noteArbitraries.ts';

function annotate(text: string, ranges: readonly TextRange[], id = 'T1'): Annotation {
  return { id, type: 'X', ranges, text: textOfRanges(text, ranges), concepts: [] };
}

function edited(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce(
    (before, { start, end, text: by }) => before.slice(0, start) + by + before.slice(end),
    text,
  );
}

/** `[heart]` marks a range, `{old|new}` an edit; the text around them is the note's. */
function readCase(marked: string): { text: string; ranges: TextRange[]; edit: TextEdit } {
  let text = '';
  let edit: TextEdit = { start: 0, end: 0, text: '' };
  const ranges: TextRange[] = [];
  let start = 0;
  let editStart = 0;
  for (const [part] of marked.matchAll(/[[\]{}]|\|[^}]*|[^[\]{}|]+/g)) {
    if (part === '[') {
      start = text.length;
    } else if (part === ']') {
      ranges.push({ start, end: text.length });
    } else if (part === '{') {
      editStart = text.length;
    } else if (part.startsWith('|')) {
      edit = { start: editStart, end: text.length, text: part.slice(1) };
    } else if (part !== '}') {
      text += part;
    }
  }
  return { text, ranges, edit };
}

describe('applyEdits', () => {
  it.each([
    { why: 'typing before', marked: 'a {|new }[heart attack]', expected: 'heart attack' },
    { why: 'typing right before', marked: 'a {|x}[heart attack] b', expected: 'heart attack' },
    { why: 'typing right behind', marked: '[heart attack]{|s}', expected: 'heart attack' },
    { why: 'typing behind', marked: '[heart attack] {|b}', expected: 'heart attack' },
    { why: 'typing inside', marked: '[heart {|muscle }attack]', expected: 'heart muscle attack' },
    { why: 'deleting before', marked: '{a|} [heart attack]', expected: 'heart attack' },
    { why: 'deleting up to it', marked: '{a |}[heart attack]', expected: 'heart attack' },
    { why: 'deleting its beginning', marked: 'a [{heart |}attack]', expected: 'attack' },
    { why: 'deleting into it', marked: '{a [hear|}t attack]', expected: 't attack' },
    { why: 'replacing into it', marked: '{a [hear|some }t attack]', expected: 't attack' },
    { why: 'deleting out of it', marked: '[heart{ attack] b|}', expected: 'heart' },
    { why: 'replacing out of it', marked: '[heart{ attack] b| failure}', expected: 'heart' },
    { why: 'respelling its first letter', marked: 'a [{h|H}eart attack]', expected: 'Heart attack' },
    { why: 'replacing its last word', marked: '[heart {attack|failure}]', expected: 'heart failure' },
    { why: 'replacing all of it exactly', marked: 'a [{heart attack|MI}] b', expected: 'MI' },
    { why: 'breaking the line in it', marked: '[heart {|\r\n}attack]', expected: 'heart attack' },
    { why: 'joining its lines', marked: '[heart]{\n| }[attack]', expected: 'heart attack' },
    { why: 'joining its lines by deletion', marked: '[heart]{\r\n|}[attack]', expected: 'heartattack' },
    { why: 'replacing over its line end', marked: '[hear{t]\n[a|t a}ttack]', expected: 'heart attack' },
    { why: 'replacing both its lines exactly', marked: '[{heart]\n[attack|MI}]', expected: 'MI' },
    { why: 'deleting one of its lines', marked: '[heart]{\n[attack]|}', expected: 'heart' },
    {
      why: 'a new line that has its text again',
      marked: 'Pt: {old [heart attack] x|a new heart attack}',
      expected: 'heart attack',
    },
    { why: 'deleting all of it', marked: 'a {[heart attack]|} b', expected: undefined },
    { why: 'deleting more than it', marked: '{a [heart attack] b|}', expected: undefined },
    { why: 'a new line without its text', marked: '{a [heart attack] b|nothing}', expected: undefined },
    { why: 'leaving white space at its end', marked: '[heart {attack|}]', expected: 'heart' },
    { why: 'replacing it by white space', marked: 'a [{heart|  }] b', expected: undefined },
  ])('$why: $marked', ({ marked, expected }) => {
    const { text, ranges, edit } = readCase(marked);
    const newText = edited(text, [edit]);
    const before = annotate(text, ranges);
    const { annotations, removed } = applyEdits([before], [edit], newText);
    expect(annotations.map((after) => after.text)).toEqual(expected === undefined ? [] : [expected]);
    expect(annotations.map((after) => textOfRanges(newText, after.ranges))).toEqual(
      annotations.map((after) => after.text),
    );
    expect(removed).toEqual(expected === undefined ? [before] : []);
  });

  it('puts an annotation together again when a line break in it is undone', () => {
    const before = annotate('heart attack', [{ start: 0, end: 12 }]);
    const broken = applyEdits([before], [{ start: 6, end: 6, text: '\n' }], 'heart \nattack').annotations;
    expect(broken[0]?.ranges).toEqual([
      { start: 0, end: 5 },
      { start: 7, end: 13 },
    ]);
    expect(applyEdits(broken, [{ start: 6, end: 7, text: '' }], 'heart attack').annotations).toEqual([
      before,
    ]);
  });

  it('applies edits one after another, each to the text that the one before left', () => {
    const before = annotate('a heart b', [{ start: 2, end: 7 }]);
    const edits = [
      { start: 0, end: 2, text: '' },
      { start: 5, end: 5, text: 's' },
      { start: 1, end: 2, text: 'E' },
    ];
    const { annotations } = applyEdits([before], edits, 'hEarts b');
    expect(annotations).toEqual([{ ...before, ranges: [{ start: 0, end: 5 }], text: 'hEart' }]);
  });

  it('keeps annotations in order where a whole block is replaced', () => {
    const text = 'MS, MS';
    const before = [
      annotate(text, [{ start: 0, end: 2 }], 'T1'),
      annotate(text, [{ start: 4, end: 6 }], 'T2'),
    ];
    const edit = { start: 0, end: 6, text: 'long words, then MS and MS' };
    const { annotations } = applyEdits(before, [edit], edit.text);
    expect(annotations.map(({ id, ranges }) => [id, ranges[0]?.start])).toEqual([
      ['T1', 17],
      ['T2', 24],
    ]);
  });

  it('never leaves an annotation outside the text, empty, or with another text than at its ranges', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }), fc.oneof(note, fc.constant(''))), {
      maxLength: 6,
    });
    const input = note.chain((text) =>
      fc.tuple(fc.constant(text), fc.array(rangeIn(text), { maxLength: 4 }), edits),
    );
    fc.assert(
      fc.property(input, ([text, rawRanges, rawEdits]) => {
        const before = rawRanges.flatMap((range, i) => {
          const ranges = tidyRanges([range], text);
          return ranges.length === 0 ? [] : [annotate(text, ranges, `T${i}`)];
        });
        let newText = text;
        const made: TextEdit[] = rawEdits.map(([at, length, by]) => {
          const start = at % (newText.length + 1);
          const edit = { start, end: Math.min(start + length, newText.length), text: by };
          newText = edited(newText, [edit]);
          return edit;
        });
        const { annotations, removed } = applyEdits(before, made, newText);
        expect([...annotations, ...removed].map(({ id }) => id).sort()).toEqual(
          before.map(({ id }) => id).sort(),
        );
        for (const { ranges, text: covered } of annotations) {
          let end = -1;
          for (const range of ranges) {
            expect(range.start).toBeGreaterThan(end);
            expect(range.end).toBeGreaterThan(range.start);
            ({ end } = range);
          }
          expect(end).toBeLessThanOrEqual(newText.length);
          expect(textOfRanges(newText, ranges)).toBe(covered);
          expect(covered).not.toMatch(/[\r\n\u2028]/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
