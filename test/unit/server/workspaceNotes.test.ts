import { chmodSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findNotes } from '../../../src/server/workspace/findNotes.ts';
import { createNoteCounter } from '../../../src/server/workspace/noteCounts.ts';
import { markNotes } from '../../../src/server/workspace/reviewedNotes.ts';
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

  it('are done until they or their annotations change', async () => {
    const folder = createFolderWith({
      'a.txt': 'A seizure.',
      'a.ann': seizure,
      'b/c.txt': 'Nothing.',
      'd.txt': 'Nothing either.',
    });
    const dataFolder = createFolderWith({});
    const notes = createWorkspaceNotes();
    const review = async (): Promise<unknown> => {
      const [summary] = await notes.summarize([folder], work);
      return [...(summary?.notes ?? []), ...(summary?.notesWithout ?? [])].map((note) => [
        note.path,
        note.review,
      ]);
    };
    await markNotes(folder, ['b/c.txt', 'a.txt'], true, dataFolder);
    expect(await review()).toEqual([
      ['a.txt', 'done'],
      ['b/c.txt', 'done'],
      ['d.txt', undefined],
    ]);
    writeFileSync(join(folder, 'a.ann'), `${seizure}T2\tSign 0 1\tA\n`);
    writeFileSync(join(folder, 'b/c.txt'), 'Nothing!');
    utimesSync(join(folder, 'b/c.txt'), new Date(), new Date(Date.now() + 5_000));
    expect(await review()).toEqual([
      ['a.txt', 'changed'],
      ['b/c.txt', 'changed'],
      ['d.txt', undefined],
    ]);
    await markNotes(folder, ['a.txt'], true, dataFolder);
    await markNotes(folder, ['b/c.txt'], false, dataFolder);
    expect(await review()).toEqual([
      ['a.txt', 'done'],
      ['b/c.txt', undefined],
      ['d.txt', undefined],
    ]);
    await expect(markNotes(folder, ['x.txt'], true, dataFolder)).rejects.toThrow('there is no such note');
  });

  it.skipIf(process.getuid?.() === 0)('are not marked in a folder that is read-only', async () => {
    const folder = createFolderWith({ 'a.txt': 'A seizure.' });
    chmodSync(folder, 0o500);
    await expect(markNotes(folder, ['a.txt'], true, createFolderWith({}))).rejects.toThrow(
      'the table cannot be written (EACCES)',
    );
    chmodSync(folder, 0o700);
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
