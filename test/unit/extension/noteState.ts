import type { Range } from 'vscode-languageclient/node';
import type { NoteAnnotation, NoteState, Suggestion } from '../../../src/protocol/messages.ts';
import { candidate } from './candidate.ts';

export function span(line: number, start = 0, end = start + 4): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

export function annotation(id: string, line: number, more: Partial<NoteAnnotation> = {}): NoteAnnotation {
  return {
    id,
    type: 'Disorder',
    ranges: [span(line)],
    text: 'heart attack',
    concepts: [{ curie: 'MESH:D009203', preferredName: 'Myocardial Infarction' }],
    ...more,
  };
}

export function suggestion(id: string, line: number, more: Partial<Suggestion> = {}): Suggestion {
  const place = { range: span(line), ranges: [span(line)] };
  return { id, ...place, text: 'heart attack', candidates: [candidate()], attributes: [], ...more };
}

export function noteState(
  annotations: readonly NoteAnnotation[],
  suggestions: readonly Suggestion[] = [],
): NoteState {
  return { uri: 'file:///notes/a.txt', version: 1, annotations, suggestions, canUndo: false, canRedo: false };
}
