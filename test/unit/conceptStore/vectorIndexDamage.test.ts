import {
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConceptStoreError } from '../../../src/core/conceptStore/storeErrors.ts';
import { openVectorIndex, type VectorEngine } from '../../../src/core/conceptStore/vectorEngines.ts';
import { build, dimensions, newFolder, parent, unitVectors, withIndex } from './smallIndexes.ts';

/** Changes a whole index; every one of these would be searched wrongly, or end the process, if it were opened. */
const damages: readonly [
  VectorEngine,
  string,
  string,
  (file: string, folder: string) => void | Promise<void>,
][] = [
  ['vectra', 'cut', 'index.tlv', cut],
  ['vectra', 'of another kind', 'index.tlv', overwrite(0)],
  ['vectra', 'empty', 'index.tlv', empty],
  ['vectra', 'missing', 'index.tlv', remove],
  ['usearch', 'cut', 'index.usearch', cut],
  ['usearch', 'of another kind', 'index.usearch', overwrite(8 + 200 * dimensions)],
  ['usearch', 'damaged in its links', 'index.usearch', overwrite(-200)],
  ['usearch', 'empty', 'index.usearch', empty],
  ['usearch', 'missing', 'index.usearch', remove],
  ['usearch', 'another index’s, with fewer vectors', 'index.usearch', takeFrom(100, 1)],
  ['usearch', 'another index’s, with as many vectors', 'index.usearch', takeFrom(200, 2)],
  ['usearch', 'cut', 'rows.f32', cut],
  ['usearch', 'of another kind', 'rows.f32', overwrite(0)],
  ['usearch', 'empty', 'rows.f32', empty],
  ['usearch', 'missing', 'rows.f32', remove],
  ['usearch', 'for other names', 'rows.f32', overwrite(12)],
  ['usearch', 'another index’s', 'rows.f32', takeFrom(100, 1)],
  ['usearch', 'cut', 'manifest.json', cut],
  ['usearch', 'missing', 'manifest.json', remove],
];

function cut(file: string): void {
  truncateSync(file, readFileSync(file).length - 7);
}

function empty(file: string): void {
  truncateSync(file, 0);
}

function remove(file: string): void {
  rmSync(file);
}

/** From the end when negative. */
function overwrite(position: number): (file: string) => void {
  return (file) => {
    const bytes = readFileSync(file);
    bytes.fill(
      0xff,
      position < 0 ? bytes.length + position : position,
      (position < 0 ? bytes.length : 0) + position + 3,
    );
    writeFileSync(file, bytes);
  };
}

function takeFrom(count: number, seed: number): (file: string, folder: string) => Promise<void> {
  return async (file, folder) => {
    const other = await build('usearch', unitVectors(count, seed));
    renameSync(file.replace(folder, other), file);
  };
}

describe('a damaged file', () => {
  it.each(damages)('of %s: %s: %s', async (engine, _, name, damage) => {
    const folder = await build(engine, unitVectors(200, 1));
    const file = join(folder, name);
    await damage(file, folder);
    const opening = openVectorIndex(engine, folder, dimensions);
    await expect(opening).rejects.toThrow(ConceptStoreError);
    await expect(opening).rejects.toMatchObject({ file });
  });
});

describe('a graph that is known to be what was written', () => {
  it('is refused when its bytes have changed, although it is as large and as old as before', async () => {
    const folder = await build('usearch', unitVectors(200, 1));
    const file = join(folder, 'index.usearch');
    const { atimeMs, mtimeMs } = statSync(file);
    overwrite(-200)(file);
    utimesSync(file, atimeMs / 1000, mtimeMs / 1000);
    await expect(openVectorIndex('usearch', folder, dimensions)).rejects.toThrow(ConceptStoreError);
  });

  it('is checked, and opened, where it was copied to', async () => {
    const folder = await build('usearch', unitVectors(200, 1));
    const copy = newFolder();
    cpSync(folder, copy, { recursive: true });
    const query = unitVectors(1, 2);
    const nearest = (at: string): Promise<unknown> =>
      withIndex('usearch', at, (index) => index.search(query, 3));
    expect(await nearest(copy)).toEqual(await nearest(folder));
    overwrite(-200)(join(copy, 'index.usearch'));
    await expect(openVectorIndex('usearch', copy, dimensions)).rejects.toThrow(ConceptStoreError);
  });
});

describe('an index of usearch that is open', () => {
  const mapped = (): boolean => readFileSync('/proc/self/maps', 'utf8').includes(parent);

  it.runIf(existsSync('/proc/self/maps'))('maps its file, and lets go of it when it is closed', async () => {
    const index = await openVectorIndex('usearch', await build('usearch', unitVectors(200, 1)), dimensions);
    expect(mapped()).toBe(true);
    index.close();
    expect(mapped()).toBe(false);
    index.close();
    await expect(index.search(unitVectors(1, 1), 3)).rejects.toThrow('closed');
    expect(() => index.compare(unitVectors(1, 1), [5])).toThrow('closed');
  });

  it('reports vectors that were cut off meanwhile', async () => {
    const folder = await build('usearch', unitVectors(200, 1));
    await withIndex('usearch', folder, async (index) => {
      truncateSync(join(folder, 'rows.f32'), 12 + 200 * 4 + 10);
      await expect(index.search(unitVectors(1, 1), 3)).rejects.toThrow(ConceptStoreError);
    });
  });
});
