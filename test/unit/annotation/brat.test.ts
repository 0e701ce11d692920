import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnnotationSet } from '../../../src/core/annotation/annotationSet.ts';
import { formatBrat, parseBrat } from '../../../src/core/annotation/formats/brat.ts';
import { annotationsOf, unplacedOf } from '../../../src/core/annotation/formats/bratDocument.ts';

const noteText = 'Pt 😀 had a heart attack.\r\nNo renal\r\nfailure.';

function parse(annText: string): ReturnType<typeof parseBrat> {
  return parseBrat(annText, noteText, 'note.ann');
}

describe('parseBrat', () => {
  it('reads spans in code points with their concepts', () => {
    const annText = [
      'T1\tDisorder 11 23\theart attack',
      'N1\tReference T1 MESH:D009203\tMyocardial Infarction',
      'N2\tReference T1 SNOMEDCT:22298006\tMyocardial infarction (disorder)',
      'T2\tDisorder 29 34;36 43\trenal failure',
    ].join('\n');
    const { document, problems } = parse(annText);
    expect(problems).toEqual([]);
    expect(annotationsOf(document)).toEqual([
      {
        id: 'T1',
        type: 'Disorder',
        ranges: [{ start: 12, end: 24 }],
        text: 'heart attack',
        concepts: [
          { curie: 'MESH:D009203', preferredName: 'Myocardial Infarction' },
          { curie: 'SNOMEDCT:22298006', preferredName: 'Myocardial infarction (disorder)' },
        ],
      },
      {
        id: 'T2',
        type: 'Disorder',
        ranges: [
          { start: 30, end: 35 },
          { start: 37, end: 44 },
        ],
        text: 'renal failure',
        concepts: [],
      },
    ]);
  });

  it('reads attributes with and without a value, those of before brat 1.3 too', () => {
    const annText = [
      'A1\tNegated T1',
      'T1\tX 11 16\theart',
      'A2\tExperiencer T1 Other',
      'M1\tSpeculation T1',
      'A3\tNegated T2',
      'A4\tbroken',
    ].join('\n');
    const { document, problems } = parse(annText);
    expect(problems).toEqual([]);
    expect(annotationsOf(document).map(({ attributes }) => attributes)).toEqual([
      [{ name: 'Negated' }, { name: 'Experiencer', value: 'Other' }, { name: 'Speculation' }],
    ]);
    expect(formatBrat(document, noteText)).toBe(annText);
  });

  it.each([
    {
      why: 'a span over a line end, written with one space',
      line: 'T1\tX 29 43\trenal failure',
      text: 'renal failure',
    },
    { why: 'and with two', line: 'T1\tX 29 43\trenal  failure', text: 'renal failure' },
    { why: 'fragments as bconv joins them', line: 'T1\tX 0 2;11 16\tPt ... heart', text: 'Pt heart' },
    { why: 'fragments as brat joined them before 1.3', line: 'T1\tX 0 2;11 16\tPtheart', text: 'Pt heart' },
    { why: 'more columns behind the text', line: 'T1\tX 11 16\theart\tmore', text: 'heart' },
    { why: 'an identifier with a tail', line: 'T1a\tX 11 16\theart', text: 'heart' },
  ])('accepts $why', ({ line, text }) => {
    const { document, problems } = parse(line);
    expect(problems).toEqual([]);
    expect(annotationsOf(document).map((annotation) => annotation.text)).toEqual([text]);
    expect(formatBrat(document, noteText)).toBe(line);
  });

  it.each([
    { line: 'T1\tX 11 23\theart failure', message: /text of T1 is not at its offsets/, unplaced: 1 },
    { line: 'T1\tX 11 23\theart', message: /text of T1 is not at its offsets/, unplaced: 1 },
    { line: 'T1\tX 11 999\theart attack', message: /offsets of T1 lie outside/, unplaced: 1 },
    { line: 'T1\tX 11 11\theart', message: /T1 has offsets that are empty/, unplaced: 0 },
    { line: 'T1\tX 11 23;0 2\theart attack Pt', message: /not in order/, unplaced: 0 },
    { line: 'T1\tX 11 18;17 23\theart a attack', message: /overlap/, unplaced: 0 },
    { line: 'T1\tX 11\theart attack', message: /T1 cannot be read/, unplaced: 0 },
    { line: 'T1\tX 11 23', message: /T1 cannot be read/, unplaced: 0 },
    { line: 'T1\tX -1 23\theart', message: /T1 cannot be read/, unplaced: 0 },
    { line: 'T1 X 11 23 heart attack', message: /no line of brat/, unplaced: 0 },
    { line: '<<<<<<< HEAD', message: /no line of brat/, unplaced: 0 },
    { line: 'N1\tReference T1', message: /N1 cannot be read/, unplaced: 0 },
    { line: 'N1\tReference T7 MESH:D1\tX', message: /N1 refers to T7/, unplaced: 0 },
  ])('reports "$line"', ({ line, message, unplaced }) => {
    const { document, problems } = parse(`#1\tAnnotatorNotes T1\tx\n${line}`);
    expect(problems).toEqual([
      { file: 'note.ann', line: 2, message: expect.stringMatching(message) as string },
    ]);
    expect(annotationsOf(document)).toEqual([]);
    expect(unplacedOf(document)).toHaveLength(unplaced);
  });

  it('gives an identifier to the first line that has it', () => {
    const { document, problems } = parse('T1\tX 11 16\theart\nT1\tY 17 23\tattack');
    expect(problems.map(({ line, message }) => [line, message.split('.')[0]])).toEqual([
      [2, 'T1 stands on an earlier line already'],
    ]);
    expect(annotationsOf(document).map(({ text }) => text)).toEqual(['heart']);
  });

  it('never quotes the note in a problem', () => {
    const { problems } = parse('T1\tX 0 5\tsecret\nsecret name\nT2\tsecret 0\nN1\tsecret');
    expect(problems).toHaveLength(4);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  it('counts the byte order mark of the note', () => {
    const options = { noteHasByteOrderMark: true };
    const { document, problems } = parseBrat('T1\tX 1 6\theart', 'heart', 'note.ann', options);
    expect(problems).toEqual([]);
    expect(annotationsOf(document)[0]?.ranges).toEqual([{ start: 0, end: 5 }]);
    expect(formatBrat(document, 'heart', options)).toBe('T1\tX 1 6\theart');
  });
});

describe('formatBrat', () => {
  const lineSoup = fc
    .array(
      fc.tuple(
        fc.oneof(
          fc.constantFrom(
            'T1\tDisorder 11 23\theart attack',
            'T1\tDisorder 11 16;17 23\theart attack',
            'T2\tX 29 43\trenal failure',
            'T3\tX 0 999\tnothing',
            'T3\tX 5 2\tnothing',
            'T4\tX 11 16\theart \t',
            'N1\tReference T1 MESH:D009203\tMyocardial Infarction',
            'N1\tReference T9',
            'A1\tNegation T1',
            '#1\tAnnotatorNotes T1\tmay be T2',
            'R1\tCauses Arg1:T1 Arg2:T2',
            '*\tEquiv T1 T2',
            '',
            '  ',
            '\ufeff',
          ),
          fc.string({ unit: 'binary' }),
          fc
            .tuple(fc.constantFrom('T', 'N', 'E', '#', '*'), fc.string())
            .map(([letter, rest]) => `${letter}1\t${rest}`),
        ),
        fc.constantFrom('\n', '\r\n', '\n', '\r'),
      ),
    )
    .chain((lines) => {
      const text = lines.flat().join('');
      return fc.constantFrom(text, text.replace(/[\r\n]+$/, ''), `\ufeff${text}`);
    });

  it('gives back any text that was read, byte for byte', () => {
    fc.assert(
      fc.property(lineSoup, (annText) => {
        expect(formatBrat(parse(annText).document, noteText)).toBe(annText);
      }),
      { numRuns: 500 },
    );
  });
});

describe('real brat files', () => {
  const folder = join(import.meta.dirname, '../../../../shared/data/bconv-samples/test/data');
  const isThere = existsSync(join(folder, 'brat'));
  const skipped = isThere ? '' : ' (skipped: no ../shared/data/bconv-samples)';

  // Two of the samples count one line end between title and text where their notes have two.
  it.skipIf(!isThere).each([
    { name: 'CRAFT-example', annotations: 40, misplaced: 0 },
    { name: 'elliptic-coordination', annotations: 9, misplaced: 0 },
    { name: 'BC5CDR-example', annotations: 6, misplaced: 4 },
    { name: 'tutorial-example', annotations: 9, misplaced: 7 },
  ])(`$name: $misplaced of $annotations annotations have to be placed again${skipped}`, (sample) => {
    const annText = readFileSync(join(folder, 'brat', `${sample.name}.ann`), 'utf8');
    const sampleText = readFileSync(join(folder, 'txt', `${sample.name}.txt`), 'utf8');
    const set = createAnnotationSet(annText, sampleText, sample.name);
    expect(set.serialize()).toBe(annText);
    expect(set.annotations).toHaveLength(sample.annotations - sample.misplaced);
    expect(set.problems).toHaveLength(sample.misplaced);
    const after = set.reanchor();
    expect(after.set.problems).toEqual([]);
    expect(after.set.annotations).toHaveLength(sample.annotations);
    const starts = new Map(set.unplaced.map(({ id, start }) => [id, start]));
    expect(after.placed.map(({ id, ranges }) => (ranges[0]?.start ?? 0) - (starts.get(id) ?? 0))).toEqual(
      Array.from({ length: sample.misplaced }, () => 1),
    );
  });
});
