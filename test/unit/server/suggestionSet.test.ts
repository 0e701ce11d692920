import { describe, expect, it } from 'vitest';
import type { Annotation, TextRange } from '../../../src/core/annotation/annotation.ts';
import type { NoteMention } from '../../../src/core/linking/mentions/findInText.ts';
import {
  createSuggestions,
  moveSuggestions,
  pendingOf,
  type PendingSuggestion,
} from '../../../src/server/notes/suggestionSet.ts';

const text = 'chest pain and fever, no rash';

function mentionOf(wanted: string): NoteMention {
  const start = text.indexOf(wanted);
  const span = { start, end: start + wanted.length };
  return { ...span, ranges: [span], text: wanted, candidates: [], attributes: [] };
}

function annotationOf(...ranges: TextRange[]): Annotation {
  return { id: 'T1', type: 'Symptom', ranges, text: '', concepts: [] };
}

const mentions = ['chest pain', 'fever', 'rash'].map(mentionOf);
const suggestions = createSuggestions(mentions, [], 1);

function describeSuggestions(list: readonly PendingSuggestion[]): string[] {
  return list.map(({ id, start, text: covered }) => `${id} ${start} ${covered}`);
}

describe('createSuggestions', () => {
  it('numbers the mentions from the first free number', () => {
    expect(describeSuggestions(createSuggestions(mentions, [], 7))).toEqual([
      'S7 0 chest pain',
      'S8 15 fever',
      'S9 25 rash',
    ]);
  });
});

describe('pendingOf', () => {
  it.each([
    {
      what: 'the same span',
      taken: annotationOf({ start: 15, end: 20 }),
      left: ['S1 0 chest pain', 'S3 25 rash'],
    },
    { what: 'a part of it', taken: annotationOf({ start: 6, end: 10 }), left: ['S2 15 fever', 'S3 25 rash'] },
    {
      what: 'two of its ranges',
      taken: annotationOf({ start: 4, end: 6 }, { start: 24, end: 26 }),
      left: ['S2 15 fever'],
    },
    {
      what: 'what only touches it',
      taken: annotationOf({ start: 10, end: 15 }),
      left: ['S1 0 chest pain', 'S2 15 fever', 'S3 25 rash'],
    },
  ])('leaves out what an annotation covers: $what', ({ taken, left }) => {
    expect(describeSuggestions(pendingOf(suggestions, { annotations: [taken], rejected: [] }))).toEqual(left);
  });

  it('leaves out the very spans that were rejected', () => {
    const rejected = [{ ranges: [{ start: 15, end: 20 }] }, { ranges: [{ start: 25, end: 26 }] }];
    expect(describeSuggestions(pendingOf(suggestions, { annotations: [], rejected }))).toEqual([
      'S1 0 chest pain',
      'S3 25 rash',
    ]);
  });

  it('leaves out what lies in an annotation far longer than it', () => {
    const long = createSuggestions(
      [{ ...mentionOf('rash'), start: 900, end: 904, ranges: [{ start: 900, end: 904 }] }],
      [],
      1,
    );
    expect(pendingOf(long, { annotations: [annotationOf({ start: 10, end: 2_000 })], rejected: [] })).toEqual(
      [],
    );
  });
});

describe('pendingOf beside the parts of a composite mention', () => {
  const left = [
    { start: 0, end: 4 },
    { start: 15, end: 24 },
  ]; // "left … knee pain"
  const right = [{ start: 9, end: 24 }]; // "right knee pain"
  const knee = [{ start: 15, end: 24 }];
  const partOf = (ranges: readonly TextRange[]): NoteMention => ({
    ...{ start: ranges[0]?.start ?? 0, end: ranges.at(-1)?.end ?? 0 },
    ...{ ranges, text: '', candidates: [], attributes: [] },
  });

  it.each([
    { what: 'leaves the other part', wanted: right, taken: left, count: 1 },
    { what: 'leaves the other part', wanted: left, taken: right, count: 1 },
    { what: 'takes the same part', wanted: left, taken: left, count: 0 },
    { what: 'takes what lies within it', wanted: knee, taken: left, count: 0 },
    { what: 'takes what it lies within', wanted: left, taken: knee, count: 0 },
  ])('$what', ({ wanted, taken, count }) => {
    const found = createSuggestions([partOf(wanted)], [], 1);
    expect(pendingOf(found, { annotations: [annotationOf(...taken)], rejected: [] })).toHaveLength(count);
  });
});

describe('createSuggestions after an edit', () => {
  it('leaves what is suggested again its identifier, and gives a new one no other has', () => {
    const before = createSuggestions(['fever', 'rash'].map(mentionOf), [], 4);
    const after = createSuggestions(mentions, before, 6);
    expect(describeSuggestions(after)).toEqual(['S6 0 chest pain', 'S4 15 fever', 'S5 25 rash']);
  });
});

describe('moveSuggestions', () => {
  it.each([
    {
      what: 'typing before them',
      edit: { start: 0, end: 0, text: 'has ' },
      moved: ['S1 4 chest pain', 'S2 19 fever', 'S3 29 rash'],
    },
    {
      what: 'typing between them',
      edit: { start: 11, end: 14, text: '&' },
      moved: ['S1 0 chest pain', 'S2 13 fever', 'S3 23 rash'],
    },
    {
      what: 'typing inside one',
      edit: { start: 6, end: 6, text: 'wall ' },
      moved: ['S2 20 fever', 'S3 30 rash'],
    },
    {
      what: 'deleting one',
      edit: { start: 10, end: 20, text: '' },
      moved: ['S1 0 chest pain', 'S3 15 rash'],
    },
    {
      what: 'deleting a part of one',
      edit: { start: 8, end: 14, text: '' },
      moved: ['S2 9 fever', 'S3 19 rash'],
    },
    {
      what: 'replacing all by the same',
      edit: { start: 0, end: text.length, text },
      moved: ['S1 0 chest pain', 'S2 15 fever', 'S3 25 rash'],
    },
    { what: 'replacing all by something else', edit: { start: 0, end: text.length, text: 'new' }, moved: [] },
  ])('follows $what', ({ edit, moved }) => {
    const newText = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    expect(describeSuggestions(moveSuggestions(suggestions, [edit], newText))).toEqual(moved);
  });

  it('keeps the candidates', () => {
    const [first] = moveSuggestions(suggestions, [{ start: 0, end: 0, text: ' ' }], ` ${text}`);
    expect(first).toEqual({ id: 'S1', ...mentions[0], ranges: [{ start: 1, end: 11 }], start: 1, end: 11 });
  });
});
