import { describe, expect, it } from 'vitest';
import { moveVocabulary, switchVocabulary } from '../../../src/extension/commands/vocabularyOrder.ts';

/** In the order of the view; in capitals those that are not in use. */
function listed(...ids: readonly string[]): { id: string; bundled: boolean; inUse: boolean }[] {
  return ids.map((id) => ({
    id: id.toLowerCase(),
    bundled: id.toLowerCase() === 'starter',
    inUse: id === id.toLowerCase(),
  }));
}

describe('the order of the vocabularies', () => {
  it.each([
    { what: 'off', before: ['starter', 'hpo', 'mondo'], id: 'hpo', on: false, after: ['starter', 'mondo'] },
    {
      what: 'on, after the others',
      before: ['mondo', 'starter', 'HPO'],
      id: 'hpo',
      on: true,
      after: ['mondo', 'starter', 'hpo'],
    },
    {
      what: 'on, which makes it all of them',
      before: ['starter', 'hpo', 'MONDO'],
      id: 'mondo',
      on: true,
      after: [],
    },
    { what: 'on twice', before: ['mondo', 'starter'], id: 'mondo', on: true, after: [] },
    { what: 'off, as the last one', before: ['STARTER', 'hpo'], id: 'hpo', on: false, after: undefined },
  ])('switches one $what', ({ before, id, on, after }) => {
    expect(switchVocabulary(listed(...before), id, on)).toEqual(after);
  });

  it.each([
    {
      what: 'up',
      before: ['starter', 'hpo', 'mondo'],
      id: 'mondo',
      by: -1,
      after: ['starter', 'mondo', 'hpo'],
    },
    { what: 'down', before: ['starter', 'hpo', 'MONDO'], id: 'starter', by: 1, after: ['hpo', 'starter'] },
    { what: 'to where it stands in any case', before: ['hpo', 'starter'], id: 'starter', by: -1, after: [] },
    {
      what: 'not beyond the first',
      before: ['hpo', 'starter'],
      id: 'hpo',
      by: -1,
      after: ['hpo', 'starter'],
    },
    {
      what: 'not beyond the last',
      before: ['hpo', 'starter', 'MONDO'],
      id: 'starter',
      by: 1,
      after: ['hpo', 'starter'],
    },
    {
      what: 'not at all when it is not in use',
      before: ['hpo', 'starter', 'MONDO'],
      id: 'mondo',
      by: -1,
      after: ['hpo', 'starter'],
    },
  ])('moves one $what', ({ before, id, by, after }) => {
    expect(moveVocabulary(listed(...before), id, by)).toEqual(after);
  });
});
