import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnotatedDocument } from '../../../../src/core/annotation/annotatedDocument.ts';
import { adjudicate } from '../../../../src/core/annotation/agreement/adjudicate.ts';
import { compareSets } from '../../../../src/core/annotation/agreement/compareSets.ts';
import { findDifferences } from '../../../../src/core/annotation/agreement/differences.ts';
import { formatDifferences } from '../../../../src/core/annotation/agreement/formatDifferences.ts';
import { findOpenDifferences } from '../../../../src/core/annotation/merge/openDifferences.ts';
import { formatBratFile } from '../../../../src/core/annotation/formats/brat/formatBratFile.ts';
import { createLossList } from '../../../../src/core/annotation/formats/losses.ts';
import { markedDocument, twoSets } from './markedDocument.ts';

//            0         1         2         3         4
//            0123456789012345678901234567890123456789012345
const text = '😀 Fever, back pain and no cough, or a headache.';
const a = markedDocument('n', text, [
  { at: '3-8', concepts: 'HP:0001945' },
  { at: '10-19', concepts: 'HP:0003418' },
  { at: '27-32', concepts: 'HP:0012735', attributes: 'Negated', comments: ['sure'] },
  { at: '39-47', concepts: 'HP:0002315', comments: ['since May'] },
]);
const b = markedDocument('n', text, [
  { at: '39-47', concepts: 'HP:0002315', comments: ['as A'] },
  { at: '27-32', concepts: 'HP:0012736|HP:0012735', attributes: 'Possible' },
  { at: '15-19', concepts: 'HP:0012531' },
  { at: '0-2' },
]);
const { documents } = compareSets([a], [b]);

describe('findDifferences', () => {
  it('tells what kind each is, in the order of the text', () => {
    const kinds = documents
      .flatMap((document) => findDifferences(document))
      .map((difference) => difference.kinds);
    expect(kinds).toEqual([
      ['only in B'],
      ['only in A'],
      ['other span', 'other concept'],
      ['other concept', 'other attributes'],
    ]);
  });
});

describe('formatDifferences', () => {
  const rows = (withText: boolean): string[][] =>
    formatDifferences(documents, { withText })
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));

  it('is a table with offsets in code points and without a word of the note', () => {
    const [header, ...lines] = rows(false);
    expect(header?.slice(0, 4)).toEqual(['document', 'difference', 'id_a', 'span_a']);
    expect(lines).toEqual([
      ['n', 'only in B', '', '', '', '', '', 'T4', '0-1', 'Disease', '', ''],
      ['n', 'only in A', 'T1', '2-7', 'Disease', 'HP:0001945', '', '', '', '', '', ''],
      [
        ...['n', 'other span, other concept', 'T2', '9-18', 'Disease', 'HP:0003418', ''],
        ...['T3', '14-18', 'Disease', 'HP:0012531', ''],
      ],
      [
        ...['n', 'other concept, other attributes', 'T3', '26-31', 'Disease', 'HP:0012735', 'Negated'],
        ...['T2', '26-31', 'Disease', 'HP:0012735|HP:0012736', 'Possible'],
      ],
    ]);
  });

  it('has the text of the spans when asked for', () => {
    const [header, ...lines] = rows(true);
    expect(header).toHaveLength(14);
    expect(lines.map((cells) => [cells[7], cells[13]])).toEqual([
      ['', '😀'],
      ['Fever', ''],
      ['back pain', 'pain'],
      ['cough', 'cough'],
    ]);
  });
});

/** What is left when somebody decides for one side in all differences. */
function decideFor(side: 'A' | 'B', { annotations, ...document }: AnnotatedDocument): AnnotatedDocument {
  return {
    ...document,
    annotations: annotations
      .filter(({ attributes }) =>
        attributes.every(({ name, value }) => name !== 'Adjudicate' || value === side),
      )
      .map((annotation) => ({
        ...annotation,
        attributes: annotation.attributes.filter(({ name }) => name !== 'Adjudicate'),
      })),
  };
}

describe('adjudicate', () => {
  it('takes over what both say, and marks both sides of what they do not', () => {
    const [document] = documents.map((comparison) => adjudicate(comparison, createLossList()));
    const summary = document?.annotations.map(({ id, text: covered, attributes, comments }) => [
      id,
      covered,
      attributes.map(({ name, value }) => `${name}=${value}`).join(' '),
      comments.join(' / '),
    ]);
    expect(summary).toEqual([
      ['T1', '😀', 'Adjudicate=B', 'Difference 1 of 4: only in B'],
      ['T2', 'Fever', 'Adjudicate=A', 'Difference 2 of 4: only in A'],
      [
        ...['T3', 'back pain', 'Adjudicate=A'],
        'Difference 3 of 4: other span, other concept; B has 14-18, HP:0012531',
      ],
      [
        ...['T4', 'pain', 'Adjudicate=B'],
        'Difference 3 of 4: other span, other concept; A has 9-18, HP:0003418',
      ],
      [
        ...['T5', 'cough', 'Negated=true Adjudicate=A'],
        'sure / Difference 4 of 4: other concept, other attributes; B has 26-31, HP:0012735|HP:0012736, Possible',
      ],
      [
        ...['T6', 'cough', 'Possible=true Adjudicate=B'],
        'Difference 4 of 4: other concept, other attributes; A has 26-31, HP:0012735, Negated',
      ],
      ['T7', 'headache', '', 'since May / as A'],
    ]);
  });

  it('loses nothing of either side: whoever decides for one side in all gets its set', () => {
    fc.assert(
      fc.property(twoSets, ([setA, setB]) => {
        const comparison = compareSets(setA, setB, { attributes: ['Negated', 'Experiencer'] });
        const third = comparison.documents.map((document) => adjudicate(document, createLossList()));
        for (const [side, set] of [
          ['A', setA],
          ['B', setB],
        ] as const) {
          const decided = third.map((document) => decideFor(side, document));
          const again = compareSets(set, decided, { attributes: ['Negated', 'Experiencer'] });
          expect(again.documents.flatMap((document) => findDifferences(document))).toEqual([]);
        }
      }),
    );
  });

  it('is decided as what a merge leaves is: each difference once, with both of its sides', () => {
    fc.assert(
      fc.property(twoSets, ([setA, setB]) => {
        const comparison = compareSets(setA, setB, { attributes: ['Negated', 'Experiencer'] });
        for (const document of comparison.documents) {
          const third = adjudicate(document, createLossList(), { A: 'anna', B: 'ben' });
          const open = findOpenDifferences(formatBratFile(third, createLossList()));
          expect(
            open.map(({ kinds, versions }) => [kinds, new Set(versions.map(({ side }) => side))]),
          ).toEqual(
            findDifferences(document).map(({ kinds, a, b }) => [
              kinds,
              new Set([...(a ? ['A'] : []), ...(b ? ['B'] : [])]),
            ]),
          );
          const labels = new Set(
            open.flatMap(({ versions }) => versions.map(({ side, label }) => [side, label].join())),
          );
          expect([...labels].every((label) => ['A,anna', 'B,ben', 'A,', 'B,'].includes(label))).toBe(true);
        }
      }),
    );
  });
});
