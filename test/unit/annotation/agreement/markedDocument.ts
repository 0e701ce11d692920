import fc from 'fast-check';
import {
  type AnnotatedDocument,
  type DocumentAnnotation,
  plainDocument,
} from '../../../../src/core/annotation/annotatedDocument.ts';
import { textOfRanges } from '../../../../src/core/annotation/ranges.ts';

export interface Mark {
  /** `2-7`, pieces with `;` between. */
  readonly at: string;
  readonly type?: string;
  /** With spaces between; none for NIL. */
  readonly concepts?: string;
  /** `Negated`, `Experiencer=Other`, with spaces between. */
  readonly attributes?: string;
  readonly comments?: readonly string[];
}

/** A document with annotations as a test writes them down. */
export function markedDocument(id: string, text: string, marks: readonly Mark[]): AnnotatedDocument {
  const annotations = marks.map(({ at, type = 'Disease', ...mark }, i): DocumentAnnotation => {
    const ranges = at.split(';').map((piece) => {
      const [start = NaN, end = NaN] = piece.split('-').map(Number);
      return { start, end };
    });
    const words = (list = ''): string[] => list.split(' ').filter((word) => word !== '');
    return {
      id: `T${i + 1}`,
      ...{ type, ranges },
      text: textOfRanges(text, ranges),
      concepts: words(mark.concepts).map((curie) => ({ curie, preferredName: '' })),
      attributes: words(mark.attributes).map((word) => {
        const [name = '', value = 'true'] = word.split('=');
        return { name, value };
      }),
      comments: mark.comments ?? [],
    };
  });
  return { ...plainDocument(id, text), annotations };
}

const words = ['fever', 'and', '😀', 'back', 'pain\n', 'naïve', '\r\n', 'cough'];

/** Marks that begin and end at words of the text, so that those of two annotators meet. */
function marksIn(text: string): fc.Arbitrary<readonly Mark[]> {
  const bounds = Array.from(text.matchAll(/\S+/gu), ({ 0: word, index }) => [index, index + word.length]);
  if (bounds.length === 0) {
    return fc.constant([]);
  }
  const position = fc.nat({ max: bounds.length - 1 });
  const concept = fc.constantFrom('', 'MESH:D003371', 'D003371', 'HP:0012735', 'D1|D2', 'D2 D1', '-1');
  return fc.array(
    fc.record({
      at: fc.uniqueArray(position, { minLength: 1, maxLength: 2 }).chain((picked) => {
        const [first = 0, last = first] = [...picked].sort((a, b) => a - b);
        const [start = 0, end = 0] = [bounds[first]?.[0], bounds[last]?.[1]];
        const pieces = [bounds[first], bounds[last]].map((piece) => piece?.join('-')).join(';');
        return fc.constantFrom(`${start}-${end}`, first === last ? `${start}-${end}` : pieces);
      }),
      type: fc.constantFrom('Disease', 'Finding'),
      concepts: concept,
      attributes: fc.constantFrom('', 'Negated', 'Negated Experiencer=Other'),
    }),
    { maxLength: 8 },
  );
}

/** Two annotators' sets of the same one to three notes. */
export const twoSets: fc.Arbitrary<readonly [readonly AnnotatedDocument[], readonly AnnotatedDocument[]]> = fc
  .array(fc.array(fc.constantFrom(...words), { maxLength: 12 }), { minLength: 1, maxLength: 3 })
  .chain((notes) =>
    fc.tuple(
      ...notes.map((note, i) => {
        const text = note.join(' ');
        return fc
          .tuple(marksIn(text), marksIn(text))
          .map((sides) => sides.map((marks) => markedDocument(`note${i}`, text, marks)));
      }),
    ),
  )
  .map((notes) => [notes.flatMap(([a]) => a ?? []), notes.flatMap(([, b]) => b ?? [])]);
