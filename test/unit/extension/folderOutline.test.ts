import { describe, expect, it } from 'vitest';
import {
  createFolderOutline,
  formatProgress,
  formatTotals,
  type FolderRow,
} from '../../../src/extension/views/folder/folderOutline.ts';
import { readConcepts } from '../../../src/extension/commandArguments.ts';
import type { FolderSummary } from '../../../src/protocol/viewMessages.ts';

const folder: FolderSummary = {
  uri: 'file:///notes',
  name: 'notes',
  notes: [
    { uri: 'file:///notes/a.txt', path: 'a.txt', mentions: 3, concepts: 2, unplaced: 0 },
    { uri: 'file:///notes/b.txt', path: 'b.txt', mentions: 1, concepts: 1, unplaced: 2 },
    {
      uri: 'file:///notes/c.txt',
      path: 'c.txt',
      mentions: 0,
      concepts: 0,
      unplaced: 0,
      problem: '/notes/c.txt: there are annotations and no note.',
    },
  ],
  notesWithout: Array.from({ length: 37 }, (_, i) => ({ uri: `file:///notes/x${i}.txt`, path: `x${i}.txt` })),
  mentions: 1234,
  concepts: 120,
  topConcepts: [
    { curie: 'HP:0001250', preferredName: 'Seizures', mentions: 40, notes: 1 },
    { curie: 'X:1', preferredName: '', mentions: 1, notes: 1 },
  ],
};

function below(row: FolderRow | undefined): readonly FolderRow[] {
  return row?.children?.() ?? [];
}

describe('the summary of a folder', () => {
  it('tells notes, mentions and concepts', () => {
    expect(formatTotals([folder])).toBe('3 of 40 notes, 1,234 mentions, 120 concepts');
    // The same concept may be in both, so they cannot be added up.
    expect(formatTotals([folder, folder])).toBe('6 of 80 notes, 2,468 mentions');
  });

  it('has its sections at once where there is one folder, else under each', () => {
    const sections = ['Most frequent concepts', 'Annotated notes', 'Notes without annotations'];
    const empty = { ...folder, uri: 'file:///empty', notes: [] };
    const all = createFolderOutline([{ ...folder, notesWithout: [] }]);
    expect(all.map(({ label }) => label)).toEqual(sections.slice(0, 2));
    expect(createFolderOutline([folder, empty]).map(({ label }) => label)).toEqual(sections);
    const other = { ...folder, uri: 'file:///other', name: 'other' };
    const rows = createFolderOutline([folder, other]);
    expect(rows.map(({ label }) => label)).toEqual(['notes', 'other']);
    expect(below(rows[1]).map(({ label }) => label)).toEqual(sections);
    expect(createFolderOutline([empty])).toEqual([]);
  });

  it('lists concepts that can be shown and notes that can be opened, with what is wrong', () => {
    const [concepts, notes, without] = createFolderOutline([folder]);
    expect(concepts?.description).toBe('the first 2 of 120');
    expect(below(concepts).map(({ label, description, spoken }) => [label, description, spoken])).toEqual([
      ['Seizures', 'HP:0001250 · 40 mentions in 1 note', 'Seizures, HP:0001250, 40 mentions in 1 note'],
      ['X:1', 'X:1 · 1 mention in 1 note', 'X:1, X:1, 1 mention in 1 note'],
    ]);
    expect(readConcepts(below(concepts)[0])).toEqual([{ curie: 'HP:0001250', preferredName: 'Seizures' }]);
    expect(below(notes).map(({ label, description, icon, uri }) => [label, description, icon, uri])).toEqual([
      ['a.txt', '3 mentions · 2 concepts', 'note', 'file:///notes/a.txt'],
      ['b.txt', '1 mention · 1 concept · 2 annotations without a place', 'warning', 'file:///notes/b.txt'],
      ['c.txt', 'cannot be read', 'warning', 'file:///notes/c.txt'],
    ]);
    expect(below(notes)[2]?.tooltip).toContain('no note');
    expect(without?.description).toBe('37');
    expect(below(without)[36]).toMatchObject({ label: 'x36.txt', uri: 'file:///notes/x36.txt' });
  });

  it('says which notes are done, and how many', () => {
    const states = ['done', undefined, 'changed'] as const;
    const reviewed: FolderSummary = {
      ...folder,
      notes: folder.notes.map((note, i) => ({ ...note, ...(states[i] && { review: states[i] }) })),
      notesWithout: folder.notesWithout.map((note, i) => (i === 0 ? { ...note, review: 'done' } : note)),
    };
    expect(formatProgress([folder])).toBe('');
    expect(formatProgress([reviewed])).toBe('2 of 40 notes done, 1 changed since');
    expect(formatProgress([reviewed, folder])).toBe('2 of 80 notes done, 1 changed since');
    const [, notes, without] = createFolderOutline([reviewed]);
    expect(notes).toMatchObject({ description: '3, 1 done', spoken: 'Annotated notes, 3, 1 done' });
    expect(below(notes).map(({ spoken, icon, review }) => [spoken, icon, review])).toEqual([
      ['a.txt, 3 mentions, 2 concepts, done', 'pass-filled', 'done'],
      ['b.txt, 1 mention, 1 concept, 2 annotations without a place', 'warning', 'open'],
      ['c.txt, cannot be read, changed since it was done', 'warning', 'changed'],
    ]);
    expect(below(without)[0]).toMatchObject({ spoken: 'x0.txt, done', icon: 'pass-filled' });
    expect(below(without)[1]).toMatchObject({ spoken: 'x1.txt', icon: 'file', review: 'open' });
  });

  it('names every row once', () => {
    const rows = createFolderOutline([folder, { ...folder, uri: 'file:///other' }]);
    const sections = rows.flatMap(below);
    const keys = [
      ...rows,
      ...sections,
      ...below(sections[0]),
      ...below(sections[1]),
      ...below(sections[2]),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
