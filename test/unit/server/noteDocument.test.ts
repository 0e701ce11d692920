import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noteDocuments } from '../../../src/server/noteDocument.ts';

const position = fc.record({ line: fc.nat({ max: 5 }), character: fc.nat({ max: 8 }) });
const change = fc.oneof(
  fc
    .record({ text: fc.string({ unit: fc.constantFrom('a', '😀', '\n', '\r\n'), maxLength: 4 }) })
    .chain(({ text }) =>
      fc.tuple(position, position).map(([a, b]) => {
        const inOrder = a.line < b.line || (a.line === b.line && a.character <= b.character);
        return { range: inOrder ? { start: a, end: b } : { start: b, end: a }, text };
      }),
    ),
  fc.record({ text: fc.constantFrom('', 'whole\nnew text') }),
);

describe('noteDocuments', () => {
  it('knows the edits of the last change: one after another they lead to the new text, and the old document stays', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', 'a\r\nb 😀\n\nc', 'one line'),
        fc.array(change, { minLength: 1, maxLength: 5 }),
        (text, changes) => {
          const created = noteDocuments.create('file:///note.txt', 'plaintext', 1, text);
          expect(created).toMatchObject({ uri: 'file:///note.txt', lastEdits: [] });
          const updated = noteDocuments.update(created, [...changes], 2);
          const edited = updated.lastEdits.reduce<string>(
            (before, edit) => before.slice(0, edit.start) + edit.text + before.slice(edit.end),
            text,
          );
          expect(edited).toBe(updated.document.getText());
          expect(updated.lastEdits).toHaveLength(changes.length);
          expect(updated.document.version).toBe(2);
          expect(created.document.getText()).toBe(text);
          expect(created.document.version).toBe(1);
        },
      ),
    );
  });
});
