import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NoteMention } from '../../../src/core/linking/mentions/findInText.ts';
import { noteDocuments, type NoteDocument } from '../../../src/server/noteDocument.ts';
import { DecisionLostError } from '../../../src/server/notes/annotatedNote.ts';
import { rejectionPath } from '../../../src/server/notes/rejections.ts';
import { createReviewedNote, type ReviewedNote } from '../../../src/server/notes/reviewedNote.ts';
import { annotatedTexts, annotationOf, createNoteOnDisk, type NoteOnDisk } from './noteOnDisk.ts';

const isRoot = process.getuid?.() === 0;

let disk: NoteOnDisk;
let note: ReviewedNote;
let open: NoteDocument;
let problems: string[];
let rejectionFile: string;

beforeEach(async () => {
  disk = createNoteOnDisk('fever, no pain, and fever again');
  rejectionFile = join(dirname(disk.notePath), '.termlens', 'rejected', 'note.ann');
  problems = [];
  await openNote();
});

afterEach(() => {
  disk.remove();
});

async function openNote(): Promise<void> {
  open = noteDocuments.create(pathToFileURL(disk.notePath).href, 'plaintext', 1, disk.noteText());
  note = createReviewedNote(open, {
    rejectionFile: () => rejectionFile,
    onChanged: () => undefined,
    onProblem: (message) => problems.push(message),
  });
  await note.load();
}

/** Puts `text` in the place of the first `wanted`. */
function replace(wanted: string, text: string): void {
  const start = open.document.getText().indexOf(wanted);
  const range = {
    start: open.document.positionAt(start),
    end: open.document.positionAt(start + wanted.length),
  };
  open = noteDocuments.update(open, [{ range, text }], open.document.version + 1);
  note.changed(open);
}

async function save(): Promise<void> {
  disk.writeNote(open.document.getText());
  await note.saved();
}

function spanOf(wanted: string): { start: number; end: number } {
  const start = open.document.getText().indexOf(wanted);
  return { start, end: start + wanted.length };
}

function mentionOf(wanted: string): NoteMention {
  const span = spanOf(wanted);
  return { ...span, ranges: [span], text: wanted, candidates: [], attributes: [] };
}

function suggest(...wanted: string[]): void {
  note.setFound(wanted.map(mentionOf), open.document.getText());
}

const annotate = (wanted: string, curie?: string): Promise<unknown> =>
  note.add([annotationOf(spanOf(wanted), curie)]);
const annotated = (): string[] => note.annotations.map(({ text }) => text);
const suggested = (): string[] => note.suggestions.map(({ text }) => text);
const idOf = (wanted: string): string => note.suggestions.find(({ text }) => text === wanted)?.id ?? '';

describe('decisions in a note', () => {
  it('are undone and made again one after another, in the note and in its file', async () => {
    suggest('fever', 'pain', 'again');
    await annotate('fever');
    await note.reject([idOf('pain')]);
    expect([annotated(), suggested()]).toEqual([['fever'], ['again']]);
    expect(await note.undo()).toEqual(expect.objectContaining(spanOf('pain')));
    expect([annotated(), suggested()]).toEqual([['fever'], ['pain', 'again']]);
    expect(await note.undo()).toEqual(spanOf('fever'));
    expect([annotated(), suggested(), disk.annText()]).toEqual([[], ['fever', 'pain', 'again'], '']);
    expect(note.canUndo).toBe(false);
    expect(await note.undo()).toBeUndefined();
    await note.redo();
    await note.redo();
    expect([annotated(), suggested(), annotatedTexts(disk)]).toEqual([['fever'], ['again'], ['fever']]);
    expect(note.canRedo).toBe(false);
  });

  it('that change nothing are no step', async () => {
    await annotate('pain');
    await annotate('pain');
    await note.undo();
    expect([annotated(), note.canUndo]).toEqual([[], false]);
  });

  it('come back as they were in the file, to the byte, when a removal is undone', async () => {
    disk.writeAnn(
      'T7\tSymptom 0 5\tfever\nN3\tReference T7 HP:0001945\tFever\nA1\tNegated T7\n#2\tAnnotatorNotes T7\tsure?\nX\n',
    );
    await note.reload();
    const before = disk.annText();
    await note.remove('T7');
    expect(disk.annText()).toBe('X\n');
    await note.undo();
    expect(disk.annText()).toBe(before);
  });

  it('that take several suggestions are one step', async () => {
    suggest('fever', 'pain');
    await note.add(['fever', 'pain'].map((wanted) => annotationOf(spanOf(wanted))));
    expect(suggested()).toEqual([]);
    await note.undo();
    expect(suggested()).toEqual(['fever', 'pain']);
  });

  it('change the span, the concepts and the comment of an annotation, which can be undone', async () => {
    await annotate('pain');
    const [{ id } = { id: '' }] = note.annotations;
    await note.change(id, {
      ranges: [spanOf('no pain')],
      concepts: [{ curie: 'HP:0012531', preferredName: 'Pain' }],
      comment: 'as the\nreferral says',
    });
    expect(disk.annText()).toBe(
      'T1\tSymptom 7 14\tno pain\nN2\tReference T1 HP:0012531\tPain\n#1\tAnnotatorNotes T1\tas the referral says\n',
    );
    await note.change(id, { comment: '' });
    expect(note.annotations[0]?.comments).toBeUndefined();
    await note.undo();
    await note.undo();
    expect(annotated()).toEqual(['pain']);
    expect(disk.annText()).toBe('T1\tSymptom 10 14\tpain\nN1\tReference T1 MESH:D010146\tPain\n');
  });

  it('put a suggestion of another span in the place of one, also when the note is searched again', async () => {
    suggest('fever', 'pain');
    const id = idOf('pain');
    expect(await note.replaceSuggestion(id, mentionOf('no pain'), open.document.getText())).toBe(true);
    suggest('fever', 'pain', 'again');
    expect(note.suggestions.map((suggestion) => `${suggestion.id} ${suggestion.text}`)).toEqual([
      'S1 fever',
      `${id} no pain`,
      expect.stringMatching(/^S\d+ again$/u),
    ]);
    await note.undo();
    expect(suggested()).toEqual(['fever', 'pain', 'again']);
    expect(await note.replaceSuggestion('S99', mentionOf('and'), open.document.getText())).toBe(false);
  });
});

