import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConceptStore } from '../../../src/core/conceptStore/conceptStore.ts';
import type { CandidateHit, LinkOptions } from '../../../src/core/linking/candidate.ts';
import { rankCandidates } from '../../../src/core/linking/rankCandidates.ts';
import type { Concept } from '../../../src/core/vocabulary/concept.ts';

/** A store that knows concepts by their rows and nothing else. */
function createFakeStore(id: string, concepts: readonly Concept[]): ConceptStore {
  const store: Pick<ConceptStore, 'manifest' | 'concept'> = {
    manifest: { id } as ConceptStore['manifest'],
    concept: (conceptId) => concepts[conceptId],
  };
  return store as ConceptStore;
}

function concept(curie: string, semanticType: string): Concept {
  return { curie, preferredName: curie.toLowerCase(), synonyms: [], semanticTypes: [semanticType] };
}

const stores = [
  createFakeStore('one', [concept('A:1', 'Disorder'), concept('A:2', 'Symptom'), concept('A:0', 'Disorder')]),
  createFakeStore('two', [concept('B:1', 'Disorder')]),
];

const options: LinkOptions = { candidateCount: 5, minScore: 0.5, semanticTypes: [] };

function hit(changes: Partial<CandidateHit>): CandidateHit {
  return {
    storeIndex: 0,
    conceptId: 0,
    matchedName: 'n',
    preferred: false,
    matchType: 'semantic',
    score: 0.8,
    ...changes,
  };
}

describe('rankCandidates', () => {
  it.each<[string, CandidateHit[], Partial<LinkOptions>, string[]]>([
    ['the higher score', [hit({ score: 0.7 }), hit({ conceptId: 1, score: 0.9 })], {}, ['A:2', 'A:1']],
    [
      'at one score exact before lexical before semantic',
      [hit({}), hit({ conceptId: 1, matchType: 'lexical' }), hit({ conceptId: 2, matchType: 'exact' })],
      {},
      ['A:0', 'A:2', 'A:1'],
    ],
    ['then preferred names', [hit({}), hit({ conceptId: 1, preferred: true })], {}, ['A:2', 'A:1']],
    ['then the user’s order of vocabularies', [hit({ storeIndex: 1 }), hit({})], {}, ['A:1', 'B:1']],
    [
      'at last the identifier',
      [hit({ conceptId: 1 }), hit({}), hit({ conceptId: 2 })],
      {},
      ['A:0', 'A:1', 'A:2'],
    ],
    ['each concept once', [hit({ score: 0.6 }), hit({ score: 0.9 }), hit({ score: 0.7 })], {}, ['A:1']],
    [
      'nothing below the least score',
      [hit({ score: 0.4999 }), hit({ conceptId: 1, score: 0.5 })],
      {},
      ['A:2'],
    ],
    [
      'no more than asked for',
      [hit({}), hit({ conceptId: 1 }), hit({ conceptId: 2 })],
      { candidateCount: 2 },
      ['A:0', 'A:1'],
    ],
    [
      'as many as asked for of the types asked for',
      [hit({ score: 0.9 }), hit({ conceptId: 1 })],
      { candidateCount: 1, semanticTypes: ['Symptom'] },
      ['A:2'],
    ],
    ['nothing of other types', [hit({})], { semanticTypes: ['Chemical'] }, []],
    ['nothing of unknown concepts and stores', [hit({ conceptId: 9 }), hit({ storeIndex: 9 })], {}, []],
    ['nothing for nothing', [], {}, []],
  ])('puts first %s', (_, hits, changes, curies) => {
    expect(rankCandidates(stores, hits, { ...options, ...changes }).map(({ curie }) => curie)).toEqual(
      curies,
    );
  });

  it('says why a concept matched, by its best match', () => {
    const hits = [
      hit({ matchedName: 'near', score: 1 }),
      hit({ matchedName: 'same', matchType: 'exact', score: 1 }),
      hit({ matchedName: 'preferred', matchType: 'exact', preferred: true, score: 1 }),
    ];
    expect(rankCandidates(stores, hits, options)).toEqual([
      {
        curie: 'A:1',
        preferredName: 'a:1',
        matchedName: 'preferred',
        matchType: 'exact',
        score: 1,
        vocabulary: 'one',
        semanticTypes: ['Disorder'],
      },
    ]);
  });

  it('gives the same candidates whatever the order of the hits', () => {
    const someHit = fc.record({
      storeIndex: fc.nat({ max: 1 }),
      conceptId: fc.nat({ max: 2 }),
      matchedName: fc.constant('n'),
      preferred: fc.boolean(),
      matchType: fc.constantFrom('exact' as const, 'lexical' as const, 'semantic' as const),
      score: fc.constantFrom(0.3, 0.5, 0.9, 1),
    });
    const twoOrders = fc
      .array(someHit, { maxLength: 12 })
      .chain((hits) => fc.tuple(fc.constant(hits), fc.shuffledSubarray(hits, { minLength: hits.length })));
    fc.assert(
      fc.property(twoOrders, ([hits, others]) => {
        expect(rankCandidates(stores, others, options)).toEqual(rankCandidates(stores, hits, options));
      }),
    );
  });
});
