import { describe, expect, it } from 'vitest';
import { findScopes, tokensOf } from '../../../../src/core/mentionDetection/context/cueScopes.ts';
import { CueTableError, readCueTables } from '../../../../src/core/mentionDetection/context/cueTable.ts';

function scopesIn(sentence: string, table: string, exclusive = false): string[] {
  return findScopes(sentence, tokensOf(sentence), readCueTables(table), exclusive).scopes.map(
    ({ kind, cue, start, end }) => `${kind} ${cue}: ${sentence.slice(start, end).trim()}`,
  );
}

describe('a cue table', () => {
  it.each([
    ['a kind that is none', 'Denied before clause no'],
    ['a direction that is none', 'Negated beside clause no'],
    ['a scope that is none', 'Negated before page no'],
    ['no cue', 'Negated before clause'],
    ['an empty cue', 'Negated before clause no / / without'],
    ['an empty choice', 'Negated before clause no|'],
    ['brackets around two words', 'Negated before clause no [sign of]'],
  ])('with %s is refused', (_, row) => {
    expect(() => readCueTables(row)).toThrow(CueTableError);
  });

  it.each([
    ['Negated before clause no', 'no fever, chills', ['Negated no: fever, chills']],
    ['Negated before phrase no', 'no fever, chills', ['Negated no: fever']],
    ['Negated before 2 no', 'no fever or chills', ['Negated no: fever or']],
    ['Negated after 2 absent', 'some fever or chills absent', ['Negated absent: or chills']],
    ['Negated before clause no\nend but', 'no fever but chills', ['Negated no: fever']],
    ['Negated after clause absent\nend but', 'fever but chills absent', ['Negated absent: chills']],
    ['Negated before clause no\npseudo no change', 'no change in no fever', ['Negated no: fever']],
    [
      'Negated before clause no [clear] sign|signs of',
      'No clear  signs of it',
      ['Negated No clear signs of: it'],
    ],
    ['Historical after clause # years ago', 'mumps ten years ago', ['Historical ten years ago: mumps']],
    ['Historical after clause # years ago', 'mumps 10 years ago', ['Historical 10 years ago: mumps']],
    ['Negated after clause : no $', 'cough: no', ['Negated : no: cough']],
    ['Negated after clause : no $', 'cough: no fever', []],
  ])('%j in %j', (table, sentence, expected) => {
    expect(scopesIn(sentence, table)).toEqual(expected);
  });

  it('ends a scope at the next cue where one excludes the other', () => {
    const table = 'Negated before clause no\nPossible before clause possible';
    expect(scopesIn('no fever, possible flu', table, true)).toEqual([
      'Negated no: fever,',
      'Possible possible: flu',
    ]);
    expect(scopesIn('no fever, possible flu', table)[0]).toBe('Negated no: fever, possible flu');
  });
});
