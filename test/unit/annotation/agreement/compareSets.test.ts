import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Agreement, SpanAgreement } from '../../../../src/core/annotation/agreement/agreement.ts';
import { compareSets } from '../../../../src/core/annotation/agreement/compareSets.ts';
import type { Score } from '../../../../src/core/annotation/agreement/score.ts';
import { markedDocument, type Mark, twoSets } from './markedDocument.ts';

function compareMarks(text: string, a: readonly Mark[], b: readonly Mark[]): Agreement {
  return compareSets([markedDocument('n', text, a)], [markedDocument('n', text, b)]).agreement;
}

const counts = ({ inBoth, inA, inB }: Score): number[] => [inBoth, inA, inB];

describe('three notes, computed by hand', () => {
  //                0         1         2         3
  //                0123456789012345678901234567890123
  const one = /**/ 'Fever, back pain and no cough.';
  const two = /**/ 'Breast cancer; type 2 diabetes.';
  const three = /* */ 'Nothing to see.';
  const a = [
    markedDocument('one', one, [
      { at: '0-5', concepts: 'HP:0001945' },
      { at: '7-16', concepts: 'HP:0003418' },
      { at: '24-29', concepts: 'HP:0012735', attributes: 'Negated' },
    ]),
    markedDocument('two', two, [
      { at: '0-13', concepts: 'MESH:D001943' },
      { at: '15-30', concepts: 'MESH:D003924' },
    ]),
    markedDocument('three', three, []),
  ];
  const b = [
    markedDocument('three', three, [{ at: '0-7' }]),
    markedDocument('two', two, [
      { at: '0-13', concepts: 'D001943' },
      { at: '22-30', concepts: 'D003920' },
    ]),
    markedDocument('one', one, [
      { at: '0-5', concepts: 'HP:0001945' },
      { at: '12-16', concepts: 'HP:0003418' },
      { at: '24-29', concepts: 'HP:0012736', attributes: 'Possible' },
    ]),
  ];
  const { agreement, documents } = compareSets(a, b);

  it('counts spans', () => {
    // The same: fever, cough, breast cancer. Overlapping besides: back pain, diabetes. Only in B: Nothing.
    expect(agreement.same.spans).toEqual({
      ...{ inBoth: 3, inA: 5, inB: 6 },
      ...{ precision: 3 / 6, recall: 3 / 5, f1: 6 / 11 },
    });
    expect(agreement.overlapping.spans).toEqual({
      ...{ inBoth: 5, inA: 5, inB: 6 },
      ...{ precision: 5 / 6, recall: 1, f1: 10 / 11 },
    });
  });

  it('counts mentions with their concepts, leaving out spans without one', () => {
    // Fever and breast cancer; back pain where an overlap is enough. "Nothing" has no concept.
    expect(counts(agreement.same.linkedSpans)).toEqual([2, 5, 5]);
    expect(counts(agreement.overlapping.linkedSpans)).toEqual([3, 5, 5]);
  });

  it('counts the concepts of documents', () => {
    // One: HP:0001945 and HP:0003418 of three each; two: D001943 of two each.
    expect(counts(agreement.documentConcepts)).toEqual([3, 5, 5]);
  });

  it('has kappa for the concepts of spans that both marked', () => {
    // Three pairs, two agree; by chance (1 + 1) / 9, as each side names each of its three concepts once.
    expect(agreement.same.concepts).toMatchObject({ pairs: 3, anyShared: 2 / 3 });
    expect(agreement.same.concepts.kappa).toMatchObject({ judged: 3, observed: 2 / 3 });
    expect(agreement.same.concepts.kappa.kappa).toBeCloseTo((2 / 3 - 2 / 9) / (1 - 2 / 9), 12);
  });

  it('has kappa for words', () => {
    // Note one has six words: A marks Fever, back, pain, cough; B Fever, pain, cough. Note two has five: A all,
    // B Breast, cancer, diabetes. Note three has three: B the first.
    const observed = (5 + 3 + 2) / 14;
    const byChance = (9 / 14) * (7 / 14) + (5 / 14) * (7 / 14);
    expect(agreement.words).toMatchObject({ judged: 14, observed });
    expect(agreement.words.kappa).toBeCloseTo((observed - byChance) / (1 - byChance), 12);
  });

  it('counts attributes on spans that both marked', () => {
    expect(agreement.attributes.map(({ attribute, score }) => [attribute, ...counts(score)])).toEqual([
      ['Negated', 0, 1, 0],
      ['Possible', 0, 0, 1],
    ]);
  });

  it('goes through the documents in the order of A', () => {
    expect(documents.map(({ id }) => id)).toEqual(['one', 'two', 'three']);
  });
});

