import { execFile } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureConceptStore } from '../../../src/core/conceptStore/ensureConceptStore.ts';
import { openConceptStore } from '../../../src/core/conceptStore/openConceptStore.ts';
import { ConceptStoreError, StoreFolderError } from '../../../src/core/conceptStore/storeErrors.ts';
import { createFakeEncoder } from '../encoder/fakeEncoder.ts';
import type { Concept } from '../../../src/core/vocabulary/concept.ts';
import { findNamed, spell } from './askStore.ts';
import { createSource, tenConcepts } from './tenConcepts.ts';

const { fingerprint } = createFakeEncoder();
/** A data folder with the store of ten concepts, copied for each test. */
let whole = '';
let dataFolder = '';
let vocabularies = '';
let folder = '';

beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), 'termlens-whole-'));
  await build(createSource(), createFakeEncoder(), { dataFolder: whole });
});

afterAll(() => {
  rmSync(whole, { recursive: true, force: true });
});

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'termlens-store-'));
  vocabularies = join(dataFolder, 'vocabularies');
  folder = join(vocabularies, 'ten');
});

afterEach(() => {
  rmSync(dataFolder, { recursive: true, force: true });
});

/** Ensures the store and tells how many requests to the encoder it took. */
async function build(
  source = createSource(),
  encoder = createFakeEncoder(),
  options: { dataFolder?: string; signal?: AbortSignal } = {},
): Promise<number> {
  const store = await ensureConceptStore(source, { dataFolder, encoder, ...options });
  expect(store.manifest).toMatchObject({
    sourceSha256: source.sourceSha256,
    encoderFingerprint: encoder.fingerprint,
  });
  expect(await findNamed(store, 'heart attack')).toHaveLength(1);
  const [nearest] = await store.findNearest(await encoder.encode(['heart attack']), 1);
  expect(await spell(store, [nearest?.[0]?.nameId ?? -1])).toEqual(['heart attack']);
  store.close();
  return encoder.requests.length - 1;
}

function copyWhole(): void {
  cpSync(whole, dataFolder, { recursive: true });
}

async function expectWhole(): Promise<void> {
  const store = await openConceptStore(folder, fingerprint);
  expect(store.manifest.conceptCount).toBe(10);
  expect(await findNamed(store, 'mi')).toHaveLength(1);
  store.close();
  expect(readdirSync(vocabularies)).toEqual(['ten']);
}

const asthma: Concept = { curie: 'MESH:D001249', preferredName: 'Asthma', synonyms: [], semanticTypes: [] };
const changed = createSource([...tenConcepts.slice(0, 5), asthma]);

