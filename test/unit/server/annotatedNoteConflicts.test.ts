import { afterEach, describe, expect, it } from 'vitest';
import {
  annotatedTexts,
  annotationOf,
  createNoteOnDisk,
  openInEditor,
  type NoteOnDisk,
} from './noteOnDisk.ts';

const conflicted = [
  'T1\tSymptom 0 4\tpain',
  '<<<<<<< HEAD',
  'T2\tSymptom 9 14\tfever',
  '=======',
  'T2\tSymptom 15 20\tcough',
  '>>>>>>> theirs',
  '',
].join('\n');

describe('an open note that somebody else annotates as well', () => {
  const disks: NoteOnDisk[] = [];
  const createNote = (text: string): NoteOnDisk => {
    const disk = createNoteOnDisk(text);
    disks.push(disk);
    return disk;
  };
  afterEach(() => {
    disks.splice(0).forEach((disk) => {
      disk.remove();
    });
  });

  it('writes nothing into a file with conflict markers, and says what to do', async () => {
    const disk = createNote('pain and fever cough');
    disk.writeAnn(conflicted);
    const { note, text } = await openInEditor(disk);
    expect(note.problems.filter(({ isConflictMarker }) => isConflictMarker)).toHaveLength(3);
    const before = note.annotations;
    await expect(note.add([annotationOf({ start: 5, end: 8 })], text)).rejects.toThrow('Merge Annotations');
    await expect(note.remove('T1')).rejects.toThrow('Merge Annotations');
    expect(note.annotations).toEqual(before);
    expect(disk.annText()).toBe(conflicted);
    await note.saved();
  });

  it('keeps what waits for saving, and takes what they wrote', async () => {
    const disk = createNote('pain and fever');
    const editor = await openInEditor(disk);
    await editor.annotate('pain');
    editor.edit(0, 0, 'cough, ');
    await editor.annotate('cough');
    expect(editor.note.waitsForSave).toBe(true);
    disk.writeAnn(`${disk.annText() ?? ''}T2\tSymptom 9 14\tfever\n`);
    await editor.note.reload();
    expect(editor.note.annotations.map(({ text }) => text)).toEqual(['cough', 'pain', 'fever']);
    await editor.save();
    expect(annotatedTexts(disk).sort()).toEqual(['cough', 'fever', 'pain']);
  });

  it('keeps what waits for saving also where they removed the rest', async () => {
    const disk = createNote('pain and fever');
    const editor = await openInEditor(disk);
    await editor.annotate('pain');
    editor.edit(0, 0, 'cough, ');
    await editor.annotate('cough');
    disk.writeAnn('T1\tSymptom 9 14\tfever\n');
    await editor.save();
    expect(annotatedTexts(disk).sort()).toEqual(['cough', 'fever']);
  });
});
