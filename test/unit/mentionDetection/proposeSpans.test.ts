import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionWords, needsItsSpelling } from '../../../src/core/mentionDetection/functionWords.ts';
import {
  proposeSpans,
  proposeSpansAt,
  type ProposedSpan,
} from '../../../src/core/mentionDetection/proposeSpans.ts';
import { findWords } from '../../../src/core/mentionDetection/words.ts';

/** The line without the `|` in it, and the position where that was. */
function readCase(marked: string): { line: string; position: number } {
  return { line: marked.replace('|', ''), position: marked.indexOf('|') };
}

const texts = (spans: readonly ProposedSpan[]): string[] => spans.map(({ text }) => text);

describe('proposeSpansAt', () => {
  it.each([
    ['history of type |2 diabetes today', 'type 2 diabetes'],
    ['reports shortness o|f breath', 'shortness of breath'],
    ['|pain', 'pain'],
    ['pain|', 'pain'],
    ['- chest p|ain', 'chest pain'],
    ['⚠️ chest p|ain', 'chest pain'],
    ['* che|st pain', 'chest pain'],
    ['1. chest p|ain', 'chest pain'],
    ['• chest p|ain', 'chest pain'],
    ['Diagnosis: heart att|ack', 'heart attack'],
    ['HISTORY OF HEART FAIL|URE', 'HEART FAILURE'],
    ['shortness\u00a0of\u00a0br|eath', 'shortness\u00a0of\u00a0breath'],
    ['😀👩‍⚕️ heart att|ack', 'heart attack'],
    ['post-m|yocardial infarction', 'myocardial infarction'],
    ['(heart att|ack)', 'heart attack'],
    ['Crohn’s dis|ease', 'Crohn’s disease'],
    ['HER2+ breast can|cer', 'HER2+ breast cancer'],
    ['heart | attack', 'heart  attack'],
  ])('in %j proposes %j', (marked, expected) => {
    const { line, position } = readCase(marked);
    expect(texts(proposeSpansAt(line, position))).toContain(expected);
  });

  it.each([
    ['cut by a comma', 'chest pa|in, fever', ['pain', 'chest pain'], ['pain, fever']],
    ['cut by a tab', 'pain\tfev|er', ['fever'], ['pain\tfever']],
    ['cut by a colon', 'Allergies: penicil|lin', ['penicillin'], ['Allergies: penicillin']],
    ['cut by a full stop', 'No pain. Fe|ver', ['Fever'], ['pain. Fever']],
    ['cut by a bracket', 'pain (ches|t)', ['chest'], ['pain (chest']],
    [
      'of one to six words',
      'a1 b2 c3 d4 e5 f6 g7 h|8',
      ['h8', 'c3 d4 e5 f6 g7 h8'],
      ['b2 c3 d4 e5 f6 g7 h8'],
    ],
    [
      'without function words at their ends',
      'the pain o|f',
      [],
      ['of', 'pain of', 'the pain of', 'the pain'],
    ],
  ])('proposes spans %s', (_, marked, among, notAmong) => {
    const { line, position } = readCase(marked);
    const proposed = texts(proposeSpansAt(line, position));
    expect(proposed).toEqual(expect.arrayContaining(among));
    expect(proposed.filter((text) => notAmong.includes(text))).toEqual([]);
  });

  it.each(['| pain', 'pain   |', 'pain  |  fever', '', '😀|'])('in %j proposes nothing', (marked) => {
    const { line, position } = readCase(marked.includes('|') ? marked : `${marked}|`);
    expect(proposeSpansAt(line, position)).toEqual([]);
  });
});

describe('proposeSpans', () => {
  const byText = (line: string): Map<string, ProposedSpan> =>
    new Map(proposeSpans(line).map((span) => [span.text, span]));

  it.each([
    ['chest pain', true],
    ['MS', false],
    ['nausea and vomiting', false],
    ['denies pain', false],
    ['two weeks', true],
    ['last week', true],
    ['week', false],
    ['days 14', false],
    ['fluid in the lungs', true],
    ['patient', false],
  ])('takes %j for a phrase with a meaning of its own: %j', (text, phrase) => {
    expect(byText(text).get(text)?.phrase).toBe(phrase);
  });

  it.each([
    ['HISTORY OF ALL AND MS', 'ALL', undefined],
    ['history of ALL and MS', 'ALL', 'ALL'],
    ['COLD AND FLU', 'COLD', 'cold'],
    ['Found COLD today', 'COLD', 'COLD'],
    ['HEART FAILURE', 'HEART FAILURE', 'HEART FAILURE'],
    ['ALL', 'ALL', 'ALL'],
    ['MI 2019', 'MI', 'MI'],
  ])('of %j looks %j up as %j', (line, text, name) => {
    expect(byText(line).get(text)?.name).toBe(name);
  });
});

const line = fc
  .array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc.constantFrom('heart', 'type', '2', 'of', 'the', 'ALL', 'MI', 'Crohn’s', '40%', 'é'),
      },
      { weight: 4, arbitrary: fc.constantFrom(' ', ' ', ' ', '  ', '-', '\u00a0') },
      { weight: 1, arbitrary: fc.constantFrom(', ', '\t', ': ', '😀', '+', '.') },
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

describe('any line', () => {
  it('has spans that lie in it, of at most six words, with no function word at either end', () => {
    fc.assert(
      fc.property(line, (text) => {
        for (const span of proposeSpans(text)) {
          const words = findWords(span.text);
          expect(text.slice(span.start, span.end)).toBe(span.text);
          expect(span.text).toBe(span.text.trim());
          expect(words.length).toBeGreaterThanOrEqual(1);
          expect(words.length).toBeLessThanOrEqual(6);
          // In capitals they may be abbreviations: "ALL".
          expect([words[0], words.at(-1)].filter((word) => functionWords.has(word?.text ?? ''))).toEqual([]);
          expect(span.name.toLowerCase()).toBe(span.text.toLowerCase());
        }
      }),
    );
  });

  it('has at each position those of its spans that contain it', () => {
    const withPosition = line.chain((text) => fc.tuple(fc.constant(text), fc.nat({ max: text.length })));
    fc.assert(
      fc.property(withPosition, ([text, position]) => {
        const containing = proposeSpans(text).filter(
          ({ start, end }) => start <= position && position <= end,
        );
        expect(proposeSpansAt(text, position)).toEqual(containing);
      }),
      { numRuns: 300 },
    );
  });
});

describe('needsItsSpelling', () => {
  it.each([
    ['ALL', true],
    ['mg', true],
    ['Na', true],
    ['COLD', true],
    ['SOB', false],
    ['T2DM', false],
    ['WEEK', true],
  ])('%j: %j', (abbreviation, needed) => {
    expect(needsItsSpelling(abbreviation)).toBe(needed);
  });
});
