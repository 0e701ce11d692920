import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnnotationSet, createAnnotationSet } from '../../../src/core/annotation/annotationSet.ts';
import { tidyRanges } from '../../../src/core/annotation/ranges.ts';
import { note, rangeIn } from './noteArbitraries.ts';

const noteText = 'No heart attack. MS since 2001.';
const infarction = { curie: 'MESH:D009203', preferredName: 'Myocardial Infarction' };
const heartAttack = { type: 'Disorder', ranges: [{ start: 3, end: 15 }], concepts: [infarction] };

function create(annText: string, text = noteText): AnnotationSet {
  return createAnnotationSet(annText, text, 'note.ann');
}

describe('add', () => {
  it('appends a line for the span and one for each concept', () => {
    const { set, annotation } = create('').add({
      ...heartAttack,
      type: 'Disease or Syndrome',
      concepts: [infarction, { curie: 'X:1', preferredName: 'a\tb\r\nc' }],
    });
    expect(annotation.id).toBe('T1');
    expect(set.serialize()).toBe(
      'T1\tDisease_or_Syndrome 3 15\theart attack\nN1\tReference T1 MESH:D009203\tMyocardial Infarction\nN2\tReference T1 X:1\ta b c\n',
    );
    expect(create(set.serialize()).annotations).toEqual([annotation]);
  });

  it('numbers on after whatever the file has or refers to, and keeps its line ends', () => {
    const annText = 'T7\tX 17 19\tMS\r\nA1\tNegation T9\r\nN4\tbroken';
    expect(create(annText).add(heartAttack).set.serialize()).toBe(
      `${annText}\r\nT10\tDisorder 3 15\theart attack\r\nN5\tReference T10 MESH:D009203\tMyocardial Infarction\r\n`,
    );
  });

  it('appends a line for each attribute, and leaves those of an annotation that is there as they are', () => {
    const attributes = [{ name: 'Negated' }, { name: 'Experiencer', value: 'Other' }];
    const lines = 'A1\tNegated T1\nA2\tExperiencer T1 Other\n';
    const { set, annotation } = create('').add({ ...heartAttack, attributes });
    expect(set.serialize()).toBe(
      `T1\tDisorder 3 15\theart attack\nN1\tReference T1 MESH:D009203\tMyocardial Infarction\n${lines}`,
    );
    expect(annotation.attributes).toEqual(attributes);
    expect(create(set.serialize()).annotations).toEqual([annotation]);
    expect(set.add({ ...heartAttack, attributes: [{ name: 'Historical' }] }).set).toBe(set);
  });

  it('keeps what an attribute is called and worth on its line', () => {
    const attributes = [{ name: 'Not sure', value: 'a\tb\nc' }];
    const { set } = create('A7\tX T9').add({ ...heartAttack, attributes });
    expect(set.serialize()).toContain('\nA8\tNot_sure T10 a b c\n');
  });

  it('returns the annotation that is there already, and adds the concepts it lacks', () => {
    const { set, annotation } = create('').add(heartAttack);
    const again = set.add({ ...heartAttack, ranges: [{ start: 2, end: 16 - 1 }] });
    expect(again.set).toBe(set);
    expect(again.annotation).toBe(annotation);
    const more = set.add({ ...heartAttack, type: 'Other', concepts: [{ curie: 'X:1', preferredName: 'x' }] });
    expect(more.set.annotations.map(({ id, concepts }) => [id, concepts.map(({ curie }) => curie)])).toEqual([
      ['T1', ['MESH:D009203', 'X:1']],
    ]);
    expect(more.set.serialize()).toBe(`${set.serialize()}N2\tReference T1 X:1\tx\n`);
  });

  it('prefers the annotation of the same type', () => {
    const set = create('T1\tGene 17 19\tMS\nT2\tDisorder 17 19\tMS\n');
    expect(set.add({ ...heartAttack, ranges: [{ start: 17, end: 19 }] }).annotation.id).toBe('T2');
  });

  it.each([
    { why: 'outside the note', change: { ranges: [{ start: 3, end: 99 }] } },
    { why: 'white space', change: { ranges: [{ start: 2, end: 3 }] } },
    { why: 'nothing', change: { ranges: [] } },
    { why: 'an identifier with white space', change: { concepts: [{ curie: 'A B', preferredName: '' }] } },
  ])('refuses $why', ({ change }) => {
    expect(() => create('').add({ ...heartAttack, ...change })).toThrow(RangeError);
  });
});

