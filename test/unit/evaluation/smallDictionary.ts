import type { Dictionary } from '../../../src/core/evaluation/dictionaries/dictionary.ts';

/** Small enough to know by heart. */
export const smallDictionary: Dictionary = {
  file: '/data/small.txt',
  sha256: 'a'.repeat(64),
  problems: [],
  concepts: [
    { ids: ['D1', '11'], names: ['heart attack', 'myocardial infarction'] },
    { ids: ['D2'], names: ['diabetes', 'diabetes mellitus'] },
    { ids: ['D3'], names: ['pulmonary edema'] },
    { ids: ['D4'], names: ['cough', 'Diabetes'] },
  ],
};
