import { describe, expect, it } from 'vitest';
import { ConceptStoreError } from '../../../src/core/conceptStore/storeErrors.ts';
import {
  createVectorWriter,
  openVectorIndex,
  vectorEngines,
} from '../../../src/core/conceptStore/vectorEngines.ts';
import type { VectorIndex } from '../../../src/core/conceptStore/vectorIndex.ts';
import { replaceFolder } from '../../../src/core/replaceFolder.ts';
import {
  build,
  cosine,
  dimensions,
  ids,
  idsOf,
  nearestByTheBook,
  newFolder,
  unitVectors,
  vectorOf,
  withIndex,
} from './smallIndexes.ts';

describe.each(vectorEngines)('an index of %s', (engine) => {
  const vectors = unitVectors(3000, 1);
  const queries = unitVectors(50, 2);
  let shared: Promise<string> | undefined;
  const sharedFolder = (): Promise<string> => (shared ??= build(engine, vectors));

  it('finds what comparing every vector finds', async () => {
    const found = await withIndex(engine, await sharedFolder(), (index) => index.search(queries, 24));
    expect(found).toHaveLength(50);
    let common = 0;
    found.forEach((matches, i) => {
      const expected = new Set(ids(nearestByTheBook(vectors, vectorOf(queries, i), 24)));
      common += ids(matches).filter((nameId) => expected.has(nameId)).length;
    });
    expect(common / (50 * 24)).toBeGreaterThanOrEqual(0.99);
  });

  it('states cosines, nearest first', async () => {
    const found = await withIndex(engine, await sharedFolder(), (index) => index.search(queries, 10));
    found.forEach((matches, i) => {
      expect(matches).toHaveLength(10);
      matches.forEach(({ nameId, similarity }, place) => {
        const exact = cosine(vectorOf(queries, i), vectorOf(vectors, (nameId - 5) / 3));
        expect(similarity).toBeCloseTo(exact, 5);
        expect(similarity).toBeLessThanOrEqual(matches[place - 1]?.similarity ?? Infinity);
      });
    });
  });

  it('answers one query as it answers several', async () => {
    await withIndex(engine, await sharedFolder(), async (index) => {
      const together = await index.search(queries, 5);
      expect(await index.search(vectorOf(queries, 7), 5)).toEqual([together[7]]);
      expect(await index.search(new Float32Array(0), 5)).toEqual([]);
    });
  });

  it('gives equally near names in the order of their ids', async () => {
    const twins = unitVectors(400, 3);
    for (const row of [399, 20, 250, 4, 77]) {
      twins.set(vectorOf(twins, 100), row * dimensions);
    }
    const found = await withIndex(engine, await build(engine, twins), (index) =>
      index.search(vectorOf(twins, 100), 8),
    );
    expect(ids(found[0]).slice(0, 6)).toEqual([4, 20, 77, 100, 250, 399].map((row) => 5 + row * 3));
  });

  it.each([0, 1, 7])('gives all names when there are but %i', async (count) => {
    const few = unitVectors(count, 4);
    const found = await withIndex(engine, await build(engine, few), (index) => index.search(queries, 24));
    expect(found).toHaveLength(50);
    found.forEach((matches, i) => {
      expect(ids(matches)).toEqual(ids(nearestByTheBook(few, vectorOf(queries, i), 24)));
    });
  });

  it('compares a query with names, in their order; names without a vector are NaN', async () => {
    const query = vectorOf(queries, 0);
    const similarities = await withIndex(engine, await sharedFolder(), (index) =>
      index.compare(query, [5 + 3 * 2999, 6, 5, 4, 5 + 3 * 3000, 5 + 3 * 2048]),
    );
    const exact = (row: number): number => cosine(query, vectorOf(vectors, row));
    [exact(2999), NaN, exact(0), NaN, NaN, exact(2048)].forEach((expected, i) => {
      if (Number.isNaN(expected)) {
        expect(similarities[i]).toBeNaN();
      } else {
        expect(similarities[i]).toBeCloseTo(expected, 5);
      }
    });
  });

  it('is open twice at once', async () => {
    const folder = await sharedFolder();
    const [one, other] = await Promise.all([
      openVectorIndex(engine, folder, dimensions),
      openVectorIndex(engine, folder, dimensions),
    ]);
    const before = await one.search(queries, 3);
    one.close();
    expect(await other.search(queries, 3)).toEqual(before);
    other.close();
  });

  it('answers from what it opened while its folder is replaced', async () => {
    const folder = await build(engine, unitVectors(1500, 5));
    const draft = await build(engine, unitVectors(900, 6));
    const search = (index: VectorIndex): ReturnType<VectorIndex['search']> => index.search(queries, 3);
    const after = await withIndex(engine, draft, search);
    await withIndex(engine, folder, async (old) => {
      const before = await old.search(queries, 3);
      await replaceFolder(draft, folder);
      expect(await old.search(queries, 3)).toEqual(before);
      expect(await withIndex(engine, folder, search)).toEqual(after);
    });
  });

  it('opens the one or the other while its folder is replaced again and again', async () => {
    const folder = await build(engine, unitVectors(300, 5));
    const [first, second] = [unitVectors(300, 5), unitVectors(310, 6)];
    const query = vectorOf(queries, 0);
    const expected = [first, second].map((some) => ids(nearestByTheBook(some, query, 1)));
    const nearest = async (index: VectorIndex): Promise<number[]> => ids((await index.search(query, 1))[0]);
    const replacing = (async () => {
      for (let i = 0; i < 10; i++) {
        await replaceFolder(await build(engine, i % 2 === 0 ? second : first), folder);
      }
    })();
    for (let i = 0; i < 40; i++) {
      const found = await withIndex(engine, folder, nearest).catch((error: unknown) => error);
      if (!(found instanceof ConceptStoreError)) {
        expect(expected).toContainEqual(found);
      }
    }
    await replacing;
    expect(await withIndex(engine, folder, nearest)).toEqual(expected[0]);
  });

  it('refuses other dimensions', async () => {
    const opening = openVectorIndex(engine, await sharedFolder(), dimensions * 2);
    await expect(opening).rejects.toThrow(ConceptStoreError);
    await expect(opening).rejects.toThrow(/do not have 32 dimensions/u);
  });

  it('refuses a folder without an index, naming it', async () => {
    const folder = newFolder();
    await expect(openVectorIndex(engine, folder, dimensions)).rejects.toMatchObject({
      name: 'ConceptStoreError',
      file: expect.stringContaining(folder) as string,
    });
  });

  it('is not made of fewer vectors than were promised', async () => {
    const writer = await createVectorWriter(engine, { folder: newFolder(), nameIds: idsOf(3), dimensions });
    await writer.add(unitVectors(2, 1));
    await expect(writer.finish()).rejects.toThrow('3 vectors were promised, 2 came');
    await writer.close();
  });

  it('is no longer written to once that is cancelled', async () => {
    const cancellation = new AbortController();
    const reason = new Error('not now');
    const { signal } = cancellation;
    const writer = await createVectorWriter(engine, {
      folder: newFolder(),
      nameIds: idsOf(3000),
      dimensions,
      signal,
    });
    const adding = writer.add(unitVectors(1500, 1)).then(() => writer.add(unitVectors(1500, 1)));
    cancellation.abort(reason);
    await expect(adding).rejects.toBe(reason);
    await writer.close();
  });
});
