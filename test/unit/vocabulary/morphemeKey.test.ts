import { describe, expect, it } from 'vitest';
import { morphemeKey, morphemeKeyOfMention } from '../../../src/core/vocabulary/morphemeKey.ts';
import { morphemes } from '../../../src/core/vocabulary/morphemes.ts';
import { nameKey } from '../../../src/core/vocabulary/nameKey.ts';

const keyOf = (name: string): string => morphemeKey(nameKey(name));

describe('names that say the same in other words share a key', () => {
  it.each([
    ['nephropathy', 'Kidney Diseases', 'renal disorder', 'renal impairment'],
    ['cardiomegaly', 'cardiac enlargement', 'enlarged heart'],
    ['macrocephaly', 'big head', 'Large head'],
    ['ocular abnormalities', 'abnormality of the eye', 'Anomaly of eye'],
    ['hyperglycaemia', 'elevated blood glucose', 'high blood sugar'],
    ['arthralgia', 'joint pain', 'painful joints'],
    ['myocarditis', 'inflammation of the heart muscle'],
    ['encephalitis', 'brain inflammation'],
    ['cholecystitis', 'gallbladder inflammation'],
    ['nephrolithiasis', 'kidney stones', 'renal calculi'],
    ['hepatosplenomegaly', 'enlarged liver and spleen'.replace(' and', '')],
    ['neurotoxicity', 'neuropathy'],
    ['gastrointestinal disorders', 'diseases of the stomach intestine'],
    ['dyskinetic', 'dyskinesia', 'dyskinesias'],
    ['psychotic', 'psychosis', 'psychoses'],
    ['diabetic', 'diabetics', 'diabetes'],
    ['epileptic', 'epilepsy'],
    ['parkinsonian', 'parkinsonism'],
    ['immunodeficiency', 'immune deficiency'],
    ['tachycardia', 'rapid heart'],
  ])('%j, %j …', (...names) => {
    expect(new Set(names.map(keyOf)).size).toBe(1);
  });
});

describe('names that mean something else do not', () => {
  it.each([
    ['hyperglycemia', 'hypoglycemia'],
    ['hepatitis', 'hepatomegaly'],
    ['nephritis', 'neuritis'],
    ['arthritis', 'arthralgia'],
    ['psychotic', 'otic'],
    ['macrocephaly', 'microcephaly'],
    ['Hypercalciuric hypocalcemia', 'Hypocalciuric hypercalcemia'],
    ['B cell positive, T cell negative', 'B cell negative, T cell positive'],
    ['HSAN2', 'HSAN2A'],
    ['tics', 'tick'],
    ['colon', 'colitis'],
  ])('%j, %j', (a, b) => {
    expect(keyOf(a)).not.toBe(keyOf(b));
  });
});

it('of nothing is nothing, and of unknown words the words', () => {
  expect(keyOf('')).toBe('');
  expect(keyOf('qwzx 17')).toBe('17 qwzx');
});

it('every form stands for one meaning', () => {
  const { words, beginnings, endings } = morphemes;
  expect(words.get('kidney')).toBe('kidney');
  expect(beginnings.get('nephr')).toBe('kidney');
  expect(endings.get('itis')).toBe('inflammation');
  for (const form of [...words.keys(), ...beginnings.keys(), ...endings.keys()]) {
    expect(form).toMatch(/^[a-z]{2,}$/u);
  }
});

describe('the key of a mention', () => {
  const hereditary = morphemeKey(nameKey('hereditary disease'));

  it.each([
    'autosomal dominant disorder',
    'autosomal recessive diseases',
    'X-linked condition',
    'inherited human disease',
    'recessively inherited trait',
  ])('of %j is a hereditary disease’s', (mention) => {
    expect(morphemeKeyOfMention(nameKey(mention))).toBe(hereditary);
  });

  it.each(['human disease', 'autosomal dominant', 'autosomal dominant ataxia', 'genetic skin disease', ''])(
    'of %j is its own',
    (mention) => {
      expect(morphemeKeyOfMention(nameKey(mention))).toBe(morphemeKey(nameKey(mention)));
    },
  );
});
