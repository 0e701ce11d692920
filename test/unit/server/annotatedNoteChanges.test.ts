import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import {
  annotatedTexts,
  annotationOf,
  annotationsInEditor,
  createNoteOnDisk,
  openInEditor,
  type FakeEditor,
  type NoteOnDisk,
} from './noteOnDisk.ts';

let disk: NoteOnDisk;

afterEach(() => {
  disk.remove();
});

async function openNote(text: string): Promise<FakeEditor> {
  disk = createNoteOnDisk(text);
  return openInEditor(disk);
}

const theirs = 'T1\tSymptom 0 5\tfever\nN1\tReference T1 MESH:D005334\tFever\n';

describe('an annotation file that another program changes', () => {
  it('waits no more for an annotation that an edit took away before it was saved', async () => {
    const editor = await openNote('pain');
    editor.edit(0, 0, 'fever and ');
    await editor.annotate('fever');
    expect(editor.note.waitsForSave).toBe(true);
    editor.edit(0, 'fever '.length, '');
    expect(editor.note.waitsForSave).toBe(false);
  });

  it('is taken over when it is reloaded', async () => {
    const editor = await openNote('fever and pain');
    editor.edit(0, 0, 'A ');
    expect(await editor.note.reload()).toBe(false);
    disk.writeAnn(theirs);
    expect(await editor.note.reload()).toBe(true);
    expect(annotationsInEditor(editor)).toEqual(['2 fever']);
    expect(await editor.note.reload()).toBe(false);
    rmSync(disk.annPath);
    expect(await editor.note.reload()).toBe(true);
    expect(annotationsInEditor(editor)).toEqual([]);
  });

  it('keeps both changes when an annotation is added before the change was noticed', async () => {
    const editor = await openNote('fever and pain');
    disk.writeAnn(theirs);
    await editor.annotate('pain');
    expect(annotatedTexts(disk)).toEqual(['fever', 'pain']);
    expect(annotationsInEditor(editor)).toEqual(['0 fever', '10 pain']);
  });

  it('keeps theirs when an annotation is removed before the change was noticed', async () => {
    const editor = await openNote('fever and pain');
    await editor.annotate('pain');
    const mine = disk.annText() ?? '';
    disk.writeAnn(`${mine}T9\tSymptom 0 5\tfever\n`);
    await editor.note.remove(editor.note.annotations[0]?.id ?? '');
    expect(annotatedTexts(disk)).toEqual(['fever']);
    expect(annotationsInEditor(editor)).toEqual(['0 fever']);
  });

  it('keeps what waits for the note to be saved, whoever notices the change', async () => {
    const editor = await openNote('fever');
    editor.edit(5, 5, ' and pain, rash');
    await editor.annotate('pain');
    disk.writeAnn(theirs);
    await editor.note.reload();
    expect(annotationsInEditor(editor)).toEqual(['0 fever', '10 pain']);
    expect(editor.note.waitsForSave).toBe(true);
    disk.writeAnn('');
    await editor.annotate('fever');
    await editor.annotate('rash');
    expect(annotationsInEditor(editor)).toEqual(['0 fever', '10 pain', '16 rash']);
    disk.writeAnn(theirs);
    await editor.save();
    expect(annotatedTexts(disk).sort()).toEqual(['fever', 'pain', 'rash']);
    expect(annotationsInEditor(editor)).toEqual(['0 fever', '10 pain', '16 rash']);
    expect(editor.note.waitsForSave).toBe(false);
  });

  it('keeps lines that it does not understand', async () => {
    disk = createNoteOnDisk('fever and pain');
    disk.writeAnn(`${theirs}#1\tAnnotatorNotes T1\tsure?\nE1\tEvent:T1\n`);
    const editor = await openInEditor(disk);
    await editor.annotate('pain');
    expect(disk.annText()).toContain('#1\tAnnotatorNotes T1\tsure?\nE1\tEvent:T1\n');
  });
});

describe('a note that another program changes', () => {
  it('refuses to annotate text that was changed since it was chosen', async () => {
    const editor = await openNote('fever and pain');
    const [chosen, textThen] = [annotationOf({ start: 10, end: 14 }), editor.text];
    editor.edit(0, 0, 'Some ');
    await editor.note.add([chosen], textThen);
    expect(annotationsInEditor(editor)).toEqual(['15 pain']);
    editor.replace('pain', 'rash');
    await expect(editor.note.add([chosen], textThen)).rejects.toThrow(/was changed meanwhile/);
    expect(annotatedTexts(disk)).toEqual(['pain']);
  });

  it('has annotations where its file has them now', async () => {
    const editor = await openNote('fever and pain');
    await editor.annotate('pain');
    disk.writeNote('Today: fever and pain');
    editor.edit(0, 0, 'Today: ');
    await editor.annotate('fever');
    expect(annotatedTexts(disk).sort()).toEqual(['fever', 'pain']);
    expect(annotationsInEditor(editor)).toEqual(['7 fever', '17 pain']);
  });

  it('is saved as it is, when the editor’s text has changed again before that was noticed', async () => {
    const editor = await openNote('fever');
    await editor.annotate('fever');
    editor.edit(0, 0, 'A ');
    disk.writeNote(editor.text);
    editor.edit(0, 0, 'No. ');
    await editor.note.saved();
    expect(annotatedTexts(disk)).toEqual(['fever']);
    expect(annotationsInEditor(editor)).toEqual(['6 fever']);
  });
});
