import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConceptStore } from '../../../../src/core/conceptStore/conceptStore.ts';
import { ensureConceptStore } from '../../../../src/core/conceptStore/ensureConceptStore.ts';
import { createOpenStores, type OpenStores } from '../../../../src/core/linking/service/openStores.ts';
import type { VocabularySource } from '../../../../src/core/vocabulary/vocabularySource.ts';
import { createSource, tenConcepts } from '../../conceptStore/tenConcepts.ts';
import { createFakeEncoder } from '../../encoder/fakeEncoder.ts';

let dataFolder = '';
let sources: readonly VocabularySource[] = [];
/** What was opened, in order, and what was closed. */
let opened: string[] = [];
let closed: string[] = [];
/** Called before a store is opened. */
let beforeOpening: (source: VocabularySource) => Promise<void> | void = () => undefined;
let openStores: OpenStores;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'termlens-open-'));
  sources = [];
  opened = [];
  closed = [];
  beforeOpening = () => undefined;
  openStores = createOpenStores({ readSources: () => Promise.resolve(sources), open });
});

afterEach(() => {
  openStores.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

async function open(source: VocabularySource): Promise<ConceptStore> {
  await beforeOpening(source);
  const store = await ensureConceptStore(source, { dataFolder, encoder: createFakeEncoder() });
  const name = `${source.description.id} ${store.manifest.conceptCount}`;
  opened.push(name);
  return {
    ...store,
    close() {
      closed.push(name);
      store.close();
    },
  };
}

const ofSize = (id: string, conceptCount: number): VocabularySource =>
  createSource(tenConcepts.slice(0, conceptCount), id);
const ids = (): string[] => openStores.stores.map(({ manifest }) => manifest.id);

describe('refresh', () => {
  it('opens what is new or changed, keeps the others, and closes what is gone', async () => {
    sources = [ofSize('a', 1), ofSize('b', 2)];
    await openStores.refresh();
    const [a] = openStores.stores;
    sources = [ofSize('c', 3), ofSize('a', 1), ofSize('b', 4)];
    await openStores.refresh();
    expect(opened).toEqual(['a 1', 'b 2', 'c 3', 'b 4']);
    expect(closed).toEqual(['b 2']);
    expect(ids()).toEqual(['c', 'a', 'b']);
    expect(openStores.stores[1]).toBe(a);
    sources = [ofSize('a', 1)];
    await openStores.refresh();
    expect(closed).toEqual(['b 2', 'b 4', 'c 3']);
    expect(ids()).toEqual(['a']);
  });

  it('gives the same array where nothing changed', async () => {
    sources = [ofSize('a', 1)];
    await openStores.refresh();
    const before = openStores.stores;
    await openStores.refresh();
    expect(openStores.stores).toBe(before);
  });

  it('keeps the store of before open when its vocabulary fails, opens the others and rejects', async () => {
    sources = [ofSize('a', 1), ofSize('b', 2)];
    await openStores.refresh();
    sources = [ofSize('a', 3), ofSize('c', 2), ofSize('b', 2)];
    beforeOpening = ({ description }) => {
      if (description.id === 'a') {
        throw new Error('The disk is full.');
      }
    };
    await expect(openStores.refresh()).rejects.toThrow('The disk is full.');
    expect(ids()).toEqual(['a', 'c', 'b']);
    expect(closed).toEqual([]);
    beforeOpening = () => undefined;
    await openStores.refresh();
    expect(opened.slice(2)).toEqual(['c 2', 'a 3']);
  });

  it('goes on after the list of vocabularies could not be read', async () => {
    let fails = true;
    openStores = createOpenStores({
      readSources: () => (fails ? Promise.reject(new Error('no permission')) : Promise.resolve(sources)),
      open,
    });
    await expect(openStores.refresh()).rejects.toThrow('no permission');
    fails = false;
    sources = [ofSize('a', 1)];
    await openStores.refresh();
    expect(ids()).toEqual(['a']);
  });

  it('does not wait for what an earlier call builds', async () => {
    const large = Promise.withResolvers<undefined>();
    const started = Promise.withResolvers<undefined>();
    beforeOpening = async ({ description }) => {
      if (description.id === 'large') {
        started.resolve(undefined);
        await large.promise;
      }
    };
    sources = [ofSize('large', 9)];
    const first = openStores.refresh();
    await started.promise;
    sources = [ofSize('own', 1), ofSize('large', 9)];
    await openStores.refresh();
    expect(ids()).toEqual(['own']);
    large.resolve(undefined);
    await first;
    expect(ids()).toEqual(['own', 'large']);
    expect(opened).toEqual(['own 1', 'large 9']);
  });

  it('ends with what was read last, however long the builds before take', async () => {
    const first = Promise.withResolvers<undefined>();
    const started = Promise.withResolvers<undefined>();
    let openings = 0;
    beforeOpening = async () => {
      openings += 1;
      if (openings === 1) {
        started.resolve(undefined);
        await first.promise;
      }
    };
    sources = [ofSize('own', 1)];
    const earlier = openStores.refresh();
    await started.promise;
    sources = [ofSize('own', 2)];
    const later = openStores.refresh();
    first.resolve(undefined);
    await Promise.all([earlier, later]);
    expect(openStores.stores.map(({ manifest }) => manifest.conceptCount)).toEqual([2]);
    expect(closed).toEqual(['own 1']);
  });

  it('closes at once what was removed while it was built', async () => {
    const building = Promise.withResolvers<undefined>();
    const started = Promise.withResolvers<undefined>();
    beforeOpening = async () => {
      started.resolve(undefined);
      await building.promise;
    };
    sources = [ofSize('a', 1)];
    const refreshed = openStores.refresh();
    await started.promise;
    sources = [];
    await openStores.refresh();
    building.resolve(undefined);
    await refreshed;
    expect(ids()).toEqual([]);
    expect(closed).toEqual(['a 1']);
  });
});

describe('where a store has to be closed before it is replaced', () => {
  beforeEach(() => {
    openStores = createOpenStores({ readSources: () => Promise.resolve(sources), open, closesFirst: true });
  });

  it('waits for the last lease, and searches the others meanwhile', async () => {
    sources = [ofSize('a', 1), ofSize('b', 1)];
    await openStores.refresh();
    const lease = openStores.lease();
    const closedBefore: string[][] = [];
    beforeOpening = () => {
      closedBefore.push([...closed]);
    };
    sources = [ofSize('a', 2), ofSize('b', 1)];
    const refreshed = openStores.refresh();
    await vi.waitFor(() => {
      expect(ids()).toEqual(['b']);
    });
    expect(closed).toEqual([]);
    lease[Symbol.dispose]();
    await refreshed;
    expect(closedBefore).toEqual([['a 1']]);
    expect(ids()).toEqual(['a', 'b']);
    expect(closed).toEqual(['a 1']);
  });
});

describe('lease', () => {
  it('keeps replaced stores open until the last one that holds them is disposed', async () => {
    sources = [ofSize('a', 1)];
    await openStores.refresh();
    const one = openStores.lease();
    const other = openStores.lease();
    sources = [ofSize('a', 2)];
    await openStores.refresh();
    one[Symbol.dispose]();
    expect(closed).toEqual([]);
    const [concept] = (await other.stores[0]?.conceptsByCurie(['MESH:D009203'])) ?? [];
    expect(concept?.preferredName).toBe('Myocardial Infarction');
    other[Symbol.dispose]();
    expect(closed).toEqual(['a 1']);
  });

  it('keeps stores open when all is closed', async () => {
    sources = [ofSize('a', 1), ofSize('b', 1)];
    await openStores.refresh();
    const lease = openStores.lease();
    openStores.close();
    expect(closed).toEqual([]);
    lease[Symbol.dispose]();
    expect(closed).toEqual(['a 1', 'b 1']);
  });
});
