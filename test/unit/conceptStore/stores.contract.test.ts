import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ConceptStore } from '../../../src/core/conceptStore/conceptStore.ts';
import {
  ConceptStoreError,
  EncoderMismatchError,
  SharedVocabularyError,
} from '../../../src/core/conceptStore/storeErrors.ts';
import type { Encoder } from '../../../src/core/encoder/encoder.ts';
import type { Concept } from '../../../src/core/vocabulary/concept.ts';
import { createFakeEncoder } from '../encoder/fakeEncoder.ts';
import { findConcept, findNamed, spell } from './askStore.ts';
import { engineNames, startEngine, type EngineUnderTest } from './engines.ts';
import { cosine, dimensions, unitVectors, vectorOf } from './smallIndexes.ts';
import { tenConcepts } from './tenConcepts.ts';

// The engine is chosen by the test, not by the number of names.
vi.mock('../../../src/core/conceptStore/vectorEngines.ts', { spy: true });

// A PostgreSQL in WebAssembly takes its time where others compute as well.
vi.setConfig({ testTimeout: 60_000 });

const many = 3_000;
const vectors = unitVectors(many, 1);
const queries = unitVectors(50, 2);
/** One in a hundred is of a rare type, one alone of the rarest. */
const typeOf = (i: number): string => (i === 77 ? 'Rarest' : i % 100 === 0 ? 'Rare' : 'Common');
const numbered = Array.from({ length: many }, (_, i): Concept => {
  const preferredName = `number ${i}`;
  return { curie: `N:${i}`, preferredName, synonyms: [], semanticTypes: [typeOf(i)] };
});

/** "number 12" has row 12 of `vectors`. */
const placing: Encoder = {
  fingerprint: 'placing',
  dimensions,
  encode(names) {
    const placed = new Float32Array(names.length * dimensions);
    names.forEach((name, i) => {
      placed.set(vectorOf(vectors, Number(name.slice('number '.length))), i * dimensions);
    });
    return Promise.resolve(placed);
  },
};

function nearestByTheBook(query: number, count: number, types?: readonly string[]): number[] {
  return numbered
    .map((_, row) => ({ row, similarity: cosine(vectorOf(queries, query), vectorOf(vectors, row)) }))
    .filter(({ row }) => types === undefined || types.includes(typeOf(row)))
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, count)
    .map(({ row }) => row);
}

