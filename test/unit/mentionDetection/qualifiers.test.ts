import { expect, it } from 'vitest';
import { qualifiedStart, withoutQualifiers } from '../../../src/core/mentionDetection/qualifiers.ts';

it.each([
  ['a hereditary |breast cancer', 'hereditary '],
  ['with type IV |Ehlers-Danlos syndrome', 'type IV '],
  ['Type 2a |diabetes', 'Type 2a '],
  ['late-onset familial |Alzheimer disease', 'late-onset familial '],
  ['an X-linked recessive |ataxia', 'X-linked recessive '],
  ['autosomal\n  dominant |deafness', 'autosomal\n  dominant '],
  ['severe |asthma', ''],
  ['type of |asthma', ''],
  ['a dose of 4 |asthma', ''],
  ['hereditary, |asthma', ''],
  ['the onset |asthma', ''],
  ['linked |asthma', ''],
  ['non-hereditary |asthma', ''],
  ['|asthma', ''],
])('%j begins with its qualifiers', (marked, expected) => {
  const start = marked.indexOf('|');
  const sentence = marked.replace('|', '');
  expect(sentence.slice(qualifiedStart(sentence, start), start)).toBe(expected);
});

it.each([
  ['late-onset familial Alzheimer disease', 'Alzheimer disease'],
  ['sporadic tumors', 'tumors'],
  ['tumors, sporadic', 'tumors, sporadic'],
  ['familial', 'familial'],
  ['type 2', 'type 2'],
])('%j without its qualifiers', (name, rest) => {
  expect(withoutQualifiers(name)).toBe(rest);
});
