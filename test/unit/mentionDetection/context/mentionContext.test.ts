import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createContextReader } from '../../../../src/core/mentionDetection/context/mentionContext.ts';
import { cases, stated } from './contextCases.ts';

const letters: ReadonlyMap<string, string> = new Map([
  ['Negated', 'N'],
  ['Possible', 'P'],
  ['Historical', 'H'],
  ['Hypothetical', 'Y'],
  ['Experiencer', 'E'],
]);

function rowsOf(table: string): string[] {
  return table.split('\n').filter((row) => row !== '');
}

function place(marked: string): { text: string; start: number; end: number } {
  const withLines = marked.replaceAll('|', '\n');
  const start = withLines.indexOf('[');
  return { text: withLines.replace(/[[\]]/gu, ''), start, end: withLines.indexOf(']') - 1 };
}

function lettersOf(marked: string): string {
  const { text, ...mention } = place(marked);
  const names = createContextReader().read(text, mention);
  return names
    .map(({ name }) => letters.get(name))
    .sort()
    .join(' ');
}

describe('the context of a mention', () => {
  it.each(rowsOf(stated))('is nothing in %j', (marked) => {
    expect(lettersOf(marked)).toBe('');
  });

  it.each(rowsOf(cases).map((row) => row.split(/: ?(.*)/u, 2) as [string, string]))(
    'is %j in %j',
    (expected, marked) => {
      expect(lettersOf(marked)).toBe(expected.split(' ').sort().join(' '));
    },
  );

  it('names the cue as it is written, and the section by its heading', () => {
    const read = (marked: string): unknown => {
      const { text, ...mention } = place(marked);
      return createContextReader().read(text, mention);
    };
    expect(read('She DENIES any [fever].')).toEqual([{ name: 'Negated', cue: 'DENIES' }]);
    expect(read('No evidence|of [fever].')).toEqual([{ name: 'Negated', cue: 'No evidence of' }]);
    expect(read('Past Medical History:|[gout]')).toEqual([
      { name: 'Historical', section: 'Past Medical History' },
    ]);
    expect(read('Her aunt has [gout].')).toEqual([{ name: 'Experiencer', value: 'Other', cue: 'aunt' }]);
  });

  it('is the same from a reader that has read other sentences, and another text', () => {
    const reader = createContextReader();
    const { text, ...mention } = place('No cough.|FH: no [gout].');
    const first = reader.read(text, mention);
    reader.read('No cough.\nHe has gout, no fever.', { start: 29, end: 34 });
    reader.read(text, { start: 3, end: 8 });
    expect(reader.read(text, mention)).toEqual(first);
    expect(first).toHaveLength(2);
  });
});

const pieces = fc.constantFrom(
  ...[
    'no',
    'No',
    'denies',
    'if',
    'history of',
    'mother',
    'FAMILY HISTORY:',
    'ruled out',
    'fever',
    'but',
    ', she has',
  ],
  ...[
    ' ',
    '\n',
    '\r\n',
    '. ',
    ', ',
    ';',
    ':',
    '1) ',
    '- ',
    '$',
    '#',
    '😀',
    'é',
    '"',
    '(',
    ')',
    'Dr.',
    'b.i.d.',
  ],
);

describe('any text', () => {
  const text = fc.array(pieces, { maxLength: 80 }).map((parts) => parts.join(''));

  it('depends on nothing farther than the sentence and the section above', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.nat({ max: 5 }), (before, at, length) => {
        const start = at % (before.length + 1);
        const mention = { start, end: Math.min(before.length, start + length) };
        const alone = createContextReader().read(before, mention);
        const after = createContextReader().read(`${before}\n\nFAMILY HISTORY:\nno gout`, mention);
        expect(after).toEqual(alone);
      }),
    );
  });

  it('moves with what is put before it', () => {
    fc.assert(
      fc.property(text, fc.nat(), (note, at) => {
        const start = at % (note.length + 1);
        const put = 'PLAN:\n\n';
        const reader = createContextReader();
        const moved = reader.read(put + put + note, {
          start: start + 2 * put.length,
          end: start + 2 * put.length,
        });
        expect(moved).toEqual(
          reader.read(put + note, { start: start + put.length, end: start + put.length }),
        );
      }),
    );
  });

  it.each([
    ['cues without an end', 'no '.repeat(400_000)],
    ['stops', '.'.repeat(1_000_000)],
    ['line ends', '\n'.repeat(1_000_000)],
    ['beginnings of cues', 'no evidence '.repeat(100_000)],
    ['one long word', 'a'.repeat(1_000_000)],
    ['brackets', '1) '.repeat(300_000)],
    ['capitals', 'FAMILY HISTORY '.repeat(80_000)],
  ])('is read wherever one looks: %s', (_, hostile) => {
    const reader = createContextReader();
    const offsets = Array.from({ length: 20 }, (_value, i) => Math.floor((hostile.length * i) / 20));
    expect(offsets.map((start) => reader.read(hostile, { start, end: start + 1 }))).toHaveLength(20);
  });
});