describe.each(engineNames)('a store of %s', (name) => {
  let engine: EngineUnderTest;
  let large: ConceptStore;

  beforeAll(async () => {
    engine = await startEngine(name);
    await engine.add('large', numbered, placing);
    large = await engine.open('large', placing.fingerprint);
  }, 240_000);

  afterAll(async () => {
    large.close();
    await engine.end();
  });

  it('finds the ten nearest names, 98 of 100', async () => {
    const lists = await large.findNearest(queries, 10);
    const found = lists.map((list, query) => {
      const right = new Set(nearestByTheBook(query, 10));
      return list.filter(({ nameId }) => right.has(nameId)).length;
    });
    expect(lists.every((list) => list.length === 10)).toBe(true);
    expect(found.reduce((sum, count) => sum + count, 0) / (10 * lists.length)).toBeGreaterThanOrEqual(0.98);
    for (const list of lists) {
      const similarities = list.map(({ similarity }) => similarity);
      expect([...similarities].sort((a, b) => b - a)).toEqual(similarities);
    }
  });

  it.each([
    [['Rare'], 10],
    [['Rarest'], 1],
    [['Rarest', 'Rare'], 10],
    [['Unknown'], 0],
  ])('finds names of %j alone, however near the others are', async (types, expected) => {
    const lists = await large.findNearest(queries, 10, types);
    const right = lists.map((list, query) => {
      const wanted = new Set(nearestByTheBook(query, 10, types));
      return list.filter(({ nameId }) => wanted.has(nameId)).length;
    });
    expect(lists.map((list) => list.length)).toEqual(lists.map(() => expected));
    const all = right.reduce((sum, count) => sum + count, 0);
    expect(all).toBeGreaterThanOrEqual(0.98 * expected * lists.length);
  });

  it('says of a name what the search says', async () => {
    const [list = []] = await large.findNearest(vectorOf(queries, 0), 5);
    const nameIds = list.map(({ nameId }) => nameId);
    const asked = [{ vector: vectorOf(queries, 0), nameIds: [...nameIds, 99_999] }];
    const [compared = new Float32Array()] = await large.compareVectors(asked);
    list.forEach(({ similarity }, i) => {
      expect(compared[i]).toBeCloseTo(similarity, 4);
    });
    expect(compared[5]).toBeNaN();
    const [vector, none] = await large.findVectors(['number 12', 'Number 12']);
    expect(vector && cosine(vector, vectorOf(vectors, 12))).toBeCloseTo(1, 3);
    expect(none).toBeUndefined();
  });

  it('gives names in the order of the vocabulary', async () => {
    const twins = ['A:1', 'A:2', 'A:3'].map((curie) => ({
      curie,
      preferredName: 'Lung cancers',
      synonyms: ['lung cancer', 'cancer of lung'].map((text) => ({
        name: text,
        scope: 'exact' as const,
        abbreviation: false,
      })),
      semanticTypes: ['Disorder'],
    }));
    await engine.add('twins', twins, createFakeEncoder());
    const store = await engine.open('twins', 'fake-encoder');
    const [same = []] = await store.findByNormalizedName(['lung cancer']);
    const [key = []] = await store.findByNameKey(['cancer lung']);
    const [letters = []] = await store.findByLetters(['lung cancer'], 9);
    const prefixes = await store.findByWordPrefixes('lu', 4);
    expect(same.map(({ nameId }) => nameId)).toEqual([1, 4, 7]);
    expect(key.map(({ nameId }) => nameId)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(letters.slice(0, 3).map(({ nameId }) => nameId)).toEqual([1, 4, 7]);
    expect(
      await spell(
        store,
        prefixes.map(({ nameId }) => nameId),
      ),
    ).toEqual(['lung cancer', 'lung cancer', 'lung cancer', 'Lung cancers']);
    store.close();
  });

  it('takes a changed release and encodes only what is new', async () => {
    const [first, second, ...others] = tenConcepts;
    if (!first || !second) {
      throw new Error('There are ten concepts.');
    }
    await engine.add('changing', tenConcepts, createFakeEncoder());
    const before = await engine.open('changing', 'fake-encoder');
    const renamed = {
      ...first,
      synonyms: [{ name: 'coronary', scope: 'exact' as const, abbreviation: false }],
    };
    const added = { ...second, curie: 'NEW:1', preferredName: 'Zwickel fever', synonyms: [] };
    const encoder = createFakeEncoder();
    // Read without a pause while the other is built and takes its place.
    const reading = { ended: false };
    const readers = (async () => {
      let readings = 0;
      while (!reading.ended || readings === 0) {
        expect((await findNamed(before, 'heart attack')).map(({ name: text }) => text)).toEqual([
          'heart attack',
        ]);
        const [nearest] = await before.findNearest(await createFakeEncoder().encode(['Sodium']), 1);
        expect(await spell(before, [nearest?.[0]?.nameId ?? -1])).toEqual(['Sodium']);
        await new Promise(setImmediate);
        readings++;
      }
    })();
    await engine.add('changing', [renamed, ...others, added], encoder);
    reading.ended = true;
    await readers;
    before.close();
    expect(encoder.requests.flat().sort()).toEqual(['Zwickel fever', 'coronary']);
    const store = await engine.open('changing', 'fake-encoder');
    expect(await findNamed(store, 'heart attack')).toEqual([]);
    expect(await findNamed(store, 'coronary')).toHaveLength(1);
    expect(await findConcept(store, second.curie)).toBeUndefined();
    expect(await findConcept(store, 'NEW:1')).toEqual(added);
    const [nearest = []] = await store.findNearest(await encoder.encode(['zwickel fever']), 1);
    expect(
      await spell(
        store,
        nearest.map(({ nameId }) => nameId),
      ),
    ).toEqual(['Zwickel fever']);
    store.close();
  });

  it('stays as it was when its successor is given up', async () => {
    await engine.add('kept', tenConcepts, createFakeEncoder());
    const controller = new AbortController();
    const encoder = createFakeEncoder({
      beforeAnswer: () => {
        controller.abort(new Error('Enough.'));
      },
    });
    const next = engine.add('kept', numbered.slice(0, 10), encoder, controller.signal);
    await expect(next).rejects.toThrow('Enough.');
    const store = await engine.open('kept', 'fake-encoder');
    expect(await findNamed(store, 'heart attack')).toHaveLength(1);
    store.close();
  });

  it('is refused to another encoder, and when it is damaged', async () => {
    await engine.add('damaged', tenConcepts, createFakeEncoder());
    await expect(engine.open('damaged', 'another')).rejects.toThrow(EncoderMismatchError);
    await engine.damage('damaged');
    await expect(engine.open('damaged', 'fake-encoder')).rejects.toThrow(
      name === 'pgvector' ? SharedVocabularyError : ConceptStoreError,
    );
  });
});
