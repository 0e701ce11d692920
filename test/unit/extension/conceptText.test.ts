import { describe, expect, it } from 'vitest';
import { conceptActions, trimSpan } from '../../../src/extension/commands/conceptActions.ts';
import { parseScore, suggestionsFrom } from '../../../src/extension/commands/scoreThreshold.ts';
import {
  formatCandidate,
  formatCount,
  numberedCandidates,
  quoteMention,
} from '../../../src/extension/views/conceptText.ts';
import { candidate } from './candidate.ts';

describe('a candidate in a list', () => {
  it('shows name, identifier, kind of match, score, semantic types and the matched name', () => {
    expect(formatCandidate(candidate())).toEqual({
      label: 'Myocardial Infarction',
      description: 'MESH:D009203 · exact · 1.00',
      detail: 'Disorder · matched “Heart Attack”',
    });
  });

  it('does not repeat the preferred name', () => {
    const text = formatCandidate(
      candidate({ matchedName: 'Myocardial Infarction', matchType: 'semantic', score: 0.8349 }),
    );
    expect(text.description).toBe('MESH:D009203 · semantic · 0.83');
    expect(text.detail).toBe('Disorder');
  });

  it('may have no semantic type', () => {
    expect(formatCandidate(candidate({ semanticTypes: [] })).detail).toBe('matched “Heart Attack”');
  });
});

describe('what can be done with a concept', () => {
  const ids = (mention: string | undefined, canEdit: boolean): string[] =>
    conceptActions(candidate(), { mention, canEdit }).map(({ id }) => id);

  it('begins with annotating where there is text to link', () => {
    expect(ids('heart attack', true)).toEqual(['annotate', 'insert', 'copy', 'replace', 'show']);
  });

  it('is inserting or copying where nothing is selected, and copying without an editor', () => {
    expect(ids(undefined, true)).toEqual(['insert', 'copy', 'show']);
    expect(ids(undefined, false)).toEqual(['copy', 'show']);
  });

  it('shows what will be in the note', () => {
    const descriptions = conceptActions(candidate(), { mention: 'heart attack', canEdit: true }).map(
      ({ description }) => description,
    );
    expect(descriptions).toContain('“heart attack” (MESH:D009203)');
    expect(descriptions).toContain('Myocardial Infarction');
  });
});

describe('text for people', () => {
  it('puts a mention of several lines on one, and cuts a long one', () => {
    expect(quoteMention(' heart\r\n  attack ')).toBe('“heart attack”');
    expect(quoteMention('x'.repeat(61))).toBe(`“${'x'.repeat(59)}…”`);
  });

  it.each([
    [0, '0 suggestions'],
    [1, '1 suggestion'],
    [12345, '12,345 suggestions'],
  ])('counts %i', (count, text) => {
    expect(formatCount(count, 'suggestion')).toBe(text);
  });
});

describe('the span to link', () => {
  it.each([
    ['heart attack', 0, 12],
    [' gout\n', 1, 5],
    ['', 0, 0],
    [' \t ', 3, 3],
  ])('%j: %i to %i', (text, start, end) => {
    expect(trimSpan(text)).toEqual({ start, end });
  });
});

describe('the score to accept from', () => {
  it.each([
    ['0.9', 0.9],
    ['.5', 0.5],
    ['0,75', 0.75],
    [' 1 ', 1],
    ['1.0', 1],
    ['0', 0],
    ['1.1', undefined],
    ['90', undefined],
    ['-0.5', undefined],
    ['', undefined],
    ['1e-3', undefined],
    ['.', undefined],
  ])('%j: %j', (text, score) => {
    expect(parseScore(text)).toBe(score);
  });

  it('looks at the first concept only, and takes the score itself', () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    const suggestion = (id: string, ...scores: number[]): Parameters<typeof suggestionsFrom>[0][number] => ({
      id,
      range,
      ranges: [range],
      text: 'x',
      attributes: [],
      candidates: scores.map((score) => candidate({ score })),
    });
    const all = [suggestion('S1', 0.9), suggestion('S2', 0.89, 0.95), suggestion('S3', 1)];
    expect(suggestionsFrom(all, 0.9).map(({ id }) => id)).toEqual(['S1', 'S3']);
  });
});

describe('the candidates behind a line', () => {
  it('have the numbers of their keys, five at most', () => {
    const many = Array.from({ length: 7 }, (_, i) =>
      candidate({ preferredName: `Gout ${i}`, curie: `X:${i}` }),
    );
    expect(numberedCandidates(many.slice(0, 2))).toBe('1 Gout 0 X:0   2 Gout 1 X:1');
    expect(numberedCandidates(many)).toMatch(/5 Gout 4 X:4$/u);
  });
});
