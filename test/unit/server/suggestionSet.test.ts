import { describe, expect, it } from 'vitest';
import type { Annotation, TextRange } from '../../../src/core/annotation/annotation.ts';
import type { NoteMention } from '../../../src/core/linking/findInText.ts';
import {
  createSuggestions,
  moveSuggestions,
  type PendingSuggestion,
} from '../../../src/server/notes/suggestionSet.ts';

const text = 'chest pain and fever, no rash';

function mentionOf(wanted: string): NoteMention {
  const start = text.indexOf(wanted);
  return { start, end: start + wanted.length, text: wanted, candidates: [], attributes: [] };
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

  it.each([
    {
      what: 'the same span',
      taken: annotationOf({ start: 15, end: 20 }),
      left: ['S1 0 chest pain', 'S2 25 rash'],
    },
    { what: 'a part of it', taken: annotationOf({ start: 6, end: 10 }), left: ['S1 15 fever', 'S2 25 rash'] },
    {
      what: 'two of its ranges',
      taken: annotationOf({ start: 4, end: 6 }, { start: 24, end: 26 }),
      left: ['S1 15 fever'],
    },
    {
      what: 'what only touches it',
      taken: annotationOf({ start: 10, end: 15 }),
      left: ['S1 0 chest pain', 'S2 15 fever', 'S3 25 rash'],
    },
  ])('leaves out what an annotation covers: $what', ({ taken, left }) => {
    expect(describeSuggestions(createSuggestions(mentions, [taken], 1))).toEqual(left);
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
    expect(first).toEqual({ id: 'S1', ...mentions[0], start: 1, end: 11 });
  });
});
