import { expect, test } from 'vitest';
import { createSameConcepts } from '../../../../src/core/evaluation/dictionaries/sameConcepts.ts';

test('identifiers of one concept get one form', () => {
  const concepts = [['D1', '100', '200'], ['D2', '200', 'D1'], ['300']].map((ids) => ({ ids, names: ['x'] }));
  const same = createSameConcepts({ concepts });
  const forms = ['D1', '100', '200', 'D2', '300', 'D9'].map((id) => [id, same(id)]);
  expect(Object.fromEntries(forms)).toEqual({
    ...{ D1: 'D1', 100: 'D1', D2: 'D2', 300: '300', D9: 'D9' },
    // Of two concepts that have it for an alternative, the first.
    200: 'D1',
  });
});
