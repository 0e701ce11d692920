import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { NewAnnotation } from '../../../src/core/annotation/tidyAnnotation.ts';
import { openAnnotatedNote, type AnnotatedNote } from '../../../src/server/notes/annotatedNote.ts';

/** A note in a folder of its own. */
export interface NoteOnDisk {
  readonly notePath: string;
  readonly annPath: string;
  noteText(): string;
  annText(): string | undefined;
  writeNote(text: string): void;
  writeAnn(text: string): void;
  remove(): void;
}

export function createNoteOnDisk(text: string): NoteOnDisk {
  const folder = mkdtempSync(join(tmpdir(), 'termlens-note-'));
  const notePath = join(folder, 'note.txt');
  const annPath = join(folder, 'note.ann');
  writeFileSync(notePath, text);
  return {
    notePath,
    annPath,
    noteText: () => readFileSync(notePath, 'utf8'),
    annText: () => (existsSync(annPath) ? readFileSync(annPath, 'utf8') : undefined),
    writeNote: (changed) => {
      writeFileSync(notePath, changed);
    },
    writeAnn: (changed) => {
      writeFileSync(annPath, changed);
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The texts of the annotations on disk. Fails when one of them is not the text that its offsets, counted in
 * code points as brat does, have in the note's file.
 */
export function annotatedTexts(disk: NoteOnDisk): string[] {
  const codePoints = Array.from(disk.noteText());
  const lines = (disk.annText() ?? '').split(/\r?\n/u).filter((line) => line.startsWith('T'));
  return lines.map((line) => {
    const [, typeAndOffsets = '', text = ''] = line.split('\t');
    const fragments = typeAndOffsets.slice(typeAndOffsets.indexOf(' ') + 1).split(';');
    const inNote = fragments.map((fragment) => {
      const [start = NaN, end = NaN] = fragment.split(' ').map(Number);
      return codePoints.slice(start, end).join('');
    });
    expect(inNote.join(' '), line).toBe(text);
    return text;
  });
}

/** What an editor does with a note: it holds a text that may differ from the file's until it is saved. */
export interface FakeEditor {
  readonly note: AnnotatedNote;
  readonly text: string;
  /** Puts `text` in the place of `start … end`. */
  edit(start: number, end: number, text: string): void;
  /** Puts `text` in the place of the first `wanted`. */
  replace(wanted: string, text: string): void;
  /** Annotates the occurrence of `wanted` that is counted from 0. */
  annotate(wanted: string, occurrence?: number): Promise<void>;
  save(): Promise<void>;
}

/** @param editorText as the editor shows the file; by default as it is, without a byte order mark. */
export async function openInEditor(
  disk: NoteOnDisk,
  editorText = disk.noteText().replace(/^\ufeff/u, ''),
): Promise<FakeEditor> {
  const note = await openAnnotatedNote(disk.notePath, editorText);
  const byteOrderMark = disk.noteText().startsWith('\ufeff') ? '\ufeff' : '';
  let text = editorText;
  const edit = (start: number, end: number, inserted: string): void => {
    text = text.slice(0, start) + inserted + text.slice(end);
    note.edit([{ start, end, text: inserted }], text);
  };
  return {
    note,
    get text() {
      return text;
    },
    edit,
    replace(wanted, inserted) {
      const start = text.indexOf(wanted);
      expect(start).toBeGreaterThanOrEqual(0);
      edit(start, start + wanted.length, inserted);
    },
    async annotate(wanted, occurrence = 0) {
      let start = text.indexOf(wanted);
      for (let skipped = 0; skipped < occurrence; skipped++) {
        start = text.indexOf(wanted, start + 1);
      }
      expect(start).toBeGreaterThanOrEqual(0);
      await note.add([annotationOf({ start, end: start + wanted.length })], text);
    },
    async save() {
      disk.writeNote(byteOrderMark + text);
      await note.saved();
    },
  };
}

export function annotationOf(range: { start: number; end: number }, curie = 'MESH:D010146'): NewAnnotation {
  return { type: 'Symptom', ranges: [range], concepts: [{ curie, preferredName: 'Pain' }] };
}

/** Where the annotations lie in the editor, checked against its text. */
export function annotationsInEditor({ note, text }: FakeEditor): string[] {
  return note.annotations.map((annotation) => {
    expect(annotation.ranges.map(({ start, end }) => text.slice(start, end)).join(' ')).toBe(annotation.text);
    return `${annotation.ranges[0]?.start ?? NaN} ${annotation.text}`;
  });
}