describe('ensureConceptStore', () => {
  it.each([
    { what: 'another source', source: changed, encoder: createFakeEncoder() },
    { what: 'another encoder', source: createSource(), encoder: createFakeEncoder({ fingerprint: 'other' }) },
  ])('builds again for $what, once', async ({ source, encoder }) => {
    copyWhole();
    expect(await build(source, encoder)).toBe(1);
    expect(await build(source, createFakeEncoder({ fingerprint: encoder.fingerprint }))).toBe(0);
    expect(readdirSync(vocabularies)).toEqual(['ten']);
  });

  const vectorFile = (): string => join(folder, 'vectors', readdirSync(join(folder, 'vectors'))[0] ?? '');
  const database = (): string => join(folder, 'concepts.sqlite');
  const manifest = (): string => join(folder, 'manifest.json');
  const halve = (file: string): void => {
    truncateSync(file, Math.floor(statSync(file).size / 2));
  };

  it.each([
    { what: 'a database cut in two', damage: () => halve(database()) },
    { what: 'a database that is none', damage: () => writeFileSync(database(), 'x'.repeat(10_000)) },
    { what: 'an empty database', damage: () => truncateSync(database(), 0) },
    { what: 'no database', damage: () => rmSync(database()) },
    {
      what: 'a database that lacks a name',
      damage: () => {
        const opened = new DatabaseSync(database());
        opened.exec('DELETE FROM names WHERE name_id = 0');
        opened.close();
      },
    },
    { what: 'something behind the vectors', damage: () => appendFileSync(vectorFile(), 'more') },
    { what: 'vectors cut in two', damage: () => halve(vectorFile()) },
    { what: 'no bytes of vectors', damage: () => truncateSync(vectorFile(), 0) },
    { what: 'vectors that are none', damage: () => writeFileSync(vectorFile(), 'x'.repeat(10_000)) },
    { what: 'no vectors', damage: () => rmSync(join(folder, 'vectors'), { recursive: true }) },
    { what: 'a manifest cut in two', damage: () => halve(manifest()) },
    { what: 'a manifest of something else', damage: () => writeFileSync(manifest(), '{"id":"ten"}') },
    { what: 'no manifest', damage: () => rmSync(manifest()) },
    {
      what: 'the layout of another version',
      damage: () =>
        writeFileSync(
          manifest(),
          readFileSync(manifest(), 'utf8').replace(/("formatVersion": )\d+/u, '$199'),
        ),
    },
  ])('builds a store with $what again, which opening refuses', async ({ damage }) => {
    copyWhole();
    damage();
    const opening = openConceptStore(folder, fingerprint);
    await expect(opening).rejects.toThrow(ConceptStoreError);
    await expect(opening).rejects.toThrow(new RegExp(`^${folder}.*: .*Delete the folder`, 'u'));
    expect(await build()).toBe(1);
    await expectWhole();
  });

  it('leaves the old store whole and no draft when a build fails', async () => {
    copyWhole();
    const failing = createFakeEncoder({
      beforeAnswer() {
        throw new Error('the encoder crashed');
      },
    });
    await expect(ensureConceptStore(changed, { dataFolder, encoder: failing })).rejects.toThrow(
      'the encoder crashed',
    );
    await expectWhole();
    expect(await build(changed)).toBe(1);
  });

  it('leaves the old store whole and no draft when a build is aborted midway', async () => {
    copyWhole();
    const controller = new AbortController();
    const reason = new Error('closing');
    const slow = createFakeEncoder({
      beforeAnswer() {
        controller.abort(reason);
      },
    });
    const building = ensureConceptStore(changed, { dataFolder, encoder: slow, signal: controller.signal });
    await expect(building).rejects.toBe(reason);
    await expectWhole();
  });

  it('encodes only the names that the store did not have', async () => {
    copyWhole();
    const encoder = createFakeEncoder();
    const store = await ensureConceptStore(changed, { dataFolder, encoder });
    expect(encoder.requests).toEqual([['Asthma']]);
    const vector = await createFakeEncoder().encode(['heart attack']);
    expect((await store.findVectors(['heart attack']))[0]).toEqual(vector);
    expect((await store.findVectors(['Heart Attack']))[0]).toBeUndefined();
    store.close();
  });

  it('goes on where a build was that ended while it encoded', { timeout: 30_000 }, async () => {
    const many = Array.from({ length: 9_000 }, (_, i) => `name ${i}`);
    const source = createSource(
      many.map((preferredName, i) => ({ ...asthma, curie: `MANY:${i}`, preferredName })),
      'many',
    );
    let requests = 0;
    const failing = createFakeEncoder({
      beforeAnswer() {
        requests++;
        if (requests === 5) {
          throw new Error('killed');
        }
      },
    });
    await expect(ensureConceptStore(source, { dataFolder, encoder: failing })).rejects.toThrow('killed');
    const encoder = createFakeEncoder();
    const seen: number[] = [];
    const store = await ensureConceptStore(source, {
      dataFolder,
      encoder,
      onProgress: (done) => seen.push(done),
    });
    expect(encoder.requests.flat()).toEqual(many.slice(8192));
    expect(seen.every((done, i) => i === 0 || done >= (seen[i - 1] ?? 0))).toBe(true);
    expect(store.manifest.nameCount).toBe(9_000);
    store.close();
    expect(readdirSync(vocabularies)).toEqual(['many']);
  });

  it('builds once for callers that ask at the same time', async () => {
    const encoder = createFakeEncoder();
    const stores = await Promise.all(
      [1, 2, 3].map(() => ensureConceptStore(createSource(), { dataFolder, encoder })),
    );
    expect(encoder.requests).toHaveLength(1);
    for (const store of stores) {
      expect(await findNamed(store, 'mi')).toHaveLength(1);
      store.close();
    }
    await expectWhole();
  });

  it('builds once for processes that ask at the same time', async () => {
    const script = join(import.meta.dirname, 'concurrentBuild.ts');
    const outputs = await Promise.all(
      [1, 2].map(() => promisify(execFile)(process.execPath, [script, dataFolder])),
    );
    const answers = outputs.map(({ stdout }) => JSON.parse(stdout) as { requests: number; names: number });
    expect(answers.map(({ requests }) => requests).sort()).toEqual([0, 1]);
    expect(new Set(answers.map(({ names }) => names)).size).toBe(1);
    await expectWhole();
  }, 20_000);

  it('takes over from a process that was killed while it built', async () => {
    const lock = join(vocabularies, 'ten.lock');
    mkdirSync(lock, { recursive: true });
    mkdirSync(join(vocabularies, '.ten.abc123'));
    writeFileSync(join(vocabularies, '.ten.abc123', 'concepts.sqlite'), 'half');
    utimesSync(lock, new Date(0), new Date(0));
    expect(await build()).toBe(1);
    await expectWhole();
  });

  it('puts back the old store of a replacement that was interrupted between its two renames', async () => {
    copyWhole();
    cpSync(folder, join(vocabularies, '.ten.abc123'), { recursive: true });
    renameSync(folder, join(vocabularies, '.ten.abc123-old'));
    expect(await build()).toBe(0);
    await expectWhole();
  });

  it('puts back one old store when two replacements were interrupted', async () => {
    copyWhole();
    cpSync(folder, join(vocabularies, '.ten.abc123-old'), { recursive: true });
    renameSync(folder, join(vocabularies, '.ten.def456-old'));
    expect(await build()).toBe(0);
    await expectWhole();
  });

  it('removes the old store of a replacement that was interrupted after its two renames', async () => {
    copyWhole();
    cpSync(folder, join(vocabularies, '.ten.abc123-old'), { recursive: true });
    expect(await build(changed)).toBe(1);
    expect(readdirSync(vocabularies)).toEqual(['ten']);
  });

  it('leaves alone what another build does under an id that begins in the same way', async () => {
    let drafts: string[] | undefined;
    const other = createFakeEncoder({
      async beforeAnswer() {
        if (drafts === undefined) {
          await build();
          drafts = readdirSync(vocabularies).filter((entry) => entry.startsWith('.ten-more'));
        }
      },
    });
    expect(await build(createSource(tenConcepts, 'ten-more'), other)).toBe(1);
    expect(drafts).toHaveLength(1);
    expect(readdirSync(vocabularies).sort()).toEqual(['ten', 'ten-more']);
  });

  const isRoot = process.getuid?.() === 0;
  it.skipIf(isRoot || process.platform === 'win32')(
    `says so when the folder is read-only${isRoot ? ' (skipped: root may write anywhere)' : ''}`,
    async () => {
      mkdirSync(vocabularies);
      chmodSync(vocabularies, 0o500);
      await expect(build()).rejects.toThrow(StoreFolderError);
      chmodSync(vocabularies, 0o700);
    },
  );

  it('says so at once when the lock cannot be taken for another reason than that somebody has it', async () => {
    // The folder's name is just short enough, the lock's is not.
    await expect(build(createSource(tenConcepts, 'x'.repeat(252)))).rejects.toThrow(StoreFolderError);
  });

  it('waits no longer for somebody else’s build when it is aborted', async () => {
    mkdirSync(join(vocabularies, 'ten.lock'), { recursive: true });
    const reason = new Error('closing');
    const controller = new AbortController();
    const waiting = build(createSource(), createFakeEncoder(), { signal: controller.signal });
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(readdirSync(vocabularies)).toEqual(['ten.lock']);
  });

  it('says so when a file stands in the way of the folder', async () => {
    writeFileSync(vocabularies, '');
    const building = build();
    await expect(building).rejects.toThrow(StoreFolderError);
    await expect(building).rejects.toThrow(new RegExp(`^${vocabularies}: .*TERMLENS_HOME`, 'u'));
  });
});
