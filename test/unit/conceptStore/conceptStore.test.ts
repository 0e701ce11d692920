import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConceptStore, StoredName } from '../../../src/core/conceptStore/conceptStore.ts';
import { ensureConceptStore } from '../../../src/core/conceptStore/ensureConceptStore.ts';
import { openConceptStore } from '../../../src/core/conceptStore/openConceptStore.ts';
import { EncoderMismatchError } from '../../../src/core/conceptStore/storeErrors.ts';
import { createFakeEncoder } from '../encoder/fakeEncoder.ts';
import { findConcept, findNamed, spell } from './askStore.ts';
import { createSource, tenConcepts } from './tenConcepts.ts';

const encoder = createFakeEncoder();
const progress: [number, number][] = [];
let dataFolder = '';
let store: ConceptStore;

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'termlens-store-'));
  store = await ensureConceptStore(createSource(), {
    dataFolder,
    encoder,
    onProgress: (done, total) => progress.push([done, total]),
  });
});

afterAll(() => {
  store.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const texts = (names: readonly StoredName[]): string[] => names.map(({ name }) => name);

async function nearestNames(text: string, count: number): Promise<string[]> {
  const [nearest = []] = await store.findNearest(await encoder.encode([text]), count);
  return spell(
    store,
    nearest.map(({ nameId }) => nameId),
  );
}

describe('a built store', () => {
  it('lies in the vocabulary’s folder, with its manifest and nothing beside it', () => {
    expect(readdirSync(join(dataFolder, 'vocabularies'))).toEqual(['ten']);
    expect(readdirSync(store.folder).sort()).toEqual(['concepts.sqlite', 'manifest.json', 'vectors']);
    expect(store.manifest).toMatchObject({
      id: 'ten',
      title: 'Ten concepts',
      conceptCount: 10,
      encoderFingerprint: 'fake-encoder',
      dimensions: 64,
    });
  });

  it('told how many names were encoded', () => {
    expect(progress.at(-1)).toEqual([encoder.requests[0]?.length, encoder.requests[0]?.length]);
  });

  it('keeps one of the names that differ in case or punctuation alone', async () => {
    expect(texts(await findNamed(store, 'multiple sclerosis'))).toEqual(['Multiple Sclerosis']);
    expect((await findConcept(store, 'MESH:D009103'))?.synonyms).toEqual([
      { name: 'MS', scope: 'exact', abbreviation: true },
    ]);
  });

  it.each([
    ['heart attack', ['heart attack']],
    ['mi', ['MI']],
    ['diabetes mellitus type 2', ['Diabetes Mellitus, Type 2']],
    ['Heart Attack', []],
    ['heart', []],
    ['', []],
    ["' OR 1=1 --", []],
  ])('finds %j under its normalized name: %j', async (normalized, names) => {
    expect(texts(await findNamed(store, normalized))).toEqual(names);
  });

  it.each([
    ['diab', ['diabetes', 'type 2 diabetes', 'Diabetes Mellitus', 'Diabetes Mellitus, Type 2']],
    ['diab 2', ['type 2 diabetes', 'Diabetes Mellitus, Type 2']],
    ['att hea', ['heart attack']],
    ['sh of br', ['Short of breath', 'shortness of breath']],
    ['xyz', []],
    ['', []],
    ['or', []],
    ['heart or attack', []],
    ['not', []],
    ['near', []],
    ['heart and', []],
    ['+', []],
    ['%', []],
    ['normalized lung', []],
    ['a b c', []],
  ])('finds names with words that begin like those of %j: %j', async (query, names) => {
    expect(texts(await store.findByWordPrefixes(query, 10))).toEqual(names);
  });

  it('finds no more names than asked for', async () => {
    expect(texts(await store.findByWordPrefixes('d', 2))).toEqual(['DM', 'Dyspnea']);
  });

  it.each([
    ['myocardial infarctions', 'Myocardial Infarction'],
    ['diabetes type 2', 'type 2 diabetes'],
    ['lung', 'Lung'],
  ])('finds for %j the nearest name %j first', async (text, name) => {
    expect((await nearestNames(text, 3))[0]).toBe(name);
  });

  it('answers several queries in their order, nearest first', async () => {
    const rows = await store.findNearest(await encoder.encode(['sodium', 'magnesium', 'heart attack']), 4);
    const firsts = rows.map(([first]) => first?.nameId ?? -1);
    expect(await spell(store, firsts)).toEqual(['Sodium', 'Magnesium', 'heart attack']);
    for (const row of rows) {
      const similarities = row.map(({ similarity }) => similarity);
      expect(row).toHaveLength(4);
      expect(similarities[0]).toBeCloseTo(1, 5);
      expect([...similarities].sort((a, b) => b - a)).toEqual(similarities);
    }
  });

  it('has no vectors of abbreviations, which say nothing about meaning', async () => {
    const all = await nearestNames('MS', 1000);
    const abbreviations = tenConcepts.flatMap(({ synonyms }) =>
      synonyms.filter(({ abbreviation }) => abbreviation).map(({ name }) => name),
    );
    expect(all.filter((name) => abbreviations.includes(name))).toEqual([]);
    expect(all).toHaveLength(store.manifest.nameCount - abbreviations.length);
    expect(encoder.requests.flat()).not.toContain('ALL');
    expect(texts(await findNamed(store, 'all'))).toEqual(['ALL']);
  });

  it('gives a concept by its identifier, by its row, and none for unknown ones', async () => {
    const infarction = await findConcept(store, 'MESH:D009203');
    expect(infarction).toEqual(tenConcepts[0]);
    expect(await findConcept(store, 'MESH:D008168')).toEqual(tenConcepts[5]);
    const [named] = await findNamed(store, 'mi');
    expect(await store.concepts([named?.conceptId ?? -1, 99])).toEqual([infarction, undefined]);
    expect(await findConcept(store, 'mesh:d009203')).toBeUndefined();
    expect(await store.names([-1])).toEqual([]);
  });

  it('is opened again without encoding anything', async () => {
    const other = createFakeEncoder();
    const again = await ensureConceptStore(createSource(), { dataFolder, encoder: other });
    again.close();
    expect(other.requests).toEqual([]);
  });

  it('refuses an encoder whose vectors are not its own', async () => {
    const opening = openConceptStore(store.folder, 'another-encoder');
    await expect(opening).rejects.toThrow(EncoderMismatchError);
    await expect(opening).rejects.toThrow(/"ten".*\(fake-enc\).*\(another-\).*Rebuild/su);
  });

  it('may be empty', async () => {
    const empty = await ensureConceptStore(createSource([], 'empty'), { dataFolder, encoder });
    expect(await empty.findByWordPrefixes('a', 5)).toEqual([]);
    expect(await empty.findNearest(await encoder.encode(['pain', 'fever']), 5)).toEqual([[], []]);
    empty.close();
    expect(existsSync(empty.folder)).toBe(true);
  });
});
