import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConceptStore } from '../../../src/core/conceptStore/conceptStore.ts';
import { ensureConceptStore } from '../../../src/core/conceptStore/ensureConceptStore.ts';
import { defaultLinkOptions, type Candidate } from '../../../src/core/linking/candidate.ts';
import { createLinker, type Linker } from '../../../src/core/linking/linker.ts';
import type { Concept } from '../../../src/core/vocabulary/concept.ts';
import { createSource, tenConcepts } from '../conceptStore/tenConcepts.ts';
import { createFakeEncoder, type FakeEncoder } from '../encoder/fakeEncoder.ts';

/** As large vocabularies are. */
const noAbbreviations: readonly Concept[] = [
  { curie: 'HP:0001658', preferredName: 'Myocardial infarction', synonyms: [], semanticTypes: ['Phenotype'] },
  { curie: 'HP:0100598', preferredName: 'Pulmonary edema', synonyms: [], semanticTypes: ['Phenotype'] },
];

let dataFolder = '';
let stores: ConceptStore[] = [];
let encoder: FakeEncoder;
let linker: Linker;

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'termlens-linker-'));
  const building = { dataFolder, encoder: createFakeEncoder() };
  stores = [
    await ensureConceptStore(createSource(), building),
    await ensureConceptStore(createSource(tenConcepts.slice(0, 1), 'one'), building),
    await ensureConceptStore(createSource(noAbbreviations, 'large'), building),
  ];
});

afterAll(() => {
  stores.forEach((store) => {
    store.close();
  });
  rmSync(dataFolder, { recursive: true, force: true });
});

beforeEach(() => {
  encoder = createFakeEncoder({
    sameMeaning: {
      'water on the lungs': 'Pulmonary Edema',
      'lung oedemas': 'Lung',
      coronary: 'heart attack',
    },
  });
  linker = createLinker(stores.slice(0, 1), encoder);
});

const curies = (candidates: readonly Candidate[]): string[] => candidates.map(({ curie }) => curie);
const never = new AbortController().signal;

describe('linkExactly', () => {
  it.each([
    ['heart attack', ['MESH:D009203']],
    ['Heart-Attack', ['MESH:D009203']],
    ['HEART\u00a0ATTACK', ['MESH:D009203']],
    ['heart attacks', []],
    ['multiple sclerosis', ['MESH:D009103']],
    // Abbreviations in any case, unless that spelling is a word or a unit.
    ['SOB', ['MESH:D004417']],
    ['sob', ['MESH:D004417']],
    ['t2dm', ['MESH:D003924']],
    ['ALL', ['MESH:D054198']],
    [' ALL ', ['MESH:D054198']],
    ['all', []],
    ['All', []],
    ['MI', ['MESH:D009203']],
    ['mi', []],
    ['Mg', ['MESH:D008274']],
    ['mg', []],
    ['MG', []],
    ['Na', ['MESH:D012964']],
    ['na', []],
    ['NA', []],
    ['MS', ['MESH:D009103']],
    ['ms', []],
    ['', []],
    ['...', []],
  ])('%j → %j', async (mention, expected) => {
    const [{ candidates } = { candidates: [] }] = await linker.linkExactly([mention], defaultLinkOptions);
    expect(curies(candidates)).toEqual(expected);
    expect(candidates.filter(({ score, matchType }) => score !== 1 || matchType !== 'exact')).toEqual([]);
    expect(encoder.requests).toEqual([]);
  });
});