describe('properties', () => {
  const swapped = ({ inBoth, inA, inB, precision, recall, f1 }: Score): Score => ({
    ...{ inBoth, inA: inB, inB: inA },
    ...{ precision: recall, recall: precision, f1 },
  });
  const swapSpans = (agreement: SpanAgreement): SpanAgreement => ({
    ...agreement,
    spans: swapped(agreement.spans),
    linkedSpans: swapped(agreement.linkedSpans),
  });

  test.each([false, true])(
    'swapping the sides swaps precision and recall; types compared: %s',
    (compareTypes) => {
      fc.assert(
        fc.property(twoSets, ([a, b]) => {
          const forth = compareSets(a, b, { compareTypes }).agreement;
          const back = compareSets(b, a, { compareTypes }).agreement;
          expect(back).toEqual({
            ...forth,
            same: swapSpans(forth.same),
            overlapping: swapSpans(forth.overlapping),
            documentConcepts: swapped(forth.documentConcepts),
            attributes: forth.attributes.map((each) => ({ ...each, score: swapped(each.score) })),
          });
        }),
        { numRuns: 500 },
      );
    },
  );

  it('a set agrees with itself on all', () => {
    fc.assert(
      fc.property(twoSets, ([a]) => {
        const { same, overlapping, documentConcepts, attributes, words } = compareSets(a, a).agreement;
        const scores = [
          same.spans,
          same.linkedSpans,
          overlapping.spans,
          overlapping.linkedSpans,
          documentConcepts,
        ];
        for (const { inBoth, inA, inB, f1 } of [...scores, ...attributes.map(({ score }) => score)]) {
          expect([inA, inB]).toEqual([inBoth, inBoth]);
          expect(f1).toBe(inBoth === 0 ? undefined : 1);
        }
        const kappas = [words, same.concepts.kappa, ...attributes.map(({ kappa }) => kappa)];
        for (const { judged, observed, kappa } of kappas) {
          expect(observed).toBe(judged === 0 ? undefined : 1);
          expect([undefined, 1]).toContain(kappa);
        }
      }),
    );
  });

  it('the same spans also overlap, and nobody is paired twice', () => {
    fc.assert(
      fc.property(twoSets, ([a, b]) => {
        const { documents, agreement } = compareSets(a, b);
        expect(agreement.overlapping.spans.inBoth).toBeGreaterThanOrEqual(agreement.same.spans.inBoth);
        for (const { matches, spansA, spansB } of documents) {
          const ofA = [...matches.pairs.map((pair) => pair.a), ...matches.onlyInA];
          const ofB = [...matches.pairs.map((pair) => pair.b), ...matches.onlyInB];
          expect(new Set(ofA)).toEqual(new Set(spansA));
          expect(ofA).toHaveLength(spansA.length);
          expect(new Set(ofB)).toEqual(new Set(spansB));
          expect(ofB).toHaveLength(spansB.length);
        }
      }),
    );
  });
});

