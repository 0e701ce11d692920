import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ConceptStore, StoredName } from '../../../../src/core/conceptStore/conceptStore.ts';
import { ensureConceptStore } from '../../../../src/core/conceptStore/ensureConceptStore.ts';
import {
  createConnectionPool,
  withConnection,
  type ConnectionPool,
} from '../../../../src/core/conceptStore/postgres/connect.ts';
import { openSharedStore } from '../../../../src/core/conceptStore/postgres/openSharedStore.ts';
import {
  publishVocabulary,
  type PublishOptions,
} from '../../../../src/core/conceptStore/postgres/publishVocabulary.ts';
import {
  listSharedVocabularies,
  removeSharedVocabulary,
} from '../../../../src/core/conceptStore/postgres/sharedVocabularies.ts';
import {
  EncoderMismatchError,
  MissingExtensionError,
  SharedVocabularyError,
  StoreReplacedError,
  StoreVersionError,
} from '../../../../src/core/conceptStore/storeErrors.ts';
import type { Concept } from '../../../../src/core/vocabulary/concept.ts';
import { createFakeEncoder, type FakeEncoder } from '../../encoder/fakeEncoder.ts';
import { findConcept, findNamed, spell } from '../askStore.ts';
import { createSource, tenConcepts } from '../tenConcepts.ts';
import { startPostgres, type RunningPostgres } from './startPostgres.ts';

// A PostgreSQL in WebAssembly takes its time where others compute as well.
vi.setConfig({ testTimeout: 60_000 });

let postgres: RunningPostgres;
let pool: ConnectionPool;
let dataFolder = '';

beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'termlens-shared-'));
  postgres = await startPostgres();
  pool = await createConnectionPool(postgres.shared);
}, 120_000);

