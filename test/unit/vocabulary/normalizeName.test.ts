import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeName } from '../../../src/core/vocabulary/normalizeName.ts';

describe('normalizeName', () => {
  it.each([
    ['Heart Attack', 'heart attack'],
    ["Crohn's Disease", 'crohn disease'],
    ['Crohn’s disease', 'crohn disease'],
    ["PARKINSON'S", 'parkinson'],
    ["patients' pain", 'patients pain'],
    ['non-small-cell', 'non small cell'],
    ['Diabetes Mellitus, Type 2', 'diabetes mellitus type 2'],
    ['pain (acute) / chronic', 'pain acute chronic'],
    ['Ménière’s', 'meniere'],
    ['Sjo\u0308gren', 'sjogren'],
    ['Sjögren', 'sjogren'],
    ['shortness\u00a0of\u202fbreath', 'shortness of breath'],
    ['  tab\tand\nline  ', 'tab and line'],
    ['β-Blocker', 'β blocker'],
    ['TNF-Α', 'tnf α'],
    ['ΑΥΞΗΣΗ', 'αυξηση'],
    ['HER2+', 'her2+'],
    ['HER2-', 'her2'],
    ['O2 40%', 'o2 40%'],
    ['CO₂', 'co2'],
    ['ﬁbrosis', 'fibrosis'],
    ['発熱', '発熱'],
    ['😀 pain', 'pain'],
    ['', ''],
    [' - , ', ''],
  ])('%j → %j', (name, normalized) => {
    expect(normalizeName(name)).toBe(normalized);
  });

  it('finds nothing more to do in what it made', () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.nat({ max: 0x1_ffff }).map((code) => String.fromCodePoint(code)) }),
      fc.string({ unit: fc.constantFrom('a', 'S', 's', "'", '’', 'β', 'Σ', 'İ', '\u0301', ' ', '-', '+') }),
    );
    fc.assert(
      fc.property(name, (text) => {
        const once = normalizeName(text);
        return normalizeName(once) === once && once.trim() === once;
      }),
      { numRuns: 300 },
    );
  });
});
