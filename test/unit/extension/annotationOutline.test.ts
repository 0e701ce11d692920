import { describe, expect, it } from 'vitest';
import { formatItemTooltip } from '../../../src/extension/views/annotations/itemText.ts';
import { listItems } from '../../../src/extension/views/annotations/noteItems.ts';
import { createOutline, type OutlineEntry } from '../../../src/extension/views/annotations/outline.ts';
import { candidate } from './candidate.ts';
import { markdownTokens } from './markdownTokens.ts';
import { annotation, noteState, span, suggestion } from './noteState.ts';

const seizures = { curie: 'HP:0001250', preferredName: 'Seizures' };
const asthma = { curie: 'MESH:D001249', preferredName: 'Asthma' };

const state = noteState(
  [
    annotation('T2', 30, { text: 'asthma', concepts: [asthma, seizures], type: 'Finding_or_sign' }),
    annotation('T1', 2),
    annotation('T3', 3, { text: 'thing', concepts: [], type: 'Entity', attributes: [{ name: 'Negated' }] }),
  ],
  [
    suggestion('S1', 11, {
      text: 'seizure',
      candidates: [candidate({ ...seizures, semanticTypes: ['Disorder', 'Sign'] }), candidate()],
      attributes: [{ name: 'Negated' }, { name: 'Experiencer', value: 'Other' }],
    }),
  ],
);

function rows(entries: readonly OutlineEntry[]): unknown[] {
  return entries.map(({ text, children }) =>
    children.length > 0 ? [text.label, text.description, rows(children)] : text.label,
  );
}

describe('the outline of a note', () => {
  it('stands in reading order, with concept, context and line', () => {
    const { entries, total, shown } = createOutline(state, 'position', '');
    expect([total, shown]).toEqual([4, 4]);
    expect(entries.map(({ text }) => [text.label, text.description])).toEqual([
      ['heart attack', 'Myocardial Infarction · line 3 · MESH:D009203'],
      ['thing', 'negated · line 4'],
      ['seizure', 'Seizures · negated · of somebody else · line 12 · HP:0001250'],
      ['asthma', 'Asthma · Seizures · line 31 · MESH:D001249 · HP:0001250'],
    ]);
  });

  it('says aloud what icon and group show', () => {
    const spoken = createOutline(state, 'position', '').entries.map(({ text }) => text.spoken);
    expect(spoken).toEqual([
      'annotation, heart attack, Myocardial Infarction MESH:D009203, line 3',
      'annotation, thing, no concept, negated, line 4',
      'suggestion, seizure, Seizures HP:0001250, negated, of somebody else, line 12',
      'annotation, asthma, Asthma MESH:D001249, Seizures HP:0001250, line 31',
    ]);
    const [group] = createOutline(state, 'concept', '').entries;
    expect(group?.text.spoken).toBe('Seizures, HP:0001250, 1 annotation, 1 suggestion');
  });

  it('is grouped by concept, an annotation of several standing under each', () => {
    const { entries } = createOutline(state, 'concept', '');
    expect(rows(entries)).toEqual([
      ['Seizures', 'HP:0001250 · 1 annotation, 1 suggestion', ['seizure', 'asthma']],
      ['Asthma', 'MESH:D001249 · 1 annotation', ['asthma']],
      ['Myocardial Infarction', 'MESH:D009203 · 1 annotation', ['heart attack']],
      ['No concept', '1 annotation', ['thing']],
    ]);
    expect(entries.map(({ curie }) => curie)).toEqual([
      'HP:0001250',
      'MESH:D001249',
      'MESH:D009203',
      undefined,
    ]);
    const keys = entries.flatMap(({ key, children }) => [key, ...children.map((child) => child.key)]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is grouped by semantic group', () => {
    expect(rows(createOutline(state, 'semanticGroup', '').entries)).toEqual([
      ['Disorder', '1 annotation, 1 suggestion', ['heart attack', 'seizure']],
      ['Entity', '1 annotation', ['thing']],
      ['Finding or sign', '1 annotation', ['asthma']],
    ]);
  });

  it.each([
    ['SEIZURE', ['seizure', 'asthma']],
    ['hp:0001250 negated', ['seizure']],
    ['negated', ['thing', 'seizure']],
    ['somebody', ['seizure']],
    ['suggestion', ['seizure']],
    ['finding or', ['asthma']],
    ['qwzx', []],
    ['  ', ['heart attack', 'thing', 'seizure', 'asthma']],
  ])('is filtered by %j', (filter, labels) => {
    const outline = createOutline(state, 'position', filter);
    expect(outline.entries.map(({ text }) => text.label)).toEqual(labels);
    expect([outline.total, outline.shown]).toEqual([4, labels.length]);
  });

  it('lists a long note in pages that are opened one by one', () => {
    const many = noteState(Array.from({ length: 250 }, (_, i) => annotation(`T${i + 1}`, i)));
    expect(
      createOutline(many, 'position', '').entries.map(({ text, children }) => [text.label, children.length]),
    ).toEqual([
      ['Lines 1 to 100', 100],
      ['Lines 101 to 200', 100],
      ['Lines 201 to 250', 50],
    ]);
    const oneLine = noteState(Array.from({ length: 101 }, (_, i) => annotation(`T${i + 1}`, 0)));
    expect(createOutline(oneLine, 'position', '').entries[0]?.text.label).toBe('Line 1');
  });

  it('spans the pieces of an interrupted annotation, and leaves out one without a place', () => {
    const items = listItems(
      noteState([
        annotation('T1', 0, { ranges: [span(0), span(2, 3, 9)] }),
        annotation('T2', 0, { ranges: [] }),
      ]),
    );
    expect(items.map(({ id, range }) => [id, range])).toEqual([
      ['T1', { start: { line: 0, character: 0 }, end: { line: 2, character: 9 } }],
    ]);
  });

  it('puts the text of several lines on one, and shows hostile names as text', () => {
    const name = '<img src=x onerror=alert(1)> [go](command:quit) **b**';
    const hostile = noteState([
      annotation('T1', 0, { text: 'a\r\n  b', concepts: [{ curie: 'X:1', preferredName: name }] }),
    ]);
    expect(createOutline(hostile, 'position', '').entries[0]?.text.label).toBe('a b');
    const [item] = listItems(hostile);
    const tooltip = item === undefined ? '' : formatItemTooltip(item);
    const kinds = markdownTokens(tooltip).map(({ type }) => type);
    expect(kinds).toContain('strong');
    expect(kinds.filter((type) => ['link', 'html', 'image'].includes(type))).toEqual([]);
  });
});