afterAll(async () => {
  pool.close();
  await postgres.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function publish(
  concepts: readonly Concept[],
  id: string,
  options: Partial<PublishOptions> & { encoder?: FakeEncoder } = {},
): Promise<boolean> {
  const encoder = options.encoder ?? createFakeEncoder();
  const source = createSource(concepts, id);
  return (await publishVocabulary(source, postgres.shared, { dataFolder, ...options, encoder })).isNew;
}

async function open(id: string, fingerprint = 'fake-encoder'): Promise<ConceptStore> {
  const found = (await listSharedVocabularies(pool)).find(({ manifest }) => manifest.id === id);
  if (!found) {
    throw new Error(`There is no ${id}.`);
  }
  return openSharedStore(pool, found, fingerprint);
}

const releasesOf = async (id: string): Promise<number> =>
  (await pool.query('SELECT 1 FROM termlens.releases WHERE vocabulary = $1', [id])).length;
const texts = (names: readonly StoredName[]): string[] => names.map(({ name }) => name);
const [first, second, ...others] = tenConcepts;
if (!first || !second) {
  throw new Error('There are ten concepts.');
}
const renamed: Concept = { ...first, synonyms: [{ name: 'coronary', scope: 'exact', abbreviation: false }] };

describe('a vocabulary in a shared store', () => {
  it('answers as a local one does', async () => {
    const encoder = createFakeEncoder();
    await publish(tenConcepts, 'same', { encoder });
    const shared = await open('same');
    const local = await ensureConceptStore(createSource(tenConcepts, 'same'), { dataFolder, encoder });
    const words = [
      'heart attack',
      'mi',
      'infarctions myocardial',
      'diabetis melitus',
      'xyz',
      '',
      "' OR 1=1 --",
    ];
    const vectors = await encoder.encode(words);
    const ask = async (store: ConceptStore): Promise<unknown> => ({
      same: await store.findByNormalizedName(words),
      key: await store.findByNameKey([...words, 'infarction myocardial', 'attack heart']),
      morphemes: await store.findByMorphemeKey(words, 2),
      letters: await store.findByLetters(words, 5),
      shares: await store.compareLetters([
        { normalizedName: 'heart failure', names: await findNamed(store, 'heart attack') },
      ]),
      prefixes: await Promise.all(
        ['diab', 'sh of br', "o'", '\\', 'a:*', '', 'd'].map((text) => store.findByWordPrefixes(text, 3)),
      ),
      concepts: await store.concepts([0, 9, 0, 99]),
      curies: await store.conceptsByCurie(['MESH:D009103', 'mesh:d009103', '', 'MESH:D009203', 'a\0b']),
      nearest: (await store.findNearest(vectors, 6)).map((list) =>
        list.map(({ nameId }) => nameId).slice(0, 2),
      ),
      ofType: (await store.findNearest(vectors, 2, ['Chemical'])).map((list) => list.length),
    });
    expect(await ask(shared)).toEqual(await ask(local));
    expect(shared.manifest).toEqual({ ...local.manifest, vectorEngine: 'pgvector', formatVersion: 1 });
    const [vector] = await local.findVectors(['heart attack']);
    const [half, none] = await shared.findVectors(['heart attack', 'Heart Attack']);
    expect(none).toBeUndefined();
    half?.forEach((value, i) => {
      expect(value).toBeCloseTo(vector?.[i] ?? NaN, 3);
    });
    local.close();
  });

  it('is there once, however often it is added', async () => {
    const encoder = createFakeEncoder();
    expect(await publish(tenConcepts, 'once', { encoder })).toBe(true);
    expect(await publish(tenConcepts, 'once', { encoder })).toBe(false);
    expect(encoder.requests).toHaveLength(1);
  });

  it('takes a newer release, for which only new names are encoded', async () => {
    await publish(tenConcepts, 'newer');
    const before = await open('newer');
    const encoder = createFakeEncoder();
    const added: Concept = { ...second, curie: 'NEW:1', preferredName: 'Zwickel fever', synonyms: [] };
    await publish([renamed, ...others, added], 'newer', { encoder });
    expect(encoder.requests.flat().sort()).toEqual(['Zwickel fever', 'coronary']);
    const after = await open('newer');
    expect(texts(await findNamed(after, 'coronary'))).toEqual(['coronary']);
    expect(await findNamed(after, 'heart attack')).toEqual([]);
    expect(await findConcept(after, second.curie)).toBeUndefined();
    // Whoever has the release before open keeps it.
    expect(texts(await findNamed(before, 'heart attack'))).toEqual(['heart attack']);
    expect(await releasesOf('newer')).toBe(2);
    await publish([renamed, second], 'newer');
    expect(await releasesOf('newer')).toBe(2);
    await expect(findNamed(before, 'heart attack')).rejects.toThrow(StoreReplacedError);
  });

  it('is left as it was by a build that is cancelled, which goes on where it was', async () => {
    await publish([first, second], 'cancelled');
    const controller = new AbortController();
    const many = Array.from({ length: 5000 }, (_, i) => ({
      ...first,
      curie: `MANY:${i}`,
      preferredName: `Number ${i}`,
      synonyms: [],
    }));
    const encoder = createFakeEncoder({
      beforeAnswer: (names) => {
        if (names.length < 2048) {
          controller.abort(new Error('Enough.'));
        }
      },
    });
    const cancelled = publish(many, 'cancelled', { encoder, signal: controller.signal });
    await expect(cancelled).rejects.toThrow('Enough.');
    expect(texts(await findNamed(await open('cancelled'), 'heart attack'))).toEqual(['heart attack']);
    const tables = await pool.query(
      "SELECT 1 FROM pg_tables WHERE schemaname = 'termlens' AND tablename ~ '^names'",
    );
    const known = await pool.query('SELECT release FROM termlens.vocabularies');
    const rest = createFakeEncoder();
    await publish(many, 'cancelled', { encoder: rest });
    expect(rest.requests.flat()).toHaveLength(5000 - 4096);
    expect(tables.length).toBeGreaterThanOrEqual(known.length);
    expect(existsSync(join(dataFolder, 'vocabularies', 'cancelled.shared.encoded'))).toBe(false);
    expect(readdirSync(join(dataFolder, 'vocabularies')).filter((name) => name.endsWith('.lock'))).toEqual(
      [],
    );
  });

  it('is refused to another encoder, and when rows are missing', async () => {
    await publish([first], 'damaged');
    await expect(open('damaged', 'another')).rejects.toThrow(EncoderMismatchError);
    const [row] = await pool.query<{ release: number }>(
      "SELECT release FROM termlens.vocabularies WHERE vocabulary = 'damaged'",
    );
    const release = row?.release ?? 0;
    await pool.query(`DELETE FROM termlens.vectors_${release} WHERE name_id = 0`);
    await expect(open('damaged')).rejects.toThrow(
      /"damaged".*vectors are missing.*vocabulary remove damaged/su,
    );
    await pool.query(`DELETE FROM termlens.names_${release} WHERE name_id = 0`);
    await expect(open('damaged')).rejects.toThrow(SharedVocabularyError);
  });

  it('is removed', async () => {
    await publish([first], 'gone');
    const store = await open('gone');
    expect(await removeSharedVocabulary(postgres.shared, 'gone')).toBe(true);
    expect(await removeSharedVocabulary(postgres.shared, 'gone')).toBe(false);
    expect((await listSharedVocabularies(pool)).map(({ manifest }) => manifest.id)).not.toContain('gone');
    await expect(findNamed(store, 'heart attack')).rejects.toThrow(StoreReplacedError);
  });

  it('may be empty, and may have names as long as they like', async () => {
    await publish([], 'empty');
    const empty = await open('empty');
    const vector = await createFakeEncoder().encode(['pain']);
    expect(await empty.findNearest(vector, 5)).toEqual([[]]);
    expect(await empty.findByLetters(['pain'], 5)).toEqual([[]]);
    const long = { ...first, preferredName: 'very '.repeat(2000) + 'long\0 \ud800name' };
    await publish([long], 'long');
    const store = await open('long');
    const [nearest] = await store.findNearest(vector, 1);
    expect((await spell(store, [nearest?.[0]?.nameId ?? -1]))[0]).toBeDefined();
  });

  it('may have words of any length, and more of them than a text-search index takes', async () => {
    const longWord = 'titin'.repeat(1000);
    const manyWords = Array.from({ length: 150_000 }, (_, i) => `word${i}`).join(' ');
    const cutAtSpace = `${'x'.repeat(249)} ${'y'.repeat(249)} z`;
    const names = [longWord, manyWords, cutAtSpace, '\u{20000}'.repeat(3000)];
    await publish(
      names.map((preferredName, i) => ({ ...first, curie: `LONG:${i}`, preferredName, synonyms: [] })),
      'words',
    );
    const store = await open('words');
    const found = await Promise.all(
      [longWord, 'tit', 'word0 word7', 'yyy', '\u{20000}'.repeat(2900)].map((text) =>
        store.findByWordPrefixes(text, 3),
      ),
    );
    expect(found.map((list) => list.map(({ conceptId }) => conceptId))).toEqual([[0], [0], [1], [2], [3]]);
  });

  it('finds the names of a rare type without looking at all of them', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => ({
      ...first,
      curie: `MANY:${i}`,
      preferredName: `Number ${i}`,
      synonyms: [],
      semanticTypes: [i === 77 ? 'Rare' : 'Common'],
    }));
    await publish(many, 'typed');
    const [row] = await pool.query<{ release: number }>(
      "SELECT release FROM termlens.vocabularies WHERE vocabulary = 'typed'",
    );
    const plan = await pool.query(
      `EXPLAIN SELECT FROM termlens.vectors_${row?.release ?? 0} WHERE semantic_types && '{Rare}'`,
    );
    expect(JSON.stringify(plan)).toContain('Index Scan');
  });

  it('needs pgvector', async () => {
    const plain = await startPostgres({ withVectors: false });
    onTestFinished(() => plain.stop());
    const adding = publishVocabulary(createSource(), plain.shared, {
      dataFolder,
      encoder: createFakeEncoder(),
    });
    await expect(adding).rejects.toThrow(/does not have pgvector.*CREATE EXTENSION vector/su);
    await expect(adding).rejects.toThrow(MissingExtensionError);
  });

  it('is not read from tables of another version', async () => {
    await pool.query('UPDATE termlens.version SET version = 99');
    await expect(listSharedVocabularies(pool)).rejects.toThrow(/newer version.*Update TermLens/su);
    await pool.query('UPDATE termlens.version SET version = 0');
    await expect(publish([first], 'old')).rejects.toThrow(StoreVersionError);
    await pool.query('UPDATE termlens.version SET version = 1');
    await withConnection(postgres.shared, listSharedVocabularies);
  });
});
