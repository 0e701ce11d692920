import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConceptStore } from '../../../src/core/conceptStore/conceptStore.ts';
import { ensureConceptStore } from '../../../src/core/conceptStore/ensureConceptStore.ts';
import { createDictionaryVocabulary } from '../../../src/core/evaluation/dictionaryVocabulary.ts';
import { evaluateNames } from '../../../src/core/evaluation/evaluateNames.ts';
import { createCosineSearch, createInnerProductSearch } from '../../../src/core/evaluation/nameSearch.ts';
import type { Encoder } from '../../../src/core/encoder/encoder.ts';
import { createFakeEncoder } from '../encoder/fakeEncoder.ts';
import { smallDictionary } from './smallDictionary.ts';

const encoder = createFakeEncoder({ sameMeaning: { coronary: 'heart attack' } });
const mention = (text: string, ...gold: string[][]): { mention: string; gold: string[][] } => ({
  mention: text,
  gold,
});

let folder = '';
let store: ConceptStore;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-names-'));
  const vocabulary = createDictionaryVocabulary(smallDictionary, encoder.fingerprint);
  store = await ensureConceptStore(vocabulary, { dataFolder: folder, encoder });
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('evaluateNames', () => {
  const mentions = [
    mention('Coronary', ['11']),
    mention('diabetes mellitus', ['D2']),
    mention('diabetes mellitus', ['D4']),
    mention('diabetes mellitus', ['D9']),
    mention('cough', []),
    { ...mention('x', ['D1', 'D4']), parts: ['coronary', 'Cough'] },
  ];

  it('counts names, not concepts, and every mention, also where several are the same', async () => {
    const asked = createFakeEncoder({ sameMeaning: { coronary: 'heart attack' } });
    const ranks = await evaluateNames(mentions, asked, createCosineSearch(store), { count: 7 });
    // "diabetes mellitus" is nearest to itself, then to "diabetes" of D2 and of D4.
    expect(ranks).toEqual([1, 1, 3, undefined, undefined, 1]);
    expect(asked.requests).toEqual([['coronary', 'diabetes mellitus', 'cough']]);
  });

  it('looks no further than asked', async () => {
    const ranks = await evaluateNames(mentions, encoder, createCosineSearch(store), { count: 2 });
    expect(ranks).toEqual([1, 1, undefined, undefined, undefined, 1]);
  });

  it('is cancelled', async () => {
    const cancelled = AbortSignal.abort(new Error('Enough.'));
    const options = { count: 7, signal: cancelled };
    await expect(evaluateNames(mentions, encoder, createCosineSearch(store), options)).rejects.toThrow(
      'Enough.',
    );
  });
});

describe('by raw inner product', () => {
  /** One-dimensional but for direction: the letters of a name are its length, so that long names win. */
  const byLength: Encoder = {
    fingerprint: 'length',
    dimensions: 2,
    encode: (names, options) =>
      Promise.resolve(
        Float32Array.from(names.flatMap((name) => (options?.length === 'raw' ? [name.length, 1] : [1, 0]))),
      ),
  };

  it('raw vectors are compared, of mentions and of names', async () => {
    const progress: number[] = [];
    const search = await createInnerProductSearch(smallDictionary, byLength, {
      onProgress: (_, total) => progress.push(total),
    });
    const ranks = await evaluateNames(
      [mention('any', ['D1']), mention('any', ['D2']), mention('any', ['D3']), mention('any', ['D4'])],
      byLength,
      search,
      { count: 7 },
    );
    // 21 letters, 17, 15, 12, 8, 8, 5: D1, D2, D3, D1, D2 and D4.
    expect(ranks).toEqual([1, 2, 3, 6]);
  });

  it('finds with unit vectors what cosine finds', async () => {
    const search = await createInnerProductSearch(smallDictionary, encoder);
    expect(await evaluateNames([mention('coughs', ['D4'])], encoder, search, { count: 7 })).toEqual([1]);
  });
});
