import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findAbbreviationDefinitions,
  readAbbreviations,
} from '../../../src/core/mentionDetection/abbreviationDefinitions.ts';

describe('findAbbreviationDefinitions', () => {
  it.each([
    // The paper's own.
    ['Expression of heat shock protein (HSP) rose.', 'HSP', 'heat shock protein'],
    ['Binding of HSF (heat shock factor) to DNA', 'HSF', 'heat shock factor'],
    ['Heat-shock protein 40 (Hsp40) was absent', 'Hsp40', 'Heat-shock protein 40'],
    ['Heat shock transcription factor (HSF) was', 'HSF', 'Heat shock transcription factor'],
    ['Gcn5-related N-acetyltransferase (GNAT) has', 'GNAT', 'Gcn5-related N-acetyltransferase'],
    // Letters inside words, hyphens, figures.
    ['with adrenoleukodystrophy (ALD).', 'ALD', 'adrenoleukodystrophy'],
    ['non-insulin-dependent diabetes mellitus (NIDDM)', 'NIDDM', 'non-insulin-dependent diabetes mellitus'],
    ['ataxia-telangiectasia (A-T)', 'A-T', 'ataxia-telangiectasia'],
    ['glucose-6-phosphate dehydrogenase (G6PD)', 'G6PD', 'glucose-6-phosphate dehydrogenase'],
    ['tumor necrosis factor α (TNF-α)', 'TNF-α', 'tumor necrosis factor α'],
    ['two midline defects (MDs) were', 'MDs', 'midline defects'],
    // What notes add.
    ['acute renal failure (ARF, stage 2) today', 'ARF', 'acute renal failure'],
    ['acute renal failure (ARF; n = 5)', 'ARF', 'acute renal failure'],
    ['acute renal failure (ARF = worse)', 'ARF', 'acute renal failure'],
    ['myocardial infarction (MI or heart attack)', 'MI', 'myocardial infarction'],
    ['recent MI (myocardial infarction), stable', 'MI', 'myocardial infarction'],
    ['on T2DM (type 2 diabetes mellitus; since 2010)', 'T2DM', 'type 2 diabetes mellitus'],
    ['multiple sclerosis [MS]', 'MS', 'multiple sclerosis'],
    ['"multiple sclerosis" ("MS")', 'MS', 'multiple sclerosis'],
    ['(multiple sclerosis (MS), mild)', 'MS', 'multiple sclerosis'],
    ['shortness of\nbreath (SOB)', 'SOB', 'shortness of\nbreath'],
    ['length in kilobases (kb)', 'kb', 'kilobases'],
    // Initials before the shortest match, and in another order where there is none.
    ['attenuated adenomatous polyposis coli (AAPC)', 'AAPC', 'attenuated adenomatous polyposis coli'],
    ['Myotonic dystrophy (DM) is', 'DM', 'Myotonic dystrophy'],
    // An abbreviated title or species ends no sentence.
    ['seen at St. Jude hospital (SJH)', 'SJH', 'St. Jude hospital'],
  ])('in %j reads %j as %j', (text, shortForm, longForm) => {
    const start = text.indexOf(longForm);
    expect(findAbbreviationDefinitions(text)).toEqual([
      { shortForm, longForm, start, end: start + longForm.length },
    ]);
  });

  it.each([
    ['a figure', 'patients of group two (2) were'],
    ['figures alone', 'twelve hundred (1200) cases'],
    ['one letter', 'patients given placebo (P) did'],
    ['a form that starts with a sign', 'hepatitis (-hep) was'],
    ['letters that the words lack', 'hydrochlorothiazide (HCTZX) was'],
    ['a first letter inside a word only', 'unrest (RE) was'],
    ['a long form no longer than the short', 'msx (MSX) was'],
    ['a long form that holds the short one', 'an MS-associated lesion (MS) was'],
    ['more words than the paper allows', 'muscle of a man who was seen by us with that (MT) was'],
    ['letters beyond the sentence', 'We saw multiple cases. This sclerosis (MS) was'],
    ['letters beyond the paragraph', 'multiple\n\nsclerosis (MS)'],
    ['a lower-case word', 'the centre of new trials in our group of lots of sites (controls) was'],
    ['a lower-case phrase', 'it excludes (if agitation is marked; i.e. severe)'],
    ['more than two words', 'magnetic resonance imaging (M R I scan)'],
    ['an open bracket', 'multiple sclerosis (MS'],
    ['an empty bracket', 'multiple sclerosis ()'],
    ['a bracket at the start', '(MS)'],
  ])('finds no definition in %s', (_, text) => {
    expect(findAbbreviationDefinitions(text)).toEqual([]);
  });

  it('gives definitions in the order of the text', () => {
    const text = 'Renal cell carcinoma (RCC) in VHL (von Hippel-Lindau disease) and heart failure (HF).';
    expect(findAbbreviationDefinitions(text).map(({ shortForm }) => shortForm)).toEqual(['RCC', 'VHL', 'HF']);
  });

  it('has offsets that hold the long form, whatever the text', () => {
    const part = fc.constantFrom(
      'heart',
      'Failure',
      'HF',
      '(HF)',
      '(',
      ')',
      ' ',
      ' ',
      '. ',
      '😀',
      'İ',
      '-',
      '[hf;',
      '"',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        for (const { shortForm, longForm, start, end } of findAbbreviationDefinitions(text)) {
          expect(text.slice(start, end)).toBe(longForm);
          expect(text).toContain(shortForm);
          expect(longForm.length).toBeGreaterThan(shortForm.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(['(', '(a', '(ab) ', 'a (ab', ' a(aaaaaaaaaa)', '. \n'])(
    'takes no long time over many %j',
    (part) => {
      const started = performance.now();
      findAbbreviationDefinitions(part.repeat(100_000 / part.length));
      expect(performance.now() - started).toBeLessThan(5_000);
    },
  );
});

describe('readAbbreviations', () => {
  it('keeps the first definition of each short form in its spelling', () => {
    const text = 'Multiple sclerosis (MS). Mitral stenosis (MS). Mass spectrometry (Ms).';
    expect(readAbbreviations(text)).toEqual(
      new Map([
        ['MS', 'Multiple sclerosis'],
        ['Ms', 'Mass spectrometry'],
      ]),
    );
  });
});
