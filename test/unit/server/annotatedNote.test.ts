import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { AnnotationFileError } from '../../../src/core/annotation/annotationFile.ts';
import { openAnnotatedNote } from '../../../src/server/notes/annotatedNote.ts';
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

async function openNote(text: string, editorText?: string): Promise<FakeEditor> {
  disk = createNoteOnDisk(text);
  return openInEditor(disk, editorText);
}

const theirs = 'T1\tSymptom 0 5\tfever\nN1\tReference T1 MESH:D005334\tFever\n';

describe('an annotated note', () => {
  it('stores an annotation at once, and takes it away again', async () => {
    const editor = await openNote('😀 pain and fever\n');
    await editor.annotate('pain');
    expect(annotationsInEditor(editor)).toEqual(['3 pain']);
    expect(disk.annText()).toBe('T1\tSymptom 2 6\tpain\nN1\tReference T1 MESH:D010146\tPain\n');
    const [annotation] = editor.note.annotations;
    expect(await editor.note.remove(annotation?.id ?? '')).toEqual(annotation);
    expect(disk.annText()).toBe('');
    expect(await editor.note.remove('T1')).toBeUndefined();
  });

  it('stores several annotations, all or none', async () => {
    const editor = await openNote('pain and fever');
    const outside = annotationOf({ start: 9, end: 99 });
    await expect(editor.note.add([annotationOf({ start: 0, end: 4 }), outside], editor.text)).rejects.toThrow(
      RangeError,
    );
    expect(disk.annText()).toBeUndefined();
    await editor.note.add(
      [annotationOf({ start: 0, end: 4 }), annotationOf({ start: 9, end: 14 })],
      editor.text,
    );
    expect(annotatedTexts(disk)).toEqual(['pain', 'fever']);
  });

  it('stores offsets of the file while the editor’s text has unsaved changes', async () => {
    const editor = await openNote('fever\npain\n');
    editor.edit(0, 0, 'New heading\n');
    await editor.annotate('pain');
    expect(annotationsInEditor(editor)).toEqual(['18 pain']);
    expect(annotatedTexts(disk)).toEqual(['pain']);
    expect(disk.annText()).toContain('T1\tSymptom 6 10\tpain');
    expect(editor.note.waitsForSave).toBe(false);
    await editor.save();
    expect(disk.annText()).toContain('T1\tSymptom 18 22\tpain');
    expect(annotatedTexts(disk)).toEqual(['pain']);
  });

  it('lets an annotation wait whose text is only in the editor, until the note is saved', async () => {
    const editor = await openNote('fever');
    editor.edit(5, 5, ' and pain');
    await editor.annotate('pain');
    expect(editor.note.waitsForSave).toBe(true);
    expect(annotationsInEditor(editor)).toEqual(['10 pain']);
    expect(annotatedTexts(disk)).toEqual([]);
    await editor.annotate('fever');
    expect(annotatedTexts(disk)).toEqual(['fever']);
    await editor.save();
    expect(editor.note.waitsForSave).toBe(false);
    expect(annotatedTexts(disk).sort()).toEqual(['fever', 'pain']);
  });

  it('waits no more for an annotation that was removed or undone', async () => {
    const editor = await openNote('fever');
    editor.edit(5, 5, ' and pain');
    await editor.annotate('pain');
    await editor.note.remove(editor.note.annotations[0]?.id ?? '');
    expect(editor.note.waitsForSave).toBe(false);
    await editor.annotate('pain');
    editor.replace(' and pain', '');
    expect(editor.note.waitsForSave).toBe(false);
    expect(annotationsInEditor(editor)).toEqual([]);
    await editor.save();
    expect(annotatedTexts(disk)).toEqual([]);
  });

  it('removes what waits without touching another annotation at the same offsets of the file', async () => {
    const editor = await openNote('pain');
    await editor.annotate('pain');
    editor.edit(0, 0, 'ache ');
    await editor.annotate('ache');
    expect(annotationsInEditor(editor)).toEqual(['0 ache', '5 pain']);
    await editor.note.remove(editor.note.annotations[0]?.id ?? '');
    expect(annotationsInEditor(editor)).toEqual(['5 pain']);
    expect(annotatedTexts(disk)).toEqual(['pain']);
  });

  it('leaves the file’s annotations as they are when the editor is closed without saving', async () => {
    const editor = await openNote('pain and fever');
    await editor.annotate('pain');
    await editor.annotate('fever');
    editor.edit(0, 9, 'No ');
    expect(annotationsInEditor(editor)).toEqual(['3 fever']);
    const again = await openInEditor(disk);
    expect(annotationsInEditor(again)).toEqual(['0 pain', '9 fever']);
    expect(annotatedTexts(disk)).toEqual(['pain', 'fever']);
  });

  it('gives back what an edit took when undo leads back to the saved text', async () => {
    const editor = await openNote('pain and fever');
    await editor.annotate('pain');
    editor.replace('pain and ', '');
    expect(annotationsInEditor(editor)).toEqual([]);
    editor.edit(0, 0, 'pain and ');
    expect(annotationsInEditor(editor)).toEqual(['0 pain']);
  });

  it('forgets on saving what was deleted from the text', async () => {
    const editor = await openNote('pain and fever');
    await editor.annotate('pain');
    await editor.annotate('fever');
    editor.replace('pain and ', '');
    await editor.save();
    expect(annotatedTexts(disk)).toEqual(['fever']);
    expect(disk.annText()).not.toContain('N1');
  });

  it('removes from the file what is removed while the text has unsaved changes', async () => {
    const editor = await openNote('pain and fever');
    await editor.annotate('pain');
    await editor.annotate('fever');
    editor.edit(0, 0, 'Some ');
    await editor.note.remove(editor.note.annotations[1]?.id ?? '');
    expect(annotatedTexts(disk)).toEqual(['pain']);
    expect(annotationsInEditor(editor)).toEqual(['5 pain']);
  });

  it('looks for annotations whose note was changed by another program', async () => {
    disk = createNoteOnDisk('A new line.\nfever\n');
    disk.writeAnn(theirs);
    const editor = await openInEditor(disk);
    expect(annotationsInEditor(editor)).toEqual(['12 fever']);
    await editor.annotate('new');
    expect(annotatedTexts(disk).sort()).toEqual(['fever', 'new']);
  });

  it.each([
    { what: 'a byte order mark', text: '\ufeff😀 pain\nfever', offsets: '3 7' },
    { what: 'Windows line ends', text: 'a\r\n😀 pain\r\nfever\r\n', offsets: '5 9' },
    { what: 'old Mac line ends', text: 'a\r😀 pain\rfever', offsets: '4 8' },
  ])('counts as brat does in a note with $what', async ({ text, offsets }) => {
    const editor = await openNote(text);
    await editor.annotate('pain');
    expect(disk.annText()).toContain(`T1\tSymptom ${offsets}\tpain`);
    expect(annotatedTexts(disk)).toEqual(['pain']);
    editor.edit(0, 0, 'new ');
    await editor.annotate('fever');
    expect(annotatedTexts(disk)).toEqual(['pain', 'fever']);
    await editor.save();
    expect(annotatedTexts(disk)).toEqual(['pain', 'fever']);
    expect(annotationsInEditor(await openInEditor(disk))).toEqual(annotationsInEditor(editor));
  });
});