describe('spans', () => {
  const text = 'severe acute kidney injury';

  it('pairs first what is the same, then what is most alike', () => {
    const { documents } = compareSets(
      [markedDocument('n', text, [{ at: '0-26' }, { at: '13-26' }])],
      [markedDocument('n', text, [{ at: '7-26' }, { at: '13-26' }])],
    );
    expect(
      documents[0]?.matches.pairs.map(({ a, b }) => [a.annotations[0]?.id, b.annotations[0]?.id]),
    ).toEqual([
      ['T1', 'T1'],
      ['T2', 'T2'],
    ]);
  });

  it('takes the likest pair even where two others stay alone', () => {
    // 7–26 with 20–26 and 0–6 with 0–26 would be two pairs; 7–26 with 0–26 is the likest.
    const { same, overlapping } = compareMarks(
      text,
      [{ at: '7-26' }, { at: '0-6' }],
      [{ at: '0-26' }, { at: '20-26' }],
    );
    expect(counts(same.spans)).toEqual([0, 2, 2]);
    expect(counts(overlapping.spans)).toEqual([1, 2, 2]);
  });

  it('knows that pieces may leave out what the other marked', () => {
    const pieces = [{ at: '0-6;20-26' }];
    expect(counts(compareMarks(text, pieces, [{ at: '13-19' }]).overlapping.spans)).toEqual([0, 1, 1]);
    expect(counts(compareMarks(text, pieces, [{ at: '20-26' }]).overlapping.spans)).toEqual([1, 1, 1]);
  });

  it('takes pieces with nothing but white space between them, and white space at the ends, for nothing', () => {
    const pieces = [{ at: '7-13;13-19' }, { at: '19-26' }];
    expect(counts(compareMarks(text, pieces, [{ at: '7-19' }, { at: '20-26' }]).same.spans)).toEqual([
      2, 2, 2,
    ]);
  });

  it('compares types when asked to', () => {
    const a = [
      markedDocument('n', text, [
        { at: '0-26', type: 'Disease' },
        { at: '13-19', type: 'Body Part' },
      ]),
    ];
    const b = [
      markedDocument('n', text, [
        { at: '0-26', type: 'Finding' },
        { at: '13-19', type: 'Body_Part' },
      ]),
    ];
    expect(counts(compareSets(a, b).agreement.same.spans)).toEqual([2, 2, 2]);
    const typed = compareSets(a, b, { compareTypes: true }).agreement;
    expect(counts(typed.same.spans)).toEqual([1, 2, 2]);
    expect(counts(typed.overlapping.spans)).toEqual([1, 2, 2]);
    const filtered = compareSets(a, b, { typesA: ['disease'] }).agreement;
    expect(counts(filtered.same.spans)).toEqual([1, 1, 2]);
  });
});

describe('concepts', () => {
  const text = 'breast and ovarian cancer';
  const linked = (a: string, b: string): number[] =>
    counts(compareMarks(text, [{ at: '0-25', concepts: a }], [{ at: '0-25', concepts: b }]).same.linkedSpans);

  test.each([
    ['with and without prefix', 'MESH:D003371', 'D003371', [1, 1, 1]],
    ['of OMIM', 'OMIM:114480', '114480', [1, 1, 1]],
    ['of another vocabulary', 'HP:0000001', '0000001', [0, 1, 1]],
    ['any of several', 'D001943|D010051', 'D010051', [1, 1, 1]],
    ['joined by +', 'D001943+D010051', 'MESH:D010051 MESH:D001943', [1, 1, 1]],
    ['none of several', 'D001943|D010051', 'D1 D2', [0, 1, 1]],
    ['NIL on one side', '-1', 'D1', [0, 0, 1]],
    ['NIL on both sides, which names no concept', '-', '-1', [0, 0, 0]],
  ])('%s: %s, %s', (_, a, b, expected) => {
    expect(linked(a, b)).toEqual(expected);
  });

  it('NIL on both sides is agreement on a span, and a category of kappa', () => {
    const { same } = compareMarks(text, [{ at: '0-25', concepts: '-1' }], [{ at: '0-25' }]);
    expect(same.concepts).toEqual({
      ...{ pairs: 1, anyShared: 1 },
      kappa: { judged: 1, observed: 1, kappa: undefined },
    });
    const mixed = compareMarks(text, [{ at: '0-25', concepts: 'D1' }], [{ at: '0-25' }]);
    expect(mixed.same.concepts.anyShared).toBe(0);
  });

  it('several annotations of one span are one span with the concepts of all', () => {
    const { same, documentConcepts } = compareMarks(
      text,
      [
        { at: '0-25', concepts: 'D001943' },
        { at: '0-25', concepts: 'D010051' },
      ],
      [{ at: '0-25', concepts: 'D010051|D001943' }],
    );
    expect(counts(same.spans)).toEqual([1, 1, 1]);
    expect(same.concepts.kappa.observed).toBe(1);
    expect(counts(documentConcepts)).toEqual([2, 2, 2]);
  });

  it('what is one concept by a dictionary is the same', () => {
    const sides = ['OMIM:114480', 'D001943'].map((concepts) => [
      markedDocument('n', text, [{ at: '0-6', concepts }]),
    ]);
    const [a = [], b = []] = sides;
    expect(counts(compareSets(a, b).agreement.documentConcepts)).toEqual([0, 1, 1]);
    const conceptIdOf = (id: string): string => (id === '114480' ? 'D001943' : id);
    expect(counts(compareSets(a, b, { conceptIdOf }).agreement.documentConcepts)).toEqual([1, 1, 1]);
  });
});

