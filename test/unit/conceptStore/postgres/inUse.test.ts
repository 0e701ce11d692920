import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { withConnection } from '../../../../src/core/conceptStore/postgres/connect.ts';
import { StoreReplacedError, StoreUnreachableError } from '../../../../src/core/conceptStore/storeErrors.ts';
import type { Concept } from '../../../../src/core/vocabulary/concept.ts';
import { createFakeEncoder } from '../../encoder/fakeEncoder.ts';
import { tenConcepts } from '../tenConcepts.ts';
import { createFolder, search, tablesPerRelease, useRealStore } from './realStore.ts';
import { realServer } from './startPostgres.ts';

vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(realServer === undefined)('a shared store in use', () => {
  const store = useRealStore();

  describe('is read while a vocabulary is replaced', () => {
    it('by those who have it open, until the release after', async () => {
      await store().publish();
      const before = await store().open();
      const found = await search(before);
      const seen: string[][] = [];
      const whileBuilding = createFakeEncoder({
        async beforeAnswer() {
          seen.push(await search(before), await search(await store().open()));
        },
      });
      const more = { ...tenConcepts[0], curie: 'X:1', preferredName: 'Anew', synonyms: [] } as Concept;
      await store().publish({ concepts: [...tenConcepts, more], encoder: whileBuilding });
      expect(seen).toEqual([found, found]);
      expect(await search(before)).toEqual(found);
      expect((await store().open()).manifest.conceptCount).toBe(tenConcepts.length + 1);
      await store().publish({ concepts: tenConcepts.slice(1) });
      await expect(search(before)).rejects.toThrow(StoreReplacedError);
      expect(await store().countTables()).toBe(2 * tablesPerRelease);
    });

    it('by many at once, who are never told anything else', async () => {
      await store().publish();
      const building = { done: false, searches: 0 };
      const failures: unknown[] = [];
      const read = async (): Promise<void> => {
        let opened = await store().open();
        while (!building.done) {
          try {
            await search(opened);
            building.searches++;
          } catch (error) {
            failures.push(error);
            opened = await store()
              .open()
              .catch((failure: unknown) => {
                failures.push(failure);
                return opened;
              });
          }
        }
      };
      const readers = [1, 2, 3].map(read);
      for (let count = 9; count > 1; count--) {
        await store().publish({ concepts: tenConcepts.slice(0, count) });
      }
      building.done = true;
      await Promise.all(readers);
      expect(building.searches).toBeGreaterThan(10);
      expect(failures.filter((error) => !(error instanceof StoreReplacedError))).toEqual([]);
    });
  });

  describe('that cuts connections', () => {
    const cutOthers = (): Promise<unknown> =>
      withConnection(store().postgres.shared, (database) =>
        database.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`),
      );

    it('has failed one search and answers the next', async () => {
      await store().publish();
      const opened = await store().open();
      const found = await search(opened);
      const asked = store().pool.query('SELECT pg_sleep(20)');
      asked.catch(() => undefined);
      await vi.waitFor(async () => {
        expect(
          await withConnection(store().postgres.shared, (database) =>
            database.query("SELECT FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(20)'"),
          ),
        ).toHaveLength(1);
      });
      await cutOthers();
      await expect(asked).rejects.toThrow(StoreUnreachableError);
      await expect(asked).rejects.toThrow(/tries again with the next request/u);
      expect(await search(opened)).toEqual(found);
      // Also one that nobody was using.
      await cutOthers();
      await setTimeout(100);
      expect(await search(opened)).toEqual(found);
    });

    it('has failed a build, which goes on with the names that are encoded', async () => {
      await store().publish();
      const dataFolder = createFolder();
      const many = Array.from({ length: 5000 }, (_, i) => ({
        ...tenConcepts[0],
        curie: `N:${i}`,
        preferredName: `Number ${i}`,
        synonyms: [],
      })) as Concept[];
      const requests = { count: 0 };
      const cut = createFakeEncoder({
        beforeAnswer: async () => {
          requests.count++;
          if (requests.count === 2) {
            await cutOthers();
          }
        },
      });
      const adding = store().publish({ concepts: many, dataFolder, encoder: cut });
      await expect(adding).rejects.toThrow(StoreUnreachableError);
      const again = createFakeEncoder();
      expect(await store().publish({ concepts: many, dataFolder, encoder: again })).toMatchObject({
        isNew: true,
      });
      expect(again.requests.flat().length).toBeLessThan(many.length);
      expect(await store().countTables()).toBe(2 * tablesPerRelease);
    });
  });
});
