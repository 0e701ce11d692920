import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFolderAgreements } from '../../../src/server/workspace/folderAgreement.ts';
import { pairFolders } from '../../../src/server/workspace/pairFolders.ts';
import { createFolderWith } from '../../server/folderOnDisk.ts';

const signal = new AbortController().signal;
const text = 'A seizure and a cough.';
const seizure = (curie: string): string => `T1\tSign 2 9\tseizure\nN1\tReference T1 ${curie}\tName\n`;
const cough = 'T2\tSign 16 21\tcough\nN2\tReference T2 HP:0012735\tCough\n';

describe('folders of annotators', () => {
  it('lie side by side and have notes of the same paths, however deep', () => {
    expect(
      pairFolders([
        'anna/1.txt',
        'ben/1.txt',
        'anna/x/2.txt',
        'ben/x/2.txt',
        'carl/1.txt',
        '1.txt',
        'ben/3.txt',
      ]),
    ).toEqual([
      { a: 'anna', b: 'ben', notes: ['1.txt', 'x/2.txt'] },
      { a: 'anna', b: 'carl', notes: ['1.txt'] },
      { a: 'ben', b: 'carl', notes: ['1.txt'] },
    ]);
    expect(pairFolders(['corpus/anna/1.txt', 'corpus/ben/1.txt'])).toEqual([
      { a: 'corpus/anna', b: 'corpus/ben', notes: ['1.txt'] },
    ]);
    expect(pairFolders(['a.txt', 'b/c.txt'])).toEqual([]);
  });

  it('are compared on the notes whose text is the same', async () => {
    const folder = createFolderWith({
      'anna/1.txt': text,
      'anna/1.ann': seizure('HP:0001250') + cough,
      'ben/1.txt': text,
      'ben/1.ann': seizure('HP:0001250'),
      'anna/2.txt': text,
      'anna/2.ann': seizure('HP:0001250'),
      'ben/2.txt': text,
      'ben/2.ann': seizure('HP:0011172'),
      'anna/3.txt': 'Another note.',
      'anna/3.ann': '',
      'ben/3.txt': 'That is not the same.',
      'ben/3.ann': '',
      'train/4.txt': text,
      'train/4.ann': cough,
      'test/4.txt': `${text} Other.`,
      'test/4.ann': cough,
    });
    const agreements = createFolderAgreements();
    const progress: string[] = [];
    const compare = (): ReturnType<typeof agreements.compare> =>
      agreements.compare([folder], {
        signal,
        onProgress: (done, total) => progress.push(`${done}/${total}`),
      });
    const [first, ...others] = await compare();
    expect(others).toEqual([]);
    expect(first).toMatchObject({ a: 'anna', b: 'ben', differences: 2 });
    expect(first?.notes.map(({ path, differences }) => [path, differences])).toEqual([
      ['1.txt', 1],
      ['2.txt', 1],
    ]);
    expect(first?.notes[0]?.annotationUris[1]).toMatch(/\/ben\/1\.ann$/u);
    expect(first?.figures.sameSpanF1).toBeCloseTo(0.8);
    expect(first?.figures.sameConcepts).toBe(0.5);
    const steps = progress.length;
    expect((await compare())[0]).toBe(first);
    expect(progress).toHaveLength(steps);
    writeFileSync(join(folder, 'ben/2.ann'), seizure('HP:0001250') + cough);
    expect((await compare())[0]?.figures.sameConcepts).toBe(1);
  });

  it('are no longer compared once nobody waits', async () => {
    const folder = createFolderWith({ 'a/1.txt': text, 'a/1.ann': cough, 'b/1.txt': text, 'b/1.ann': cough });
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    const work = { signal: abort.signal, onProgress: () => undefined };
    await expect(createFolderAgreements().compare([folder], work)).rejects.toThrow('enough');
  });
});
