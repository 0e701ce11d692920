import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NotEnoughSpaceError } from '../../../src/core/download/downloadErrors.ts';
import { freeSpace, requireFreeSpace } from '../../../src/core/download/freeSpace.ts';

describe('requireFreeSpace', () => {
  it('says how much is needed and how much there is', async () => {
    const refused = requireFreeSpace('/data/models', 436_000_001, () => Promise.resolve(20_000_000));
    await expect(refused).rejects.toThrow(NotEnoughSpaceError);
    await expect(refused).rejects.toThrow('/data/models: 437 MB are needed and 20 MB are free. Make room');
  });

  it('is content when it just fits', async () => {
    await expect(requireFreeSpace('/data', 100, () => Promise.resolve(100))).resolves.toBeUndefined();
  });
});

describe('freeSpace', () => {
  it('asks the file system, also for a folder that is yet to be made', async () => {
    const here = await freeSpace(tmpdir());
    expect(here).toBeGreaterThan(0);
    // Others write to the disk meanwhile.
    const below = await freeSpace(join(tmpdir(), 'termlens-not-there', 'models'));
    expect(Math.abs(below - here)).toBeLessThan(0.5 * here);
  });
});
