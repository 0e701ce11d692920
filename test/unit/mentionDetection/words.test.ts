import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findWords, inOnePhrase } from '../../../src/core/mentionDetection/words.ts';

describe('findWords', () => {
  it.each([
    ['chest pain', ['chest', 'pain']],
    ["Crohn's and Parkinson’s", ["Crohn's", 'and', 'Parkinson’s']],
    ["'quoted' words'", ['quoted', 'words']],
    ['post-MI', ['post', 'MI']],
    ['and/or', ['and', 'or']],
    ['HER2+ 40%', ['HER2+', '40%']],
    ['4.5 mg.', ['4.5', 'mg']],
    ['end.Start', ['end', 'Start']],
    ['Sjo\u0308gren', ['Sjo\u0308gren']],
    ['β-blocker', ['β', 'blocker']],
    ['😀pain👩‍⚕️', ['pain']],
    ['shortness\u00a0of', ['shortness', 'of']],
    ['T2DM, CO₂', ['T2DM', 'CO₂']],
    ['- , …', []],
    ['', []],
  ])('%j → %j', (line, words) => {
    expect(findWords(line).map(({ text }) => text)).toEqual(words);
  });

  it('gives words in order, where they are', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' ', '.', "'", '-', '+', '5', '\u0301') });
    fc.assert(
      fc.property(line, (text) => {
        let end = 0;
        for (const word of findWords(text)) {
          expect(text.slice(word.start, word.end)).toBe(word.text);
          expect(word.start).toBeGreaterThanOrEqual(end);
          end = word.end;
        }
      }),
    );
  });
});

describe('inOnePhrase', () => {
  it.each([
    ['a b', true],
    ['a  b', true],
    ['a\u00a0b', true],
    ['a-b', true],
    ['a‑b', true],
    ['a/b', true],
    ['a   b', false],
    ['a\tb', false],
    ['a, b', false],
    ['a: b', false],
    ['a. b', false],
    ['a (b', false],
    ['a - b', false],
    ['a+b', false],
  ])('%j: %j', (line, together) => {
    const [first, second] = findWords(line);
    expect(first && second && inOnePhrase(line, first, second)).toBe(together);
  });
});
