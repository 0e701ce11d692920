import { describe, expect, it } from 'vitest';
import { createDifferences } from '../../../src/extension/differences/differences.ts';
import { formatDifferenceHover, formatLeft } from '../../../src/extension/differences/differenceText.ts';
import { locateDifferences, sidesAt } from '../../../src/extension/differences/locatedDifference.ts';
import { createNoteStates } from '../../../src/extension/noteStates.ts';
import type { DifferenceVersion, NoteDifferences } from '../../../src/protocol/adjudicationMessages.ts';
import { differenceAttribute } from '../../../src/protocol/adjudicationMessages.ts';
import { adjudicationAttribute } from '../../../src/core/annotation/agreement/markedSpan.ts';
import { annotation, noteState, span } from './noteState.ts';

const uri = 'file:///notes/a.txt';
const mark = (
  side: string,
): { readonly attributes: { readonly name: string; readonly value: string }[] } => ({
  attributes: [{ name: 'Adjudicate', value: side }],
});
const version = (id: string, side: string, more: Partial<DifferenceVersion> = {}): DifferenceVersion => ({
  ...{ id, side, type: 'Disorder', text: 'heart attack', ranges: [span(99)], attributes: [] },
  concepts: [{ curie: `X:${id}`, preferredName: `Name ${id}` }],
  ...more,
});
const known: NoteDifferences = {
  uri,
  version: 1,
  differences: [
    {
      number: 1,
      kinds: ['other concept'],
      versions: [version('T1', 'A', { label: 'HEAD' }), version('T2', 'B')],
    },
    { number: 2, kinds: ['removed'], versions: [version('T3', 'B', { label: 'ben' })] },
  ],
};
const state = noteState([
  annotation('T1', 5, mark('A')),
  annotation('T2', 5, { ...mark('B'), ranges: [span(5, 2, 9)] }),
  annotation('T3', 1, mark('B')),
  annotation('T4', 7),
]);

describe('differences of a note', () => {
  it('are where the annotations are now, in the order of the note', () => {
    expect(locateDifferences(known, state).map(({ number, range }) => [number, range])).toEqual([
      [2, span(1)],
      [1, { start: span(5).start, end: span(5, 2, 9).end }],
    ]);
    expect(locateDifferences(known, noteState([annotation('T1', 5)]))).toEqual([]);
    expect(locateDifferences(undefined, state)).toEqual([]);
  });

  it('have both sides, also where one has nothing', () => {
    const [removed, other] = locateDifferences(known, state);
    expect(removed?.sides).toMatchObject([
      { side: 'A', versions: [] },
      { side: 'B', label: 'ben', versions: [{ id: 'T3' }] },
    ]);
    expect(other && sidesAt(other, { line: 5, character: 1 }).map(({ side }) => side)).toEqual(['A']);
    expect(other && sidesAt(other, { line: 5, character: 3 }).map(({ side }) => side)).toEqual(['A', 'B']);
    expect(other && sidesAt(other, { line: 6, character: 3 })).toEqual([]);
  });

  it('are shown side by side with links, whatever their words are', () => {
    const hostile = version('T1', 'A', { text: '[x](command:evil) | <b>', label: 'a|b' });
    const [first] = locateDifferences(
      {
        ...known,
        differences: [{ number: 1, kinds: ['other span'], versions: [hostile, version('T2', 'B')] }],
      },
      state,
    );
    const text = first ? formatDifferenceHover(uri, first) : '';
    const [title, , head, , cells, , links = ''] = text.split('\n');
    expect(title).toBe('**Two versions\\: other span**');
    expect(head).toBe('| A, a\\|b | B |');
    expect(cells).toContain('\\[x\\]\\(command\\:evil\\) \\| &lt;b\\>');
    expect(cells?.split(/(?<!\\)\|/u)).toHaveLength(4);
    expect(links.split(' · ').map((link) => /^\[(.*?)\]/u.exec(link)?.[1])).toEqual([
      'Keep A',
      'Keep B',
      'Keep Both',
    ]);
    expect(links).toContain(encodeURIComponent(JSON.stringify([{ uri, id: 'T2' }])));
  });

  it('are counted', () => {
    expect([0, 1, 1200].map(formatLeft)).toEqual([
      '',
      '1 difference left to decide',
      '1,200 differences left to decide',
    ]);
  });

  it('have the attribute that the server writes', () => {
    expect(differenceAttribute).toBe(adjudicationAttribute);
  });
});

describe('following the notes', () => {
  it('asks the server when other annotations are to be decided, and for no other change', async () => {
    const noteStates = createNoteStates();
    const asked: unknown[] = [];
    const errors: unknown[] = [];
    const differences = createDifferences(
      {
        request: (_type, params) => {
          asked.push(params);
          return Promise.resolve(known as never);
        },
      },
      noteStates,
      (error) => errors.push(error),
    );
    const told: number[] = [];
    differences.onDidChange(() => told.push(differences.get(uri).length));
    noteStates.set(uri, state);
    await Promise.resolve();
    await Promise.resolve();
    expect(told).toEqual([2]);
    noteStates.set(uri, { ...state, version: 2 });
    expect(asked).toEqual([{ uri }]);
    noteStates.set(uri, { ...noteState([annotation('T3', 1, mark('B'))]), version: 3 });
    expect(differences.get(uri)).toHaveLength(1);
    differences.set(uri, { ...known, differences: [] });
    noteStates.set(uri, { ...noteState([]), version: 4 });
    expect(differences.get(uri)).toEqual([]);
    expect(told.at(-1)).toBe(0);
    expect(errors).toEqual([]);
  });

  it('tells what went wrong, and asks again', async () => {
    const noteStates = createNoteStates();
    const errors: unknown[] = [];
    const differences = createDifferences(
      { request: () => Promise.reject(new Error('gone')) },
      noteStates,
      (error) => errors.push(error),
    );
    noteStates.set(uri, state);
    await expect.poll(() => errors).toHaveLength(1);
    noteStates.set(uri, state);
    await expect.poll(() => errors).toHaveLength(2);
    expect(differences.get(uri)).toEqual([]);
    differences.dispose();
  });
});