describe('link', () => {
  it('puts the exact concept first and those near in meaning behind it', async () => {
    const [result] = await linker.link(['diabetes'], { ...defaultLinkOptions, minScore: 0 });
    expect(result?.mention).toBe('diabetes');
    expect(result?.candidates[0]).toMatchObject({ curie: 'MESH:D003920', matchType: 'exact', score: 1 });
    expect(result?.candidates[1]).toMatchObject({ curie: 'MESH:D003924', matchType: 'semantic' });
    expect(result?.candidates.slice(1).every(({ score }) => score < 1)).toBe(true);
    expect(new Set(curies(result?.candidates ?? [])).size).toBe(5);
  });

  it('finds by meaning what has no name in common, never with the score of an exact match', async () => {
    const [result] = await linker.link(['water on the lungs'], defaultLinkOptions);
    expect(result?.candidates[0]).toMatchObject({
      curie: 'MESH:D011654',
      matchType: 'semantic',
    });
    expect(result?.candidates[0]?.score).toBeGreaterThan(0.6);
    expect(result?.candidates[0]?.score).toBeLessThan(1);
  });

  it('has an empty list for what is near to nothing', async () => {
    const mentions = ['zzzz qqqq', '', '....', 'ab', '5 mg'];
    const results = await linker.link(mentions, defaultLinkOptions);
    expect(results).toEqual(mentions.map((mention) => ({ mention, candidates: [] })));
  });

  it('encodes what is long enough to have a meaning, once and in one request', async () => {
    await linker.link(['heart attack', 'MI', '12.5%', 'coronary', 'heart attack'], defaultLinkOptions);
    expect(encoder.requests).toEqual([['heart attack', 'coronary']]);
  });

  it('gives results in the order asked, of which it remembers those of earlier requests', async () => {
    await linker.link(['heart attack', 'ALL'], defaultLinkOptions);
    const results = await linker.link(['coronary', 'ALL', 'heart attack', 'lungs'], defaultLinkOptions);
    expect(results.map(({ candidates }) => candidates[0]?.curie)).toEqual([
      'MESH:D009203',
      'MESH:D054198',
      'MESH:D009203',
      'MESH:D008168',
    ]);
    expect(encoder.requests).toEqual([['heart attack'], ['coronary', 'lungs']]);
  });

  it('remembers results for the options they were asked with', async () => {
    const chemicals = { ...defaultLinkOptions, semanticTypes: ['Chemical'] };
    expect((await linker.link(['sodium'], defaultLinkOptions))[0]?.candidates).toHaveLength(1);
    expect(curies((await linker.link(['sodium'], chemicals))[0]?.candidates ?? [])).toEqual(['MESH:D012964']);
    expect((await linker.link(['heart attack'], chemicals))[0]?.candidates).toEqual([]);
    expect((await linker.link(['heart attack'], defaultLinkOptions))[0]?.candidates).not.toEqual([]);
    expect(
      (await linker.link(['sodium'], { ...defaultLinkOptions, minScore: 0 }))[0]?.candidates,
    ).toHaveLength(5);
  });

  it('gives the exact match of another type its place, when the nearer one is filtered out', async () => {
    const bodyParts = { ...defaultLinkOptions, semanticTypes: ['Body part'] };
    const [result] = await linker.link(['lung oedemas'], bodyParts);
    expect(result?.candidates).toMatchObject([{ curie: 'MESH:D008168', matchType: 'semantic' }]);
  });

  it('finds an abbreviation in vocabularies without it by what the others say it is', async () => {
    const [ten, , large] = stores as [ConceptStore, ConceptStore, ConceptStore];
    const [both] = await createLinker([ten, large], encoder).link(['MI', 'SOB'], defaultLinkOptions);
    expect(both?.candidates).toMatchObject([
      { curie: 'MESH:D009203', vocabulary: 'ten', score: 1 },
      { curie: 'HP:0001658', vocabulary: 'large' },
    ]);
    const [alone] = await createLinker([large], encoder).link(['MI'], defaultLinkOptions);
    expect(alone?.candidates).toEqual([]);
  });

  it('asks all vocabularies, the user’s first one first', async () => {
    const [ten, one] = stores as [ConceptStore, ConceptStore];
    for (const order of [
      [ten, one],
      [one, ten],
    ]) {
      const [result] = await createLinker(order, encoder).link(['heart attack'], defaultLinkOptions);
      const found = result?.candidates.map(({ vocabulary, sameAs }) => [vocabulary, sameAs]);
      const [first, second] = order.map(({ manifest }) => manifest.id);
      expect(found).toEqual([[first, [{ curie: 'MESH:D009203', vocabulary: second }]]]);
    }
  });

  it('rejects with the signal’s reason, before it encodes and between two searches', async () => {
    const reason = new Error('the reader moved on');
    await expect(
      linker.link(['coronary'], defaultLinkOptions, { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
    expect(encoder.requests).toEqual([]);
    const controller = new AbortController();
    let searches = 0;
    const [store] = stores;
    const watched = store && {
      ...store,
      findNearest(...query: Parameters<ConceptStore['findNearest']>) {
        searches += 1;
        controller.abort(reason);
        return store.findNearest(...query);
      },
    };
    const names = Array.from({ length: 100 }, (_, i) => `some name ${i}`);
    const linking = createLinker(watched ? [watched] : [], encoder).link(names, defaultLinkOptions, {
      signal: controller.signal,
    });
    await expect(linking).rejects.toBe(reason);
    expect(searches).toBe(1);
  });

  it('remembers nothing of what was cancelled', async () => {
    const controller = new AbortController();
    const encoding = linker.link(['coronary'], defaultLinkOptions, { signal: controller.signal });
    controller.abort(new Error('cancelled'));
    await expect(encoding).rejects.toThrow('cancelled');
    expect(
      (await linker.link(['coronary'], defaultLinkOptions, { signal: never }))[0]?.candidates[0]?.curie,
    ).toBe('MESH:D009203');
  });
});

describe('search', () => {
  it.each([
    ['shor bre', 'MESH:D004417'],
    ['hea att', 'MESH:D009203'],
    ['leuk', 'MESH:D054198'],
    ['T2', 'MESH:D003924'],
    ['heart attack', 'MESH:D009203'],
  ])('finds while %j is being typed %s', async (query, curie) => {
    expect(curies(await linker.search(query, defaultLinkOptions))[0]).toBe(curie);
  });

  it('puts the name itself before names that begin like it', async () => {
    expect(await linker.search('diabetes', defaultLinkOptions)).toMatchObject([
      { curie: 'MESH:D003920', matchType: 'exact', score: 1 },
      { curie: 'MESH:D003924', matchType: 'lexical' },
    ]);
  });

  it('shows also what is not likely, but not just anything, of the types asked for', async () => {
    const sure = { ...defaultLinkOptions, minScore: 1 };
    expect((await linker.link(['heart attacked'], sure))[0]?.candidates).toEqual([]);
    expect(await linker.search('heart attacked', sure)).toMatchObject([
      { curie: 'MESH:D009203', matchType: 'lexical' },
    ]);
    expect(
      await linker.search('heart attacked', { ...defaultLinkOptions, semanticTypes: ['Chemical'] }),
    ).toEqual([]);
    expect(await linker.search('qqqq zzzz', defaultLinkOptions)).toEqual([]);
  });

  it('finds nothing for nothing', async () => {
    expect(await linker.search('', defaultLinkOptions)).toEqual([]);
    expect(await linker.search(' - ', defaultLinkOptions)).toEqual([]);
  });

  it('rejects with the signal’s reason', async () => {
    const reason = new Error('typed on');
    await expect(linker.search('diab', defaultLinkOptions, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
