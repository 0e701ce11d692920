import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnotatedDocument } from '../../../src/core/annotation/annotatedDocument.ts';
import { plainDocument } from '../../../src/core/annotation/annotatedDocument.ts';
import type { TextRange } from '../../../src/core/annotation/annotation.ts';
import { createCodePointOffsets } from '../../../src/core/annotation/codePointOffsets.ts';
import { rebuildText } from '../../../src/core/annotation/formats/rebuildText.ts';
import { placeAnnotations } from '../../../src/server/exchange/placeAnnotations.ts';

function documentWith(text: string, ...terms: readonly string[]): AnnotatedDocument {
  return documentAt(
    text,
    terms.map((term) => ({ start: text.indexOf(term), end: text.indexOf(term) + term.length })),
  );
}

function documentAt(text: string, places: readonly TextRange[]): AnnotatedDocument {
  return {
    ...plainDocument('a', text),
    annotations: places.map((range, i) => {
      const term = text.slice(range.start, range.end);
      return {
        id: `T${i + 1}`,
        type: 'Disorder',
        ranges: [range],
        text: term,
        concepts: [{ curie: `X:${i + 1}`, preferredName: term }],
        attributes: [],
        comments: [],
      };
    }),
  };
}

/** Turns code points of a text into its UTF-16 offsets. */
function countIn(text: string): { offsetsIn(range: TextRange): TextRange } {
  const { toUtf16 } = createCodePointOffsets(text);
  return { offsetsIn: ({ start, end }) => ({ start: toUtf16(start), end: toUtf16(end) }) };
}

function textsAt(note: string, { annotations }: ReturnType<typeof placeAnnotations>): string[] {
  return annotations.flatMap(({ ranges }) => ranges.map(({ start, end }) => note.slice(start, end)));
}

describe('annotations of a document in a note', () => {
  it.each([
    ['the same text', 'Fever and cough.\nNo pain.', 'Fever and cough.\nNo pain.'],
    ['other line ends', 'Fever and cough.\nNo pain.', 'Fever and cough.\r\nNo pain.'],
    ['text in front', 'Fever and cough.\nNo pain.', '😀 Fever and cough.\nNo pain.'],
    ['an edit between them', 'Fever and cough.\nNo pain.', 'Fever and some cough.\nNo pain.'],
  ])('are placed in %s', (_, text, note) => {
    const placed = placeAnnotations(documentWith(text, 'Fever', 'cough', 'pain'), note);
    expect(textsAt(note, placed)).toEqual(['Fever', 'cough', 'pain']);
    expect(placed.unplaced).toEqual([]);
  });

  it('are placed by their offsets where the file held no more of the text', () => {
    const words = fc.constantFrom('pain', 'no', 'fever', 'left', '😀');
    const sentence = fc.array(fc.record({ word: words, isAnnotated: fc.boolean() }), { minLength: 1 });
    fc.assert(
      fc.property(sentence, (said) => {
        const note = said.map(({ word }) => word).join(' ');
        let start = 0;
        const pieces = said.flatMap(({ word, isAnnotated }) => {
          const piece = { start, end: start + Array.from(word).length, text: word };
          start = piece.end + 1;
          return isAnnotated ? [piece] : [];
        });
        const made = rebuildText(pieces);
        const { offsetsIn } = countIn(made);
        const document = documentAt(made, pieces.map(offsetsIn));
        const placed = placeAnnotations(document, note);
        expect(placed.annotations.map(({ ranges }) => ranges)).toEqual(
          pieces.map((piece) => [countIn(note).offsetsIn(piece)]),
        );
        // Of another text it is not known where they went, and the nearest “pain” may be another one.
        const edited = placeAnnotations(document, `no ${note}`);
        expect(edited.annotations.length + edited.unplaced.length).toBe(pieces.length);
        expect(textsAt(`no ${note}`, edited)).toEqual(
          edited.annotations.map(({ concepts }) => concepts[0]?.preferredName),
        );
      }),
    );
  });

  it('are named where the text is another, and the others are placed', () => {
    const note = 'Fever and croup. No pain.';
    const placed = placeAnnotations(
      documentWith('Fever and cough. No pain.', 'Fever', 'cough', 'pain'),
      note,
    );
    expect(textsAt(note, placed)).toEqual(['Fever', 'pain']);
    expect(placed.unplaced).toEqual(['T2']);
  });

  it('are all left out of another note', () => {
    const placed = placeAnnotations(documentWith('Fever and cough.', 'Fever', 'cough'), 'Quite another text');
    expect(placed).toMatchObject({ annotations: [], unplaced: ['T1', 'T2'] });
  });

  it('keep pieces, and what is only set has no value', () => {
    const text = 'left and right knee pain';
    const base = documentWith(text, 'left');
    const [first] = base.annotations;
    const ranges = [
      { start: 0, end: 4 },
      { start: 15, end: 24 },
    ];
    const attributes = [
      { name: 'Negated', value: 'true' },
      { name: 'Certainty', value: 'low' },
    ];
    const annotations = first ? [{ ...first, ranges, attributes }] : [];
    const placed = placeAnnotations({ ...base, annotations }, `Has ${text}`);
    expect(placed.annotations).toMatchObject([
      {
        ranges: [
          { start: 4, end: 8 },
          { start: 19, end: 28 },
        ],
        attributes: [{ name: 'Negated' }, { name: 'Certainty', value: 'low' }],
      },
    ]);
  });

  it('lose an identifier that cannot be written, which is told, and stay', () => {
    const base = documentWith('Fever', 'Fever');
    const [first] = base.annotations;
    const concepts = [
      { curie: 'a b', preferredName: 'x' },
      { curie: 'HP:1', preferredName: 'y' },
    ];
    const annotations = first ? [{ ...first, concepts }] : [];
    const placed = placeAnnotations({ ...base, annotations }, 'Fever');
    expect(placed.annotations[0]?.concepts.map(({ curie }) => curie)).toEqual(['HP:1']);
    expect(placed.withoutConcept).toEqual(['T1']);
  });
});