describe('addAll', () => {
  it('does what adding one after another does', () => {
    const list = [
      heartAttack,
      { ...heartAttack, ranges: [{ start: 17, end: 19 }] },
      { ...heartAttack, concepts: [{ curie: 'X:1', preferredName: 'x' }, infarction] },
      { ...heartAttack, ranges: [{ start: 17, end: 19 }], type: 'Gene', concepts: [] },
    ];
    const before = create('T3\tGene 17 19\tMS\nT4\tOther 17 19\tMS');
    const { set, annotations } = before.addAll(list);
    expect(set.serialize()).toBe(list.reduce((one, item) => one.add(item).set, before).serialize());
    expect(annotations.map(({ id }) => id)).toEqual(['T5', 'T3', 'T5', 'T3']);
    expect(before.addAll([]).set).toBe(before);
  });
});

describe('remove', () => {
  it('takes out what refers to the annotation, and what refers to that, and nothing else', () => {
    const kept = [
      'T2\tX 17 19\tMS',
      '',
      'N2\tReference T2 X:2\tT1',
      'A2\tValue T2 T1',
      '#2\tNote T2\tsee T1',
      '?? T1',
    ];
    const gone = [
      'T1\tX 3 15\theart attack',
      'N1\tReference T1 X:1\tx',
      'N3\tReference T1',
      'A1\tNegation T1',
      'M1\tSpeculation T1',
      '#1\tAnnotatorNotes T1\tsee T2',
      'R1\tCauses Arg1:T1 Arg2:T2',
      'E1\tEvent:T2 Theme:T1',
      'E2\tEvent:T1 Theme:T2',
      'A3\tNegation E1',
      '*\tEquiv T1 T2',
    ];
    const annText = [...gone, ...kept, '*\tEquiv T1 T2 T3'].join('\r\n');
    expect(create(annText).remove('T1').serialize()).toBe([...kept, '*\tEquiv T2 T3'].join('\r\n'));
  });

  it('removes an unplaced annotation and its problem, and does nothing for unknown ids', () => {
    const set = create('T1\tX 0 5\tgone!\nN1\tReference T1 X:1\tx\n');
    expect(set.problems).toHaveLength(1);
    expect(set.remove('T5').serialize()).toBe(set.serialize());
    expect(set.remove('T1').serialize()).toBe('');
    expect(set.remove('T1').problems).toEqual([]);
  });

  it('undoes an addition byte for byte, whatever else the file holds', () => {
    const soup = fc.array(
      fc.constantFrom(
        'T1\tX 17 19\tMS',
        'T2\tX 0 1\tZ',
        'N1\tReference T1 X:1\tx',
        'N2\tReference T3 X',
        'T3\tnonsense',
        '#1\tNote T1\tT2',
        '',
        'R1\tof Arg1:T1 Arg2:T2',
        '*\tEquiv T1 T2 T3',
      ),
    );
    fc.assert(
      fc.property(soup, fc.constantFrom('\n', '\r\n'), fc.boolean(), (lines, lineEnd, isEnded) => {
        const annText = lines.join(lineEnd) + (isEnded ? lineEnd : '');
        const { set, annotation } = create(annText).add(heartAttack);
        expect(set.serialize().startsWith(annText)).toBe(true);
        expect(set.remove(annotation.id).serialize()).toBe(annText);
      }),
    );
  });
});

