import { describe, expect, it } from 'vitest';
import { createNoteStates } from '../../../src/extension/noteStates.ts';
import { marksOf } from '../../../src/extension/views/decorationModel.ts';
import type { NoteState } from '../../../src/protocol/messages.ts';
import { candidate } from './candidate.ts';

const uri = 'file:///note.txt';
const range = (character: number): NoteState['suggestions'][number]['range'] => ({
  start: { line: 0, character },
  end: { line: 0, character: character + 4 },
});
const state = (version: number): NoteState => ({
  uri,
  version,
  annotations: [{ id: 'T1', type: 'Disorder', ranges: [range(0), range(10)], text: 'a b', concepts: [] }],
  suggestions: [
    {
      id: 'S1',
      range: range(20),
      ranges: [range(20)],
      text: 'gout',
      candidates: [candidate()],
      attributes: [],
    },
  ],
  canUndo: false,
  canRedo: false,
});

describe('note states', () => {
  it('keeps the latest of each note and tells of it', () => {
    const states = createNoteStates();
    const told: string[] = [];
    const subscription = states.onDidChange((changed) => void told.push(changed));
    states.set(uri, state(1));
    states.set(uri, { ...state(1), suggestions: [] });
    expect(states.get(uri)?.suggestions).toEqual([]);
    subscription.dispose();
    states.delete(uri);
    expect(states.get(uri)).toBeUndefined();
    expect(told).toEqual([uri, uri]);
  });

  it('does not go back to an older version, until the note was closed', () => {
    const states = createNoteStates();
    states.set(uri, state(5));
    states.set(uri, state(4));
    expect(states.get(uri)?.version).toBe(5);
    states.delete(uri);
    states.set(uri, state(1));
    expect(states.get(uri)?.version).toBe(1);
  });

  it('tells of each note that it forgets, and of none that it did not know', () => {
    const states = createNoteStates();
    states.set('a', state(1));
    states.set('b', state(1));
    const told: string[] = [];
    states.onDidChange((changed) => void told.push(changed));
    states.delete('c');
    states.clear();
    expect(told).toEqual(['a', 'b']);
    expect(states.get('a')).toBeUndefined();
  });
});

describe('the marks of a note', () => {
  it('are those of its state, each part of an interrupted span for itself', () => {
    expect(marksOf(state(3), 3)).toEqual({
      annotations: [range(0), range(10)],
      lighterAnnotations: [],
      suggestions: [range(20)],
      lighterSuggestions: [],
    });
  });

  it('are left as they are while the state is of another version', () => {
    expect(marksOf(state(3), 4)).toBeUndefined();
  });

  it('are none without a state', () => {
    const none = { annotations: [], lighterAnnotations: [], suggestions: [], lighterSuggestions: [] };
    expect(marksOf(undefined, 4)).toEqual(none);
  });

  it.each([
    { attributes: [{ name: 'Negated' }], isLighter: true },
    { attributes: [{ name: 'Historical' }], isLighter: true },
    { attributes: [{ name: 'Hypothetical' }], isLighter: true },
    { attributes: [{ name: 'Experiencer', value: 'Other' }], isLighter: true },
    { attributes: [{ name: 'Possible' }, { name: 'Negated' }], isLighter: true },
    { attributes: [{ name: 'Possible' }], isLighter: false },
    { attributes: [{ name: 'Experiencer', value: 'Patient' }], isLighter: false },
    { attributes: [{ name: 'Negated', value: 'false' }], isLighter: false },
    { attributes: [{ name: 'Confidence', value: 'low' }], isLighter: false },
  ])('are lighter for what is not of the patient now: $attributes', ({ attributes, isLighter }) => {
    const { annotations, suggestions, ...other } = state(3);
    const said = {
      ...other,
      annotations: annotations.map((annotation) => ({ ...annotation, attributes })),
      suggestions: suggestions.map((suggestion) => ({ ...suggestion, attributes })),
    };
    expect(marksOf(said, 3)).toEqual({
      annotations: isLighter ? [] : [range(0), range(10)],
      lighterAnnotations: isLighter ? [range(0), range(10)] : [],
      suggestions: isLighter ? [] : [range(20)],
      lighterSuggestions: isLighter ? [range(20)] : [],
    });
  });
});
