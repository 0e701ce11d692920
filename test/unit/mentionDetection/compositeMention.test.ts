import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readComposite, splitComposite } from '../../../src/core/mentionDetection/compositeMention.ts';

describe('splitComposite', () => {
  it.each([
    // A shared end.
    ['breast and ovarian cancer', ['breast cancer', 'ovarian cancer']],
    ['breast or ovarian cancer', ['breast cancer', 'ovarian cancer']],
    ['breast and/or ovarian cancer', ['breast cancer', 'ovarian cancer']],
    ['breast/ovarian cancer', ['breast cancer', 'ovarian cancer']],
    ['breast & ovarian cancer', ['breast cancer', 'ovarian cancer']],
    ['cardiac, renal and hepatic failure', ['cardiac failure', 'renal failure', 'hepatic failure']],
    [
      'colorectal, endometrial, and ovarian cancers',
      ['colorectal cancers', 'endometrial cancers', 'ovarian cancers'],
    ],
    ['Duchenne and Becker muscular dystrophy', ['Duchenne muscular dystrophy', 'Becker muscular dystrophy']],
    ['type 1 and type 2 diabetes', ['type 1 diabetes', 'type 2 diabetes']],
    ['skin and soft tissue infection', ['skin infection', 'soft tissue infection']],
    ['leg and back pain', ['leg pain', 'back pain']],
    ['acute and chronic pain', ['acute pain', 'chronic pain']],
    ['C6 and C7 deficiencies', ['C6 deficiencies', 'C7 deficiencies']],
    ['both aortic and mitral regurgitation', ['aortic regurgitation', 'mitral regurgitation']],
    // A shared beginning, or both.
    ['hepatitis B and C', ['hepatitis B', 'hepatitis C']],
    ['MEN types 1 and 2', ['MEN type 1', 'MEN type 2']],
    [
      'stage II and III colorectal carcinoma',
      ['stage II colorectal carcinoma', 'stage III colorectal carcinoma'],
    ],
    ['cleft lip and palate', ['cleft lip', 'cleft palate']],
    ['carcinoma of the breast and ovary', ['carcinoma of breast', 'carcinoma of ovary']],
    // Nothing shared.
    ['nausea and vomiting', ['nausea', 'vomiting']],
    ['nausea and severe vomiting', ['nausea', 'severe vomiting']],
    ['cough and chest pain', ['cough', 'chest pain']],
    ['abdominal pain and vomiting', ['abdominal pain', 'vomiting']],
    ['deuteranopia and protanopia', ['deuteranopia', 'protanopia']],
    ['gout/arthritis', ['gout', 'arthritis']],
  ])('of %j is %j', (mention, names) => {
    expect(splitComposite(mention)).toEqual(names);
  });

  it.each([
    'breast cancer',
    'Infarction, Myocardial',
    'Diabetes Mellitus, Type 2',
    'n/a',
    'hand',
    'sandy oregano',
    'and',
    ' and ',
    'pain and',
    '',
    'and '.repeat(200),
    'a and b, '.repeat(12),
  ])('of %j is nothing', (mention) => {
    expect(splitComposite(mention)).toEqual([]);
  });
});

describe('readComposite', () => {
  it.each([
    ['nausea and severe vomiting', ['nausea vomiting', 'severe vomiting']],
    ['breast and ovarian cancer', ['breast', 'ovarian cancer']],
    ['skin and soft tissue infection', ['skin tissue infection', 'soft tissue infection']],
    ['familial breast and ovarian cancer', ['familial breast cancer', 'familial ovarian cancer']],
    ['familial breast and ovarian cancer', ['familial breast cancer', 'ovarian cancer']],
    ['ventricular tachycardia and fibrillation', ['ventricular tachycardia', 'ventricular fibrillation']],
    ['ventricular tachycardia and fibrillation', ['ventricular tachycardia', 'fibrillation']],
  ])('of %j can be %j', (mention, reading) => {
    expect(readComposite(mention)).toContainEqual(reading);
  });

  it('has readings that differ and as many names in each', () => {
    const word = fc.constantFrom(
      'breast',
      'cancer',
      'nausea',
      'of',
      'and',
      'or',
      'and/or',
      ',',
      '/',
      'II',
      'renal',
      'the',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const readings = readComposite(words.join(' '));
        expect(new Set(readings.map((reading) => reading.join('\n'))).size).toBe(readings.length);
        expect(new Set(readings.map((reading) => reading.length)).size).toBeLessThanOrEqual(1);
        expect(readings.flat().every((name) => name.trim() === name && name !== '')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
