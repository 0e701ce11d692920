import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../../../src/core/linking/candidate.ts';
import { relateCrossReferenced } from '../../../../src/core/linking/candidates/crossReferences.ts';
import { distinctConcepts, identifiersOf } from '../../../../src/protocol/distinctConcepts.ts';

function candidate(vocabulary: string, curie: string): Candidate {
  return {
    ...{ vocabulary, curie, preferredName: curie, matchedName: curie },
    ...{ matchType: 'exact', score: 1, semanticTypes: [], evidence: {} },
  };
}

function relate(
  ...referring: readonly (readonly [vocabulary: string, curie: string, ...crossReferences: string[]])[]
): Candidate[] {
  return relateCrossReferenced(
    referring.map(([vocabulary, curie, ...crossReferences]) => ({
      candidate: candidate(vocabulary, curie),
      crossReferences,
    })),
  );
}

/** What is shown of them, with all identifiers of each. */
function shown(candidates: readonly Candidate[]): string[] {
  return distinctConcepts(candidates).map((one) => identifiersOf(one).join(' '));
}

describe('candidates of several vocabularies', () => {
  it('stay, and are shown once where a cross reference of either says that they are the same', () => {
    const related = relate(
      ['starter', 'MESH:D012640'],
      ['hpo', 'HP:0001250', 'MESH:D012640'],
      ['mondo', 'MONDO:1', 'HP:0001250'],
      ['hpo', 'HP:0002197'],
    );
    expect(related.map(({ curie }) => curie)).toEqual([
      'MESH:D012640',
      'HP:0001250',
      'MONDO:1',
      'HP:0002197',
    ]);
    expect(related[1]?.sameAs).toEqual([
      { curie: 'MESH:D012640', vocabulary: 'starter' },
      { curie: 'MONDO:1', vocabulary: 'mondo' },
    ]);
    expect(shown(related)).toEqual(['MESH:D012640 HP:0001250 MONDO:1', 'HP:0002197']);
  });

  it('of one vocabulary are never the same, whatever they refer to', () => {
    expect(
      shown(relate(['hpo', 'HP:1', 'MESH:1'], ['hpo', 'HP:2', 'MESH:1'], ['starter', 'MESH:1'])),
    ).toEqual(['HP:1 MESH:1', 'HP:2']);
  });

  it('are not the same because both refer to a third', () => {
    expect(shown(relate(['hpo', 'HP:1', 'UMLS:C1'], ['mondo', 'MONDO:1', 'UMLS:C1']))).toEqual([
      'HP:1',
      'MONDO:1',
    ]);
  });
});
