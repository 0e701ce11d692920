import { mkdirSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NoteMention } from '../../../src/core/linking/mentions/findInText.ts';
import { noteDocuments, type NoteDocument } from '../../../src/server/noteDocument.ts';
import { createNoteRegistry, type NoteRegistry } from '../../../src/server/notes/noteRegistry.ts';
import { NoteUnavailableError } from '../../../src/server/notes/noteUnavailable.ts';
import { annotatedTexts, annotationOf, createNoteOnDisk, type NoteOnDisk } from './noteOnDisk.ts';

const theirs = 'T1\tSymptom 0 5\tfever\n';

let disk: NoteOnDisk;
let uri = '';
let notes: NoteRegistry;
let open: NoteDocument;
let problems: string[];
let errors: unknown[];

beforeEach(() => {
  disk = createNoteOnDisk('fever and pain');
  uri = pathToFileURL(disk.notePath).href;
  problems = [];
  errors = [];
  notes = createNoteRegistry({
    rejectionFile: () => undefined,
    onStateChanged: () => undefined,
    onProblem: (message) => problems.push(message),
    onError: (error) => errors.push(error),
  });
});

afterEach(() => {
  disk.remove();
});

function openNote(documentUri = uri): void {
  open = noteDocuments.create(documentUri, 'plaintext', 1, disk.noteText());
  notes.opened(open);
}

/** Types `text` at the note's beginning. */
function type(text: string): void {
  const start = { line: 0, character: 0 };
  open = noteDocuments.update(open, [{ range: { start, end: start }, text }], open.document.version + 1);
  notes.changed(open);
}

function save(): void {
  disk.writeNote(open.document.getText());
  notes.saved(uri);
}

function spanOf(wanted: string): { start: number; end: number } {
  const start = open.document.getText().indexOf(wanted);
  return { start, end: start + wanted.length };
}

function mentionOf(wanted: string): NoteMention {
  const span = spanOf(wanted);
  return { ...span, ranges: [span], text: wanted, candidates: [], attributes: [] };
}

const annotate = (wanted: string): Promise<unknown> => notes.require(uri).add([annotationOf(spanOf(wanted))]);

function placed(): string[] {
  const text = open.document.getText();
  return (notes.get(uri)?.annotations ?? []).map(({ ranges: [range] }) =>
    text.slice(range?.start, range?.end),
  );
}

describe('the registry of notes', () => {
  it('reads the annotations of a note that is opened', async () => {
    disk.writeAnn(theirs);
    openNote();
    expect(notes.get(uri)?.annotations).toEqual([]);
    await vi.waitFor(() => {
      expect(placed()).toEqual(['fever']);
    });
    expect(notes.get('file:///other.txt')).toBeUndefined();
  });

  it('follows edits that are made while the annotations are read', async () => {
    disk.writeAnn(theirs);
    openNote();
    type('No ');
    await annotate('pain');
    expect(placed()).toEqual(['fever', 'pain']);
    expect(annotatedTexts(disk)).toEqual(['fever', 'pain']);
  });

  it('makes changes in the order in which they were asked for, each where it was meant', async () => {
    openNote();
    const adding = [annotate('fever')];
    type('No ');
    adding.push(annotate('pain'));
    type('Today: ');
    save();
    type('Well. ');
    adding.push(annotate('and'));
    await Promise.all(adding);
    expect(placed()).toEqual(['fever', 'and', 'pain']);
    expect(annotatedTexts(disk).sort()).toEqual(['and', 'fever', 'pain']);
    expect(errors).toEqual([]);
  });

  it('never writes for a text that is not on disk, also when it changes while it is being saved', async () => {
    openNote();
    const adding = annotate('fever');
    type('No ');
    save();
    type('Well. ');
    await adding;
    await annotate('pain');
    expect(annotatedTexts(disk)).toEqual(['fever', 'pain']);
    notes.closed(uri);
    expect(notes.get(uri)).toBeUndefined();
  });

  it('says that an annotation waits for the note to be saved', async () => {
    openNote();
    type('No rash, ');
    await annotate('rash');
    expect(problems).toEqual([expect.stringContaining('stored when the note is saved') as string]);
    save();
    await annotate('pain');
    expect(annotatedTexts(disk)).toEqual(['rash', 'pain']);
    expect(problems).toHaveLength(1);
  });

  it('takes in annotation files that another program changed', async () => {
    openNote();
    await annotate('pain');
    disk.writeAnn(`${theirs}T7\tSymptom 90 95\tnowhere\n`);
    notes.annotationFilesChanged();
    await vi.waitFor(() => {
      expect(placed()).toEqual(['fever']);
    });
    expect(problems).toEqual([expect.stringMatching(/note\.ann, line 2: .* kept as they are\.$/u) as string]);
  });

  it('tells of a file that cannot be read, and reads it once it can', async () => {
    mkdirSync(disk.annPath);
    openNote();
    await expect(annotate('pain')).rejects.toThrow(/this is no file/);
    expect(errors).toHaveLength(1);
    rmSync(disk.annPath, { recursive: true });
    await annotate('pain');
    expect(placed()).toEqual(['pain']);
  });

  it('keeps no annotations of documents without a file, and none of notes that are not open', async () => {
    openNote('untitled:Untitled-1');
    const adding = notes.require('untitled:Untitled-1').add([annotationOf({ start: 0, end: 5 })]);
    await expect(adding).rejects.toThrow(NoteUnavailableError);
    expect(() => notes.require('file:///other.txt')).toThrow(NoteUnavailableError);
    expect(errors).toEqual([]);
  });

  it('places suggestions where their text is now when the note was edited while it was searched', () => {
    openNote();
    const searched = open.document.getText();
    const found = ['fever', 'pain'].map(mentionOf);
    type('No ');
    notes.require(uri).setFound(found, searched);
    const text = open.document.getText();
    expect(notes.get(uri)?.suggestions.map(({ start, end }) => text.slice(start, end))).toEqual([
      'fever',
      'pain',
    ]);
  });

  it('drops suggestions that were taken, rejected or overwritten, and never gives a number again', async () => {
    openNote();
    notes.require(uri).setFound(['fever', 'and', 'pain'].map(mentionOf), open.document.getText());
    const numbered = (): string[] =>
      (notes.get(uri)?.suggestions ?? []).map(({ id, text }) => `${id} ${text}`);
    await annotate('fever');
    expect(numbered()).toEqual(['S2 and', 'S3 pain']);
    expect(await notes.require(uri).reject(['S3', 'S9'])).toBe(1);
    type('x');
    expect(notes.get(uri)?.suggestions).toMatchObject([{ id: 'S2', start: 7 }]);
    notes.require(uri).setFound(['fever', 'and', 'ain', 'pain'].map(mentionOf), open.document.getText());
    expect(numbered()).toEqual(['S2 and', 'S6 ain']);
  });

  it('does not suggest again what was rejected, wherever an edit moves it', async () => {
    openNote();
    const suggest = (): void => {
      notes.require(uri).setFound(['fever', 'pain'].map(mentionOf), open.document.getText());
    };
    suggest();
    await notes.require(uri).reject(['S1']);
    type('No ');
    suggest();
    expect(notes.get(uri)?.suggestions.map(({ text }) => text)).toEqual(['pain']);
  });
});