describe('applyEdits', () => {
  it('rewrites only the lines of annotations that moved', () => {
    const annText = 'T1\tX 3 15\theart  attack\n#1\tNote T1\tx\nT2\tX 17 19\tMS\t kept\nT9\tX 0 2\t??\n';
    const edit = { start: 16, end: 16, text: ' 😀' };
    const newText = `${noteText.slice(0, 16)} 😀${noteText.slice(16)}`;
    const { set, removed } = create(annText).applyEdits([edit], newText);
    expect(removed).toEqual([]);
    expect(set.serialize()).toBe(annText.replace('T2\tX 17 19', 'T2\tX 19 21'));
    expect(set.applyEdits([{ ...edit, end: 19, text: '' }], noteText).set.serialize()).toBe(annText);
  });

  it('removes the lines of an annotation whose text was deleted, and leaves the older set whole', () => {
    const before = create('T1\tX 3 15\theart attack\nN1\tReference T1 X:1\tx\nT2\tX 17 19\tMS\n');
    const { set, removed } = before.applyEdits([{ start: 0, end: 17, text: '' }], noteText.slice(17));
    expect(removed.map(({ id }) => id)).toEqual(['T1']);
    expect(set.serialize()).toBe('T2\tX 0 2\tMS\n');
    expect(before.annotations).toHaveLength(2);
  });
});

describe('reanchor', () => {
  it('places what a note that was changed outside still has, with its concepts, and keeps the rest', () => {
    const annText =
      'T1\tX 5 17\theart attack\nN1\tReference T1 X:1\tx\nT2\tX 40 44\tgone\nT3\tX 17 19\tMS\nT4\tX 90 92\tMS\n';
    const { set, placed } = create(annText).reanchor();
    expect(placed).toEqual([
      {
        id: 'T1',
        type: 'X',
        ranges: [{ start: 3, end: 15 }],
        text: 'heart attack',
        concepts: [{ curie: 'X:1', preferredName: 'x' }],
      },
    ]);
    expect(set.unplaced.map(({ id }) => id)).toEqual(['T2', 'T4']);
    expect(set.problems.map(({ line }) => line)).toEqual([3, 5]);
    expect(set.serialize()).toBe(annText.replace('T1\tX 5 17', 'T1\tX 3 15'));
  });
});

describe('annotations', () => {
  it('come in the order of the note, those of other tools among them', () => {
    const set = create('T1\tX 17 19\tMS\nT2\tX 3 15\theart attack\nT3\tX 3 8\theart\n');
    expect(set.annotations.map(({ id }) => id)).toEqual(['T3', 'T2', 'T1']);
  });

  it('survive being written and read, at offsets that hold in the code points of the note', () => {
    const concepts = fc.array(
      fc.record({
        curie: fc.constantFrom('X:1', 'MESH:D1', 'GO:0006915'),
        preferredName: fc.string({ unit: 'binary' }),
      }),
    );
    const input = note.chain((text) =>
      fc.tuple(
        fc.constant(text),
        fc.array(fc.record({ ranges: fc.array(rangeIn(text), { minLength: 1, maxLength: 2 }), concepts }), {
          maxLength: 6,
        }),
        fc.boolean(),
      ),
    );
    fc.assert(
      fc.property(input, ([text, list, noteHasByteOrderMark]) => {
        const options = { noteHasByteOrderMark };
        const set = list
          .filter(({ ranges }) => tidyRanges(ranges, text).length > 0)
          .reduce(
            (before, item) => before.add({ ...item, type: 'X' }).set,
            createAnnotationSet('', text, 'f', options),
          );
        const annText = set.serialize();
        const read = createAnnotationSet(annText, text, 'f', options);
        expect(read.problems).toEqual([]);
        expect(read.annotations).toEqual(set.annotations);
        const codePoints = Array.from((noteHasByteOrderMark ? '\ufeff' : '') + text);
        for (const line of annText.split('\n').filter((candidate) => candidate.startsWith('T'))) {
          const [, body = '', ...covered] = line.split('\t');
          const fragments = body
            .slice(2)
            .split(';')
            .map((pair) => pair.split(' ').map(Number));
          expect(fragments.map(([a, b]) => codePoints.slice(a, b).join('')).join(' ')).toBe(
            covered.join('\t'),
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
