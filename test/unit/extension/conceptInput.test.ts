import { describe, expect, it } from 'vitest';
import { OwnConceptError } from '../../../src/core/vocabulary/own/ownTableErrors.ts';
import { withConcept } from '../../../src/core/vocabulary/own/editOwnTable.ts';
import {
  describePlace,
  identifierProblem,
  nameProblem,
  orderPlaces,
  splitSynonyms,
  synonymsProblem,
} from '../../../src/extension/commands/conceptInput.ts';

/** Whether the server would store it. */
function isStored(curie: string, preferredName: string): boolean {
  const row = { curie, preferredName, synonyms: [], abbreviations: [], semanticTypes: [] };
  try {
    withConcept('', 'concepts.tsv', row);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(OwnConceptError);
    return false;
  }
}

describe('what is typed is judged as the server judges it', () => {
  it.each([
    'heart zap',
    'T2DM',
    '5-HT',
    'Σ',
    '',
    ' ',
    '–',
    'a|b',
    'a\tb',
    'a\nb',
    'x'.repeat(500),
    'x'.repeat(501),
  ])('name %j', (name) => {
    expect(nameProblem(name) === undefined).toBe(isStored('LOCAL:0001', name));
  });

  it.each([
    'LOCAL:0001',
    'MESH:D009203',
    'OMIM.PS:1',
    'local:1',
    'LOCAL',
    'LOCAL:',
    'A:b c',
    'A:b:c',
    'A:b|c',
    '',
  ])('identifier %j', (curie) => {
    expect(identifierProblem(curie) === undefined).toBe(isStored(curie, 'name'));
  });
});

describe('synonyms in one line', () => {
  it('are split at semicolons', () => {
    expect(splitSynonyms(' heart zap;; zap, of the heart ; ')).toEqual(['heart zap', 'zap, of the heart']);
    expect(splitSynonyms(' ')).toEqual([]);
  });

  it('are all checked, and may be none', () => {
    expect(synonymsProblem('')).toBeUndefined();
    expect(synonymsProblem('heart zap; HZ')).toBeUndefined();
    expect(synonymsProblem('heart zap; a|b')).toContain('|');
  });
});

describe('places', () => {
  const team = {
    id: 'own-1',
    title: 'a',
    file: '/w/my notes/.termlens/concepts.tsv',
    workspaceFolder: 'file:///w/my%20notes',
  };
  const user = { id: 'own', title: 'b', file: '/home/own/concepts.tsv' };

  it('begin with the one that was used last', () => {
    expect(orderPlaces([team, user], undefined)).toEqual([team, user]);
    expect(orderPlaces([team, user], 'own')).toEqual([user, team]);
    expect(orderPlaces([team, user], 'own-closed')).toEqual([team, user]);
  });

  it('say for whom they are', () => {
    expect(describePlace(team).label).toBe('$(folder) Workspace: my notes');
    expect(describePlace(user)).toMatchObject({ label: '$(account) User', detail: '/home/own/concepts.tsv' });
  });
});
