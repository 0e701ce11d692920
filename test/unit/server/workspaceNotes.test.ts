import { chmodSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findNotes } from '../../../src/server/workspace/findNotes.ts';
import { createNoteCounter } from '../../../src/server/workspace/noteCounts.ts';
import { createWorkspaceNotes } from '../../../src/server/workspace/workspaceNotes.ts';
import { createFolderWith } from '../../server/folderOnDisk.ts';

const signal = new AbortController().signal;
const work = { signal, onProgress: () => undefined };
const seizure = 'T1\tDisorder 2 9\tseizure\nN1\tReference T1 HP:0001250\tSeizures\n';

describe('the notes of a folder', () => {
  it('are found beside their annotations, in hidden folders and packages not', async () => {
    const folder = createFolderWith({
      'b.txt': 'A seizure.',
      'b.ann': seizure,
      'a/x.md': 'A seizure.',
      'a/x.md.ann': seizure,
      'a/plain.txt': '',
      'readme.md': '',
      'picture.png': '',
      'orphan.ann': seizure,
      '.git/c.ann': seizure,
      'node_modules/p/d.ann': seizure,
    });
    const { annotated, otherTexts } = await findNotes(folder, signal);
    expect(annotated).toEqual([
      { path: 'a/x.md', exists: true },
      { path: 'b.txt', exists: true },
      { path: 'orphan.txt', exists: false },
    ]);
    expect([...otherTexts].sort()).toEqual(['a/plain.txt', 'readme.md']);
  });

  it('are none in a folder that is not there', async () => {
    expect(await findNotes('/nowhere/at/all', signal)).toEqual({ annotated: [], otherTexts: [] });
  });

  it('are counted, with what is wrong', async () => {
    const folder = createFolderWith({
      'a.txt': 'A seizure, a seizure and a cough.',
      'a.ann': `${seizure}T2\tDisorder 13 20\tseizure\nN2\tReference T2 HP:0001250\tSeizures\nT3\tSign 27 32\tcough\n`,
      'b.txt': 'A seizure.',
      'b.ann': `${seizure}T4\tSign 0 3\tgone\n`,
      'c.ann': seizure,
      'd.txt': 'Nothing.',
    });
    const [summary] = await createWorkspaceNotes().summarize([folder], work);
    expect(summary).toMatchObject({ mentions: 4, concepts: 1 });
    expect(summary?.notesWithout.map(({ path }) => path)).toEqual(['d.txt']);
    expect(summary?.topConcepts).toEqual([
      { curie: 'HP:0001250', preferredName: 'Seizures', mentions: 3, notes: 2 },
    ]);
    expect(
      summary?.notes.map(({ path, mentions, concepts, unplaced }) => [path, mentions, concepts, unplaced]),
    ).toEqual([
      ['a.txt', 3, 1, 0],
      ['b.txt', 1, 1, 1],
      ['c.txt', 0, 0, 0],
    ]);
    expect(summary?.notes.map(({ problem }) => problem)).toEqual([
      undefined,
      undefined,
      `${join(folder, 'c.txt')}: there are annotations and no note. Put the note beside them.`,
    ]);
  });

  it('are read again only when they or their annotations change', async () => {
    const folder = createFolderWith({ 'a.txt': 'A seizure.', 'a.ann': seizure });
    const counter = createNoteCounter();
    const count = (): ReturnType<typeof counter.count> =>
      counter.count(folder, { path: 'a.txt', exists: true });
    const first = await count();
    expect(first.mentions).toBe(1);
    expect(await count()).toBe(first);
    writeFileSync(join(folder, 'a.ann'), `${seizure}T2\tSign 0 1\tA\n`);
    expect((await count()).mentions).toBe(2);
    writeFileSync(join(folder, 'a.txt'), 'Xyz');
    expect(await count()).toMatchObject({ mentions: 0, unplaced: 2 });
    rmSync(join(folder, 'a.ann'));
    expect(await count()).toMatchObject({ mentions: 0, unplaced: 0 });
    // Of the same length and in the same second: the inode or the milliseconds tell.
    writeFileSync(join(folder, 'a.ann'), 'T1\tSign 0 1\tX\n');
    const before = await count();
    writeFileSync(join(folder, 'a.ann'), 'T1\tSign 0 2\tX\n');
    utimesSync(join(folder, 'a.ann'), new Date(), new Date(Date.now() + 5_000));
    expect(await count()).not.toBe(before);
  });

  it('tell where a concept is mentioned, as the editor counts', async () => {
    const folder = createFolderWith({
      'a.txt': '😀 one\r\n😀 seizure',
      'a.ann': 'T1\tDisorder 9 16\tseizure\nN1\tReference T1 HP:0001250\tSeizures\nA1\tNegated T1\n',
      'b.txt': 'A seizure.',
      'b.ann': seizure.replace('HP:0001250', 'HP:0000001'),
    });
    const found = await createWorkspaceNotes().findMentions([folder], 'HP:0001250', work);
    expect(found).toMatchObject({
      total: 1,
      mentions: [
        {
          path: 'a.txt',
          text: 'seizure',
          range: { start: { line: 1, character: 3 }, end: { line: 1, character: 10 } },
          attributes: [{ name: 'Negated' }],
        },
      ],
    });
  });

  it('are no longer read once nobody waits', async () => {
    const folder = createFolderWith({ 'a.txt': 'A seizure.', 'a.ann': seizure });
    const abort = new AbortController();
    abort.abort(new Error('enough'));
    const notes = createWorkspaceNotes();
    await expect(notes.summarize([folder], { ...work, signal: abort.signal })).rejects.toThrow('enough');
  });

  it.skipIf(process.getuid?.() === 0)('pass over folders that cannot be read', async () => {
    const folder = createFolderWith({ 'secret/a.txt': 'A seizure.', 'secret/a.ann': seizure });
    chmodSync(join(folder, 'secret'), 0);
    expect((await findNotes(folder, signal)).annotated).toEqual([]);
    chmodSync(join(folder, 'secret'), 0o700);
  });
});
