import { describe, expect, it } from 'vitest';
import type { AnnotatedDocument } from '../../../src/core/annotation/annotatedDocument.ts';
import { plainDocument } from '../../../src/core/annotation/annotatedDocument.ts';
import { placeAnnotations } from '../../../src/server/exchange/placeAnnotations.ts';

function documentWith(text: string, ...terms: readonly string[]): AnnotatedDocument {
  return {
    ...plainDocument('a', text),
    annotations: terms.map((term, i) => {
      const start = text.indexOf(term);
      return {
        id: `T${i + 1}`,
        type: 'Disorder',
        ranges: [{ start, end: start + term.length }],
        text: term,
        concepts: [{ curie: `X:${i + 1}`, preferredName: term }],
        attributes: [],
        comments: [],
      };
    }),
  };
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
