import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey } from '../../../src/core/vocabulary/nameKey.ts';

describe('nameKey', () => {
  it.each([
    // Order, as in MeSH's inverted names.
    ['Diabetes Mellitus, Type 2', 'type II diabetes mellitus'],
    ['diabetes type 2', 'type 2 diabetes'],
    ['Infarction, Myocardial', 'myocardial infarction'],
    ['edema of the lungs', 'Lung edema'],
    // Number.
    ['liver metastases', 'metastasis, liver'],
    ['adenomata of the colon', 'colon adenoma'],
    ['fractured vertebrae', 'fractured vertebra'],
    ['swollen feet', 'swollen foot'],
    ['vitamin deficiencies', 'vitamin deficiency'],
    ['viral illnesses', 'viral illness'],
    ['headaches, cluster', 'cluster headache'],
    ['gastric ulcers', 'gastric ulcer'],
    // British and American.
    ['iron deficiency anaemia', 'anemia, iron deficiency'],
    ['oesophageal tumours', 'esophageal tumor'],
    ['haemorrhagic diarrhoea', 'hemorrhagic diarrhea'],
    ['leucocytosis', 'leukocytosis'],
    ['coeliac disease', 'celiac disease'],
    ['disease of unknown aetiology', 'unknown etiology disease'],
    // Numerals and Greek letters.
    ['Factor VIII deficiency', 'deficiency of factor 8'],
    ['factor X deficiency', 'factor 10 deficiency'],
    ['type V collagen disease', 'collagen disease type five'],
    ['MEN type IIa', 'MEN type 2a'],
    ['α-thalassaemia', 'alpha thalassemia'],
    ['alpha1-antitrypsin deficiency', 'α 1 antitrypsin deficiency'],
    // Words that say nothing.
    ['Pneumonia, not otherwise specified', 'pneumonia'],
    ['asthma NOS', 'asthma, unspecified'],
    ['graft vs host disease', 'graft versus host disease'],
    ['Parkinson s disease', "Parkinson's disease"],
  ])('is the same for %j and %j', (left, right) => {
    expect(nameKey(left)).toBe(nameKey(right));
  });

  it.each([
    ['hepatitis A', 'hepatitis'],
    ['hepatitis A', 'hepatitis B'],
    ['type 1 diabetes', 'type 2 diabetes'],
    ['seizures with fever', 'seizures without fever'],
    ['non-Hodgkin lymphoma', 'Hodgkin lymphoma'],
    ['breast disease', 'breast disorder'],
    ['Down syndrome', 'Down disease'],
    ['monosomy X', 'monosomy 10'],
    ['X-linked myopathy type 2', '10 linked myopathy type 2'],
    ['ALDS', 'ALD'],
    ['IV', '4'],
    ['AIDS encephalopathy', 'aid encephalopathy'],
    ['hemoglobin S disease', 'hemoglobin disease'],
    ['protein S deficiency', 'protein C deficiency'],
    ['graft vs host reaction', 'host vs graft reaction'],
    ['SCID, T positive, B negative', 'SCID, B positive, T negative'],
    ['Klebsiella pneumoniae', 'Klebsiella pneumonia'],
    ['muscle weakness weakness', 'muscle weakness'],
    ['HER2+ cancer', 'HER2 cancer'],
  ])('differs between %j and %j', (left, right) => {
    expect(nameKey(left)).not.toBe(nameKey(right));
  });

  it.each([
    ['', ''],
    [' - ', ''],
    ['of the', 'of the'],
    ['発熱', '発熱'],
    ['αύξηση', 'αυξηση'],
  ])('of %j is %j', (name, key) => {
    expect(nameKey(name)).toBe(key);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(nameKey(name)).toBe(nameKey(name.normalize('NFKD')));
      }),
    );
  });

  it.each(['fib', 'ae', 'e', 'abcd s disease ', 'α', 'alpha1', 'is', 'oses'])(
    'takes no long time over many %j',
    (part) => {
      const started = performance.now();
      nameKey(`${part.repeat(100_000)}re`);
      expect(performance.now() - started).toBeLessThan(5_000);
    },
  );

  const words = fc.array(
    fc.constantFrom(
      'type',
      'II',
      'iii',
      '2',
      'diabetes',
      'feet',
      'tumours',
      'α',
      'of',
      'anaemias',
      'non',
      'a',
      'A+',
    ),
    { minLength: 2, maxLength: 7 },
  );

  it('does not depend on the order of words', () => {
    fc.assert(
      fc.property(
        words.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(nameKey(shuffled.join(' '))).toBe(nameKey(list.join(' ')));
        },
      ),
    );
  });

  it('is its own key', () => {
    fc.assert(
      fc.property(words, (list) => {
        const key = nameKey(list.join(' '));
        expect(nameKey(key)).toBe(key);
      }),
    );
  });
});
