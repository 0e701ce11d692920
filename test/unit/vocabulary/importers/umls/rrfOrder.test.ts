import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SampledFile } from '../../../../../src/core/vocabulary/importers/importer.ts';
import { spanOf } from '../../../../../src/core/vocabulary/importers/umls/conceptRows.ts';
import { rrfImporter } from '../../../../../src/core/vocabulary/importers/umls/rrfImporter.ts';
import { brokenFile, damage, damages, offsetOf, readConceptsUntilError } from '../damage.ts';
import { memoryFile, readAll } from '../memoryFiles.ts';
import { atomRow, definitionRow, table, typeRow } from './rrfFixtures.ts';

const cuis = Array.from({ length: 40 }, (_, i) => `C${String(i * 3 + 1).padStart(7, '0')}`);
const nameRows = cuis.flatMap((cui) => [
  atomRow({ cui, str: `Name of ${cui}`, ts: 'P' }),
  atomRow({ cui, str: `Other of ${cui}` }),
]);
const typeRows = cuis.map((cui) => typeRow(cui, `Type of ${cui}`));
const definitionRows = cuis
  .filter((_, i) => i % 3 === 0)
  .map((cui) => definitionRow(cui, 'MTH', `Of ${cui}`));

function files(
  rows: { names?: readonly string[]; types?: readonly string[] } = {},
  chunkBytes = 300,
): SampledFile[] {
  return [
    table('MRCONSO.RRF', rows.names ?? nameRows, chunkBytes),
    table('MRSTY.RRF', rows.types ?? typeRows, chunkBytes),
    table('MRDEF.RRF', definitionRows, chunkBytes),
  ];
}

const swap = (rows: readonly string[], from: number, to: number): string[] => {
  const moved = [...rows];
  moved.splice(to, 0, ...moved.splice(from, 1));
  return moved;
};

describe('spanOf', () => {
  it.each([
    { cuis: ['C0000001', 'C0000005'], next: 'C0000007', first: 'C0000001', last: 'C0000005' },
    { cuis: ['C0000001', 'C9999999', 'C0000005'], next: 'C0000007', first: 'C0000001', last: 'C0000005' },
    { cuis: ['C9999999'], next: 'C0000007', first: 'C0000007', last: '' },
    { cuis: ['C0000001', 'C0000000', 'C0000005'], next: 'C9999999', first: 'C0000000', last: 'C0000005' },
  ])('of $cuis before $next passes over what is out of place', ({ cuis: given, next, first, last }) => {
    expect(
      spanOf(
        given.map((cui) => ({ cui, atoms: [] })),
        next,
      ),
    ).toEqual({ first, last });
  });
});

