import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConceptStore } from '../../../../src/core/conceptStore/conceptStore.ts';
import type { Candidate, LinkOptions } from '../../../../src/core/linking/candidate.ts';
import type { MatchedName } from '../../../../src/core/linking/candidates/matchedName.ts';
import { rankCandidates } from '../../../../src/core/linking/candidates/rankCandidates.ts';
import type { RankedConcept } from '../../../../src/core/linking/candidates/ranker.ts';
import type { Concept } from '../../../../src/core/vocabulary/concept.ts';

/** A store that knows concepts by their rows and nothing else. */
function createFakeStore(id: string, concepts: readonly Concept[]): ConceptStore {
  const store: Pick<ConceptStore, 'manifest' | 'concepts'> = {
    manifest: { id } as ConceptStore['manifest'],
    concepts: (conceptIds) => Promise.resolve(conceptIds.map((conceptId) => concepts[conceptId])),
  };
  return store as ConceptStore;
}

function concept(curie: string): Concept {
  return { curie, preferredName: curie.toLowerCase(), synonyms: [], semanticTypes: ['Disorder'] };
}

const stores = [
  createFakeStore('one', [concept('A:1'), concept('A:2'), concept('A:0')]),
  createFakeStore('two', [concept('B:1')]),
];

async function rankOne(
  concepts: readonly (readonly RankedConcept[])[],
  options: LinkOptions,
): Promise<readonly Candidate[]> {
  const [candidates = []] = await rankCandidates(stores, [concepts], options);
  return candidates;
}

const options: LinkOptions = { candidateCount: 5, minScore: 0.4, semanticTypes: [] };

interface Ranked extends Partial<Omit<MatchedName, 'name'>> {
  readonly conceptId?: number;
  readonly probability?: number;
  readonly preferred?: boolean;
}

function ranked({ conceptId = 0, probability = 0.5, preferred = false, ...match }: Ranked): RankedConcept {
  return {
    conceptId,
    probability,
    match: {
      name: { nameId: 0, conceptId, name: 'n', normalized: 'n', key: 'n', preferred, abbreviation: false },
      same: false,
      sameKey: false,
      sameMorphemes: 0,
      semantic: 0.9,
      ofMention: 0.5,
      ofName: 0.5,
      ...match,
    },
  };
}

describe('rankCandidates', () => {
  it.each<[string, Ranked[][], Partial<LinkOptions>, string[]]>([
    ['the likelier one', [[{ probability: 0.41 }, { conceptId: 1, probability: 0.45 }]], {}, ['A:2', 'A:1']],
    [
      'at one score the same name before same letters before same meaning',
      [[{}, { conceptId: 1, ofMention: 0.9, ofName: 0.9 }, { conceptId: 2, sameKey: true }]],
      {},
      ['A:0', 'A:2', 'A:1'],
    ],
    ['then preferred names', [[{}, { conceptId: 1, preferred: true }]], {}, ['A:2', 'A:1']],
    ['then the user’s order of vocabularies', [[{}], [{}]], {}, ['A:1', 'B:1']],
    ['at last the identifier', [[{ conceptId: 1 }, {}, { conceptId: 2 }]], {}, ['A:0', 'A:1', 'A:2']],
    [
      'nothing below the least score',
      [[{ probability: 0.3999 }, { conceptId: 1, probability: 0.4 }]],
      {},
      ['A:2'],
    ],
    [
      'the same name, however unlikely the ranker finds it',
      [[{ probability: 0.01, same: true }]],
      {},
      ['A:1'],
    ],
    [
      'all concepts with the same name, however many share it',
      [[0, 1, 2].map((conceptId) => ({ conceptId, probability: 0.1, same: true }))],
      {},
      ['A:0', 'A:1', 'A:2'],
    ],
    [
      'no more than asked for',
      [[{}, { conceptId: 1 }, { conceptId: 2 }]],
      { candidateCount: 2 },
      ['A:0', 'A:1'],
    ],
    ['nothing of unknown concepts and stores', [[{ conceptId: 9 }], [], [{}]], {}, []],
    ['nothing for nothing', [], {}, []],
  ])('puts first %s', async (_, lists, changes, curies) => {
    const concepts = lists.map((list) => list.map(ranked));
    const candidates = await rankOne(concepts, { ...options, ...changes });
    expect(candidates.map(({ curie }) => curie)).toEqual(curies);
  });

  it('is sure of a name that one concept has, and divides what several share', async () => {
    const scores = async (...concepts: Ranked[]): Promise<number[]> =>
      (await rankOne([concepts.map(ranked)], options)).map(({ score }) => score);
    expect(await scores({ same: true, probability: 0.7 }, { conceptId: 1, probability: 0.2 })).toEqual([1]);
    expect(
      await scores({ same: true, probability: 0.3 }, { conceptId: 1, same: true, probability: 0.1 }),
    ).toEqual([0.75, 0.25]);
  });

  it('says why a concept matched', async () => {
    const concepts = [[ranked({ probability: 0.87654, semantic: 0.91239, ofMention: 0.64, ofName: 0.36 })]];
    expect(await rankOne(concepts, options)).toEqual([
      {
        curie: 'A:1',
        preferredName: 'a:1',
        matchedName: 'n',
        matchType: 'semantic',
        score: 0.877,
        vocabulary: 'one',
        semanticTypes: ['Disorder'],
        evidence: { lexical: 0.48, semantic: 0.912 },
      },
    ]);
    const abbreviation = [[ranked({ same: true, semantic: undefined, ofMention: 0, ofName: 0 })]];
    expect(await rankOne(abbreviation, options)).toMatchObject([{ matchType: 'exact', evidence: {} }]);
  });

  it('gives the same candidates whatever the order of the concepts', async () => {
    const some = fc.record({
      probability: fc.constantFrom(0.3, 0.5, 0.9),
      preferred: fc.boolean(),
      same: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(some, some, some),
        fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
        async (three, order) => {
          const concepts = three.map((changes, conceptId) => ranked({ ...changes, conceptId }));
          const others = order.flatMap((i) => concepts[i] ?? []);
          expect(await rankOne([others], options)).toEqual(await rankOne([concepts], options));
        },
      ),
    );
  });
});
