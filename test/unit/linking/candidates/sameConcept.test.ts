import { describe, expect, it } from 'vitest';
import type { ConceptStore } from '../../../../src/core/conceptStore/conceptStore.ts';
import type { Candidate } from '../../../../src/core/linking/candidate.ts';
import { mergeSameConcepts } from '../../../../src/core/linking/candidates/sameConcept.ts';
import type { Concept } from '../../../../src/core/vocabulary/concept.ts';

function candidate(vocabulary: string, curie: string, changes: Partial<Candidate> = {}): Candidate {
  return {
    curie,
    preferredName: `${curie} of ${vocabulary}`,
    matchedName: 'heart zap',
    matchType: 'exact',
    score: 1,
    vocabulary,
    semanticTypes: [`type of ${vocabulary}`],
    evidence: {},
    ...changes,
  };
}

const infarction: Concept = {
  curie: 'MESH:D009203',
  preferredName: 'Myocardial Infarction',
  synonyms: [],
  semanticTypes: ['Disorder'],
};

/** A store that knows one concept by its identifier, and by a former one. */
function createFakeStore(id: string): ConceptStore {
  const store: Pick<ConceptStore, 'manifest' | 'conceptsByCurie'> = {
    manifest: { id } as ConceptStore['manifest'],
    conceptsByCurie: (curies) =>
      Promise.resolve(
        curies.map((curie) => (['MESH:D009203', 'MESH:OLD'].includes(curie) ? infarction : undefined)),
      ),
  };
  return store as ConceptStore;
}

const stores = ['own-0123456789ab', 'own', 'starter'].map(createFakeStore);
const merge = async (...candidates: readonly Candidate[]): Promise<Candidate[]> =>
  (await mergeSameConcepts([candidates], stores))[0] ?? [];

describe('mergeSameConcepts', () => {
  it('shows a concept once, where its best match stands, as its vocabulary describes it', async () => {
    const merged = await merge(
      candidate('own', 'MESH:D009203', { score: 1 }),
      candidate('starter', 'MESH:D003920', { score: 0.9 }),
      candidate('starter', 'MESH:D009203', { score: 0.5, matchedName: 'heart attack' }),
    );
    expect(merged).toEqual([
      candidate('starter', 'MESH:D009203', {
        score: 1,
        matchedName: 'heart zap',
        sameAs: [{ curie: 'MESH:D009203', vocabulary: 'own' }],
      }),
      candidate('starter', 'MESH:D003920', { score: 0.9 }),
    ]);
  });

  it('describes a concept of which only the user’s name was found as its vocabulary does', async () => {
    expect(await merge(candidate('own', 'MESH:D009203'))).toEqual([
      candidate('starter', 'MESH:D009203', {
        preferredName: 'Myocardial Infarction',
        semanticTypes: ['Disorder'],
        sameAs: [{ curie: 'MESH:D009203', vocabulary: 'own' }],
      }),
    ]);
  });

  it('keeps the own row of what no vocabulary has, or only under another identifier', async () => {
    const own = [
      candidate('own', 'HP:0000001'),
      candidate('own', 'MESH:OLD'),
      candidate('own', 'LOCAL:0001'),
    ];
    expect(await merge(...own)).toEqual(own);
  });

  it('merges two vocabularies that are nobody’s own, in the order in which they stand', async () => {
    const merged = await merge(candidate('large', 'MESH:D1'), candidate('starter', 'MESH:D1'));
    expect(merged).toEqual([
      candidate('large', 'MESH:D1', { sameAs: [{ curie: 'MESH:D1', vocabulary: 'starter' }] }),
    ]);
  });

  it('takes local identifiers of two people for two concepts, unless their names are the same', async () => {
    const ours = candidate('own-0123456789ab', 'LOCAL:0001', { preferredName: 'Zwickel pump' });
    const mine = candidate('own', 'LOCAL:0001', { preferredName: 'Quandle clamp' });
    expect(await merge(ours, mine)).toEqual([ours, mine]);
    expect(await merge(ours, { ...mine, preferredName: 'zwickel-pump' })).toEqual([
      { ...ours, sameAs: [{ curie: 'LOCAL:0001', vocabulary: 'own' }] },
    ]);
  });

  it('keeps lists apart', async () => {
    const lists = [[candidate('starter', 'MESH:D1')], [], [candidate('starter', 'MESH:D1')]];
    expect(await mergeSameConcepts(lists, stores)).toEqual(lists);
  });
});
