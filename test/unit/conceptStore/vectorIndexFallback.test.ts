import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import type { ConceptStore } from '../../../src/core/conceptStore/conceptStore.ts';
import { ensureConceptStore } from '../../../src/core/conceptStore/ensureConceptStore.ts';
import { openConceptStore } from '../../../src/core/conceptStore/openConceptStore.ts';
import { ConceptStoreError } from '../../../src/core/conceptStore/storeErrors.ts';
import { loadUsearch } from '../../../src/core/conceptStore/usearchPackage.ts';
import {
  chooseVectorEngine,
  mostNamesComparedOneByOne,
} from '../../../src/core/conceptStore/vectorEngines.ts';
import { spell } from './askStore.ts';
import { createFakeEncoder, type FakeEncoder } from '../encoder/fakeEncoder.ts';
import { createSource, tenConcepts } from './tenConcepts.ts';

vi.mock(import('../../../src/core/conceptStore/usearchPackage.ts'), async (importOriginal) => {
  const original = await importOriginal();
  return { ...original, loadUsearch: vi.fn(original.loadUsearch) };
});

const dataFolder = mkdtempSync(join(tmpdir(), 'termlens-engines-'));

afterEach(() => {
  vi.mocked(loadUsearch).mockClear();
});

afterAll(() => {
  rmSync(dataFolder, { recursive: true, force: true });
});

/** The nearest name to each of `texts`, and how near the store says it is when it is asked for that name alone. */
async function nearestTo(
  store: ConceptStore,
  texts: readonly string[],
  encoder: FakeEncoder,
): Promise<{ readonly name: string | undefined; readonly similarity: number | undefined }[]> {
  const vectors = await encoder.encode(texts);
  const lists = await store.findNearest(vectors, 3);
  const firsts = lists.map(([first]) => first?.nameId ?? -1);
  const names = await spell(store, firsts);
  const compared = await store.compareVectors(
    firsts.map((nameId, i) => ({
      vector: vectors.subarray(i * encoder.dimensions, (i + 1) * encoder.dimensions),
      nameIds: [nameId],
    })),
  );
  return names.map((name, i) => ({ name, similarity: compared[i]?.[0] }));
}

it('chooses by size, and loads nothing for small ones', async () => {
  const folder = join(dataFolder, 'vectors');
  expect(await chooseVectorEngine(mostNamesComparedOneByOne, folder)).toBe('vectra');
  expect(loadUsearch).not.toHaveBeenCalled();
  expect(await chooseVectorEngine(mostNamesComparedOneByOne + 1, folder)).toBe('usearch');
});

it('reports a folder that cannot be written rather than another engine', async () => {
  const folder = join(dataFolder, 'a file', 'vectors');
  writeFileSync(join(dataFolder, 'a file'), '');
  await expect(chooseVectorEngine(mostNamesComparedOneByOne + 1, folder)).rejects.toMatchObject({
    code: 'ENOTDIR',
  });
});

it('builds a store again, once, where its engine does not run', { timeout: 60_000 }, async () => {
  const kinds = Array.from({ length: mostNamesComparedOneByOne }, (_, i) => ({
    curie: `MESH:C${i}`,
    preferredName: `disease of kind ${i}`,
    semanticTypes: ['Disorder'],
    synonyms: [],
  }));
  const source = createSource([...tenConcepts, ...kinds]);
  const encoder = createFakeEncoder();
  const options = { dataFolder, encoder };

  const made = await ensureConceptStore(source, options);
  expect(made.manifest.vectorEngine).toBe('usearch');
  // Unlike the ten thousand, and before them in the vocabulary.
  const unlike = tenConcepts.map(({ preferredName }) => preferredName);
  const found = await nearestTo(made, unlike, encoder);
  const right = found.filter(({ name }, i) => name === unlike[i]);
  expect(right.length).toBeGreaterThanOrEqual(8);
  right.forEach(({ similarity }) => expect(similarity).toBeCloseTo(1, 5));
  made.close();

  vi.mocked(loadUsearch).mockRejectedValue(new Error('No native build was found'));
  await expect(openConceptStore(made.folder, encoder.fingerprint)).rejects.toThrow(ConceptStoreError);
  const again = await ensureConceptStore(source, options);
  expect(again.manifest.vectorEngine).toBe('vectra');
  expect((await nearestTo(again, unlike, encoder)).map(({ name }) => name)).toEqual(unlike);
  again.close();

  const encoded = encoder.requests.length;
  (await ensureConceptStore(source, options)).close();
  expect(encoder.requests).toHaveLength(encoded);
});