describe('a note whose line ends the editor made all alike', () => {
  const mixed = 'pain\r\npain\npain\r\nfever\npain\n';

  it.each([
    { lineEnd: '\n', editorText: mixed.replaceAll('\r\n', '\n') },
    { lineEnd: '\r\n', editorText: mixed.replace(/\r?\n/gu, '\r\n') },
  ])('has its annotations where they belong, with $lineEnd', async ({ editorText }) => {
    const editor = await openNote(mixed, editorText);
    await editor.annotate('pain', 2);
    await editor.annotate('fever');
    expect(editor.note.waitsForSave).toBe(false);
    expect(annotatedTexts(disk)).toEqual(['pain', 'fever']);
    expect(disk.annText()).toContain('T1\tSymptom 11 15\tpain');
    const again = await openInEditor(disk, editorText);
    expect(annotationsInEditor(again)).toEqual(annotationsInEditor(editor));
    await again.note.remove(again.note.annotations[0]?.id ?? '');
    expect(annotatedTexts(disk)).toEqual(['fever']);
    again.edit(0, 0, 'Some ');
    await again.annotate('pain', 3);
    expect(annotatedTexts(disk)).toEqual(['fever', 'pain']);
    expect(disk.annText()).toContain(' 23 27\tpain');
    await again.save();
    expect(annotatedTexts(disk)).toEqual(['fever', 'pain']);
  });
});

describe('an annotation file that cannot be used', () => {
  it('is refused when it cannot be read', async () => {
    disk = createNoteOnDisk('pain');
    mkdirSync(disk.annPath);
    await expect(openAnnotatedNote(disk.notePath, 'pain')).rejects.toThrow(AnnotationFileError);
  });

  it('leaves the annotations as they were when it cannot be written', async () => {
    const editor = await openNote('fever and pain, rash');
    await editor.annotate('fever');
    editor.replace('rash', 'itch');
    await editor.annotate('itch');
    const before = disk.annText();
    rmSync(disk.annPath);
    mkdirSync(disk.annPath);
    await expect(editor.annotate('pain')).rejects.toThrow(AnnotationFileError);
    await expect(editor.note.remove(editor.note.annotations[0]?.id ?? '')).rejects.toThrow(
      AnnotationFileError,
    );
    expect(annotationsInEditor(editor)).toEqual(['0 fever', '16 itch']);
    rmSync(disk.annPath, { recursive: true });
    writeFileSync(disk.annPath, before ?? '');
    await editor.save();
    expect(annotatedTexts(disk)).toEqual(['fever', 'itch']);
  });

  it('tells which lines cannot be used', async () => {
    disk = createNoteOnDisk('fever');
    disk.writeAnn(`${theirs}T2\tSymptom 90 95\tnowhere\n`);
    const { note } = await openInEditor(disk);
    expect(note.problems).toMatchObject([{ file: disk.annPath, line: 3 }]);
  });
});