describe('undoing a decision', () => {
  it('waits for edits of the text that came after it to be undone', async () => {
    await annotate('pain');
    replace('fever', 'high fever');
    expect(note.canUndo).toBe(false);
    await expect(note.undo()).rejects.toThrow(DecisionLostError);
    expect(annotated()).toEqual(['pain']);
    replace('high fever', 'fever');
    expect(note.canUndo).toBe(true);
    await note.undo();
    expect(annotated()).toEqual([]);
  });

  it('works after a save, and of what waited for it', async () => {
    replace('fever', 'rash and fever');
    await annotate('rash');
    expect(disk.annText()).toBeUndefined();
    await save();
    expect(annotatedTexts(disk)).toEqual(['rash']);
    await note.undo();
    expect([annotated(), disk.annText()]).toEqual([[], '']);
    await note.redo();
    expect(annotatedTexts(disk)).toEqual(['rash']);
  });

  it('leaves alone what another program did to the file since', async () => {
    await annotate('pain');
    disk.writeAnn(`${disk.annText() ?? ''}T9\tSymptom 0 5\tfever\n`);
    await expect(note.undo()).rejects.toThrow(/changed by another program/u);
    expect(annotated()).toEqual(['fever', 'pain']);
    expect(note.canUndo).toBe(false);
  });

  it('of one before others is not lost when a new one is made; what was undone is', async () => {
    await annotate('pain');
    await annotate('fever');
    await note.undo();
    await annotate('again');
    expect(note.canRedo).toBe(false);
    await note.undo();
    await note.undo();
    expect(annotated()).toEqual([]);
  });
});

describe('what is rejected', () => {
  it('is kept in a file of its own and not suggested when the note is opened again', async () => {
    suggest('fever', 'pain');
    await note.reject([idOf('pain')]);
    expect(readFileSync(rejectionFile, 'utf8')).toBe('T1\tRejected 10 14\tpain\n');
    await openNote();
    suggest('fever', 'pain');
    expect(suggested()).toEqual(['fever']);
    expect(disk.annText()).toBeUndefined();
  });

  it('moves with the text, also when that was changed by another program', async () => {
    suggest('fever', 'pain');
    await note.reject([idOf('pain')]);
    replace('fever', 'Today: fever');
    suggest('fever', 'pain');
    expect(suggested()).toEqual(['fever']);
    await save();
    expect(readFileSync(rejectionFile, 'utf8')).toBe('T1\tRejected 17 21\tpain\n');
    disk.writeNote('Elsewhere. fever, no pain');
    await openNote();
    suggest('fever', 'pain');
    expect(suggested()).toEqual(['fever']);
  });

  it('is suggested again when it is respelled', async () => {
    replace('pain', 'pane');
    await save();
    suggest('fever', 'pane');
    await note.reject([idOf('pane')]);
    replace('pane', 'pain');
    suggest('fever', 'pain');
    expect(suggested()).toEqual(['fever', 'pain']);
    await save();
    expect(readFileSync(rejectionFile, 'utf8')).toBe('');
  });

  it('is taken over from a colleague', async () => {
    suggest('fever', 'pain');
    mkdirSync(dirname(rejectionFile), { recursive: true });
    writeFileSync(rejectionFile, 'T1\tRejected 0 5\tfever\n');
    await note.reload();
    expect(suggested()).toEqual(['pain']);
  });

  it.skipIf(isRoot)('is remembered while the note is open where it cannot be kept', async () => {
    suggest('fever', 'pain');
    chmodSync(dirname(disk.notePath), 0o500);
    await note.reject([idOf('pain')]);
    chmodSync(dirname(disk.notePath), 0o700);
    expect(existsSync(rejectionFile)).toBe(false);
    expect(suggested()).toEqual(['fever']);
    expect(problems).toEqual([expect.stringMatching(/remembered until the note is closed/u)]);
    await note.undo();
    expect(suggested()).toEqual(['fever', 'pain']);
  });

  it('is remembered while the note is open when its file is damaged, which is left as it is', async () => {
    mkdirSync(rejectionFile, { recursive: true });
    await openNote();
    suggest('fever', 'pain');
    await note.reject([idOf('pain')]);
    expect(suggested()).toEqual(['fever']);
    expect(problems).toEqual([expect.stringMatching(/this is no file.*remembered until/u)]);
  });
});

describe('where rejections are kept', () => {
  it.each([
    ['/corpus/notes/a/note.txt', ['/corpus', '/corpus/notes'], '/corpus/notes/.termlens/rejected/a/note.ann'],
    ['/corpus/notes/note.md', ['/corpus/'], '/corpus/.termlens/rejected/notes/note.md.ann'],
    ['/corpusshop/note.txt', ['/corpus'], undefined],
    ['/note.txt', [], undefined],
  ])('%s in %j', (notePath, folders, expected) => {
    expect(rejectionPath(notePath, folders)).toBe(expected);
  });
});