describe('tables that are not sorted', () => {
  it('keeps the types of all others when a name has a damaged CUI', async () => {
    for (const [at, cui] of [
      [10, 'C9999999'],
      [60, 'C0000000'],
    ] as const) {
      const names = nameRows.map((row, i) => (i === at ? row.replace(/^C\d+/u, cui) : row));
      const { concepts, problems } = await readAll(rrfImporter, files({ names }));
      const typed = concepts.filter(({ curie }) => curie !== `UMLS:${cui}`);
      expect(typed.map(({ semanticTypes }) => semanticTypes[0])).toEqual(
        cuis.map((known) => `Type of ${known}`),
      );
      expect(problems).toHaveLength(1);
    }
  });

  it('loses nothing but the row with a damaged CUI', async () => {
    for (const [at, cui] of [
      [0, 'C9999999'],
      [7, 'C9999999'],
      [20, 'C9999999'],
      [39, 'C0000000'],
      [21, 'C0000000'],
    ] as const) {
      for (const chunkBytes of [40, 90, 300, 10_000]) {
        const types = typeRows.map((row, i) => (i === at ? row.replace(/^C\d+/u, cui) : row));
        const { concepts, problems } = await readAll(rrfImporter, files({ types }, chunkBytes));
        expect(concepts.map(({ semanticTypes }) => semanticTypes[0])).toEqual(
          cuis.map((known, i) => (i === at ? undefined : `Type of ${known}`)),
        );
        expect(problems).toHaveLength(1);
        expect(problems[0]?.message).toContain('not sorted');
      }
    }
  });

  it('reports a concept in pieces once, and keeps both pieces', async () => {
    const { concepts, problems } = await readAll(rrfImporter, files({ names: swap(nameRows, 3, 60) }));
    expect(concepts.filter(({ curie }) => curie === `UMLS:${cuis[1] ?? ''}`)).toHaveLength(2);
    expect(concepts).toHaveLength(cuis.length + 2);
    expect(problems).toEqual([
      { file: 'MRCONSO.RRF', line: 61, message: expect.stringContaining('not sorted') as string },
    ]);
  });

  it('keeps every name and reports it when tables are in the opposite order', async () => {
    for (const rows of [
      { names: nameRows.toReversed() },
      { types: typeRows.toReversed() },
      { names: nameRows.toReversed(), types: typeRows.toReversed() },
    ]) {
      const { concepts, problems } = await readAll(rrfImporter, files(rows));
      expect(concepts.map(({ curie }) => curie).sort()).toEqual(cuis.map((cui) => `UMLS:${cui}`));
      expect(problems.length).toBe(Object.keys(rows).length);
    }
  });
});

describe('damaged RRF files', () => {
  const content = nameRows.map((row) => `${row}\n`).join('');
  const rowLength = (nameRows[0]?.length ?? 0) + 1;

  it('keeps the concepts before the damage', async () => {
    const { concepts: whole } = await readAll(rrfImporter, files());
    await fc.assert(
      fc.asyncProperty(damages, fc.integer({ min: 1, max: 500 }), async (one, chunkBytes) => {
        const damaged = memoryFile('MRCONSO.RRF', damage(content, one), chunkBytes);
        const { concepts } = await readConceptsUntilError(rrfImporter, [damaged, ...files().slice(1)]);
        // The last one before may have lost a row, or begin where the damage is.
        const safe = Math.max(0, Math.floor(offsetOf(one, content) / (2 * rowLength) - 1));
        expect(concepts.slice(0, safe)).toEqual(whole.slice(0, safe));
      }),
      { numRuns: 300 },
    );
  });

  it('never fails but with what the user can mend', async () => {
    const tables = ['MRCONSO.RRF', 'MRSTY.RRF', 'MRDEF.RRF', 'MRRANK.RRF', 'RXNCONSO.RRF', 'RXNSTY.RRF'];
    const contents = [content, typeRows.join('\n'), definitionRows.join('\n'), '0001|MTH|SY|N|\n'];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3), fc.array(damages, { maxLength: 4 })), { maxLength: 4 }),
        fc.boolean(),
        async (all, isRxnorm) => {
          const damaged = contents.map((text, i) =>
            damage(text, ...all.flatMap(([file, some]) => (file === i ? some : []))),
          );
          const names = isRxnorm ? [4, 5] : [0, 1, 2, 3];
          const given = names.map((name, i) => memoryFile(tables[name] ?? '', damaged[i] ?? '', 200));
          const { concepts, error } = await readConceptsUntilError(rrfImporter, given);
          expect(error === undefined || concepts.length === 0).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives the good concepts before an archive breaks off, and says why it ends', async () => {
    const [names, ...rest] = files();
    const error = new Error('unexpected end of file');
    const concepts: unknown[] = [];
    const reading = (async () => {
      const given = names ? [brokenFile(names, 20 * rowLength + 30, error), ...rest] : [];
      for await (const record of rrfImporter.read(given, {})) {
        concepts.push(record);
      }
    })();
    await expect(reading).rejects.toBe(error);
    // The release, and at least what the chunks before the last one hold.
    expect(concepts.length).toBeGreaterThanOrEqual(1 + 8);
  });
});