describe('documents', () => {
  const mark = { at: '0-5', concepts: 'HP:0001945' };

  it('are paired by their ids, as files would be named, the second of one id too', () => {
    const a = ['PMC/1', '8528200', '8528200', 'gone'].map((id, i) =>
      markedDocument(id, `Fever ${i}`, [mark]),
    );
    const b = [
      markedDocument('8528200-2', 'Fever 2', []),
      markedDocument('8528200', 'Fever 1', [mark]),
      markedDocument('PMC_1', 'Fever 0', [mark]),
      markedDocument('new', 'Fever', [mark]),
    ];
    const { agreement, documents, onlyInA, onlyInB, otherText } = compareSets(a, b);
    expect(documents.map(({ id }) => id)).toEqual(['PMC_1', '8528200', '8528200-2']);
    expect({ onlyInA, onlyInB, otherText }).toEqual({ onlyInA: ['gone'], onlyInB: ['new'], otherText: [] });
    expect(counts(agreement.same.spans)).toEqual([2, 3, 2]);
  });

  it('one on each side are a pair, whatever their ids', () => {
    const { agreement } = compareSets(
      [markedDocument('anna', 'Fever', [mark])],
      [markedDocument('ben', 'Fever', [mark])],
    );
    expect(counts(agreement.same.spans)).toEqual([1, 1, 1]);
  });

  it('of another text are told and not compared', () => {
    const { agreement, otherText } = compareSets(
      [markedDocument('n', 'Fever', [mark])],
      [markedDocument('n', 'Cough', [mark])],
    );
    expect(otherText).toEqual(['n']);
    expect(agreement.documents).toBe(0);
    expect(agreement.same.spans.f1).toBeUndefined();
  });
});

test('attributes are compared where both sides have any, or those that are named', () => {
  const text = 'no fever';
  const a = [markedDocument('n', text, [{ at: '3-8', attributes: 'Negated Experiencer=Other' }])];
  const b = [markedDocument('n', text, [{ at: '3-8', attributes: 'Negated Experiencer=Self' }])];
  const none = [markedDocument('n', text, [{ at: '3-8' }])];
  expect(
    compareSets(a, b).agreement.attributes.map(({ attribute, score }) => [attribute, ...counts(score)]),
  ).toEqual([
    ['Experiencer: Other', 0, 1, 0],
    ['Experiencer: Self', 0, 0, 1],
    ['Negated', 1, 1, 1],
  ]);
  expect(compareSets(a, none).agreement.attributes).toEqual([]);
  const named = compareSets(a, none, { attributes: ['Negated'] }).agreement.attributes;
  expect(named.map(({ attribute, score }) => [attribute, ...counts(score)])).toEqual([['Negated', 0, 1, 0]]);
});
