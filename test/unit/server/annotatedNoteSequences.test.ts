import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInsidePair } from '../annotation/noteArbitraries.ts';
import {
  annotatedTexts,
  annotationOf,
  annotationsInEditor,
  createNoteOnDisk,
  openInEditor,
  type FakeEditor,
  type NoteOnDisk,
} from './noteOnDisk.ts';

/** A step of somebody's work; positions are fractions of the text, so that every step fits every text. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat({ max: 6 }),
      text: fc.constantFrom('', 'x', ' ', 'pain', '😀', '\n', '\r\n', 'e\u0301', 'pain and '),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.integer({ min: 1, max: 8 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('remove' as const),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'undo' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'save' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'reopen' as const }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function wholeCharacter(text: string, offset: number): number {
  return isInsidePair(text, offset) ? offset + 1 : offset;
}

async function take(editor: FakeEditor, disk: NoteOnDisk, taken: Step): Promise<FakeEditor> {
  const { text, note } = editor;
  switch (taken.do) {
    case 'edit': {
      // Editors never cut a character in two.
      const start = wholeCharacter(text, Math.floor(taken.at * text.length));
      editor.edit(start, wholeCharacter(text, Math.min(text.length, start + taken.length)), taken.text);
      break;
    }
    case 'add': {
      const start = Math.floor(taken.at * text.length);
      const range = { start, end: Math.min(text.length, start + taken.length) };
      if (text.slice(range.start, range.end).trim() !== '') {
        await note.add([annotationOf(range)], text);
      }
      break;
    }
    case 'remove':
      await note.remove(note.annotations[Math.floor(taken.at * note.annotations.length)]?.id ?? '');
      break;
    case 'undo': {
      const saved = disk.noteText().replace(/^\ufeff/u, '');
      editor.edit(0, text.length, saved);
      break;
    }
    case 'save':
      await editor.save();
      expect(annotatedTexts(disk).sort()).toEqual(
        note.annotations.map((annotation) => annotation.text).sort(),
      );
      expect(note.waitsForSave).toBe(false);
      break;
    case 'reopen':
      return openInEditor(disk);
  }
  return editor;
}

describe('any sequence of edits and decisions', () => {
  it('never makes the annotation file disagree with the note’s file, nor the annotations with the editor', async () => {
    const note = fc.constantFrom('pain and pain', '\ufeffpain\r\nfever, 😀 pain\r\n', '😀 pain\n', '');
    await fc.assert(
      fc.asyncProperty(note, fc.array(step, { maxLength: 14 }), async (text, steps) => {
        const disk = createNoteOnDisk(text);
        try {
          let editor = await openInEditor(disk);
          for (const taken of steps) {
            editor = await take(editor, disk, taken);
            annotatedTexts(disk);
            annotationsInEditor(editor);
          }
        } finally {
          disk.remove();
        }
      }),
      { numRuns: 60 },
    );
  });
});
