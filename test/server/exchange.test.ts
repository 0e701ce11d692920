import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  annotationFormatsRequest,
  exportAnnotationsRequest,
  importAnnotationsRequest,
  type ExportOutcome,
  type ImportOutcome,
  type ImportParams,
} from '../../src/protocol/exchangeMessages.ts';
import { noteStateRequest } from '../../src/protocol/messages.ts';
import { fileUri, startServer, type ServerClient } from './client.ts';
import { createFolderWith } from './folderOnDisk.ts';

const text = '😀 Fever and\r\nback pain, no cough.';
const standoff = [
  'T1\tSign 2 7\tFever',
  'N1\tReference T1 HP:0001945\tFever',
  'T2\tSign 13 22\tback pain',
  'T3\tSign 27 32\tcough',
  'A1\tNegated T3',
  '#1\tAnnotatorNotes T2\tsince May',
  '',
].join('\n');

let server: ServerClient;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

function exportTo(source: string, to: string, output: string, overwrite = false): Promise<ExportOutcome> {
  return server.connection.sendRequest(exportAnnotationsRequest, { source, to, output, overwrite });
}

function importFrom(params: Omit<ImportParams, 'createNotes'>, createNotes = false): Promise<ImportOutcome> {
  return server.connection.sendRequest(importAnnotationsRequest, { ...params, createNotes });
}

function createNotes(): string {
  return createFolderWith({
    'notes/a.txt': text,
    'notes/a.ann': standoff,
    'notes/deep/b.txt': text,
    'notes/deep/b.ann': standoff,
    'notes/plain.txt': 'Nothing.',
    'notes/list.csv': 'a,b\n1,2\n',
    'notes/code.ts': 'export {};\n',
  });
}

describe('exporting', () => {
  test('offers every format, and says which can be read', async () => {
    const formats = await server.connection.sendRequest(annotationFormatsRequest);
    expect(formats).toContainEqual({
      format: 'bioc-xml',
      title: 'BioC XML',
      layout: 'collection',
      ending: '.xml',
      canRead: true,
    });
    expect(formats.filter(({ canRead }) => !canRead).map(({ format }) => format)).toEqual(['fhir']);
  });

  test('writes the notes of a folder, passing over what is none, and lists what is lost', async () => {
    const folder = createNotes();
    const output = join(folder, 'all.conll');
    const outcome = await exportTo(join(folder, 'notes'), 'conll', output);
    expect(outcome).toMatchObject({
      kind: 'written',
      documents: 3,
      annotations: 6,
      files: [output],
      problems: [],
    });
    expect(outcome.kind === 'written' ? outcome.losses : []).toContainEqual({
      what: 'comments',
      count: 2,
      first: 'document a, T2',
    });
    expect(readFileSync(output, 'utf8')).toContain('I-Sign\n');
  });

  test('writes one note, not its neighbours', async () => {
    const folder = createNotes();
    const output = join(folder, 'a.json');
    const outcome = await exportTo(join(folder, 'notes', 'a.txt'), 'bioc-json', output);
    expect(outcome).toMatchObject({ kind: 'written', documents: 1, annotations: 3, losses: [] });
  });

  test('replaces nothing unless it is told to', async () => {
    const folder = createNotes();
    const output = join(folder, 'all.json');
    writeFileSync(output, 'mine');
    const source = join(folder, 'notes');
    expect(await exportTo(source, 'bioc-json', output)).toEqual({ kind: 'exists', path: output });
    expect(readFileSync(output, 'utf8')).toBe('mine');
    expect(await exportTo(source, 'bioc-json', output, true)).toMatchObject({ kind: 'written' });
    expect(readFileSync(output, 'utf8')).toContain('"documents"');
  });

  test('never replaces a note or its annotations, whatever it is told', async () => {
    const folder = createNotes();
    const source = join(folder, 'notes');
    const note = join(source, 'a.txt');
    await expect(exportTo(source, 'brat', source, true)).rejects.toThrow('the notes themselves lie here');
    await expect(exportTo(note, 'cas-json', source, true)).rejects.toThrow('the notes themselves lie here');
    await expect(exportTo(note, 'pubtator', note, true)).rejects.toThrow('this is a note');
    await expect(exportTo(note, 'csv', join(source, 'x.ann'), true)).rejects.toThrow('this is a note');
    expect(readFileSync(note, 'utf8')).toBe(text);
    expect(readFileSync(join(source, 'a.ann'), 'utf8')).toBe(standoff);
    const elsewhere = join(folder, 'out');
    expect(await exportTo(source, 'brat', elsewhere)).toMatchObject({ kind: 'written', documents: 3 });
    expect(await exportTo(source, 'brat', elsewhere)).toMatchObject({ kind: 'exists' });
  });

  test.each([
    ['notes', 'word', 'there is no such format'],
    ['notes/plain.txt', 'csv', 'this note has no annotations yet'],
    ['empty', 'csv', 'there are no annotated notes in this folder'],
  ])('%s as %s: %s', async (source, to, problem) => {
    const folder = createNotes();
    const path = source === 'empty' ? createFolderWith({ 'x.txt': 'x' }) : join(folder, source);
    const output = join(folder, 'out');
    await expect(exportTo(path, to, output)).rejects.toThrow(problem);
    expect(existsSync(output)).toBe(false);
  });
});

describe('importing', () => {
  test.each(['bioc-xml', 'bioc-json', 'csv', 'pubannotation', 'web-annotation', 'brat'])(
    '%s that was exported brings the annotations back to other copies of the notes',
    async (format) => {
      const folder = createNotes();
      const output = join(folder, 'exported');
      await exportTo(join(folder, 'notes', 'a.txt'), format, output);
      const copy = createFolderWith({ 'sub/a.txt': text, 'b.txt': 'Another.' });
      const outcome = await importFrom({ source: output, target: { folder: copy } });
      expect(outcome).toMatchObject({
        documents: 1,
        annotations: 3,
        notes: 1,
        added: 3,
        unmatched: [],
        problems: [],
      });
      expect(readdirSync(copy).sort()).toEqual(['b.txt', 'sub']);
      expect(readFileSync(join(copy, 'sub', 'a.txt'), 'utf8')).toBe(text);
      const written = readFileSync(join(copy, 'sub', 'a.ann'), 'utf8');
      expect(written).toContain('T1\tSign 2 7\tFever\n');
      expect(written).toContain('\tReference T1 HP:0001945\tFever\n');
      expect(written).toContain('\tSign 27 32\tcough\n');
      expect(written).toMatch(/^A\d+\tNegated T3$/mu);
      // What is there is not added twice.
      expect(await importFrom({ source: output, target: { folder: copy } })).toMatchObject({ added: 0 });
      expect(readFileSync(join(copy, 'sub', 'a.ann'), 'utf8')).toBe(written);
    },
  );

  test('adds to what a note has, and names what found no place', async () => {
    const folder = createNotes();
    const output = join(folder, 'all.xml');
    await exportTo(join(folder, 'notes', 'a.txt'), 'bioc-xml', output);
    const mine = 'T1\tSign 0 1\t*\nA7\tForeign T1\nunreadable line\n';
    const copy = createFolderWith({ 'a.txt': `* Fever and\r\nback ache, no cough.`, 'a.ann': mine });
    const outcome = await importFrom({ source: output, target: { folder: copy } });
    expect(outcome).toMatchObject({ annotations: 3, notes: 1, added: 2 });
    expect(outcome.problems.map(({ file, message }) => [file, message])).toEqual([
      ['a', 'The note’s text is another where T2 should be; left out: 1 of 3.'],
    ]);
    expect(outcome.losses).toContainEqual({ what: 'comments', count: 1, first: 'document a, T2' });
    const written = readFileSync(join(copy, 'a.ann'), 'utf8');
    expect(written.startsWith(mine)).toBe(true);
    expect(written).toContain('T2\tSign 2 7\tFever\n');
  });

  test('goes through the editor where the note is open, and fits what was typed there', async () => {
    const folder = createNotes();
    const output = join(folder, 'a.xml');
    await exportTo(join(folder, 'notes', 'a.txt'), 'bioc-xml', output);
    const copy = createFolderWith({ 'mine.txt': text });
    const uri = fileUri(join(copy, 'mine.txt'));
    await server.openLoaded(uri, text);
    const start = { line: 0, character: 0 };
    await server.change(uri, 2, { start, end: start }, 'NEW ');
    const outcome = await importFrom({ source: output, target: { uri } });
    expect(outcome).toMatchObject({ documents: 1, added: 3, notes: 1 });
    const state = await server.connection.sendRequest(noteStateRequest, { uri });
    expect(state.annotations.map(({ text: covered, ranges }) => [covered, ranges[0]?.start])).toEqual([
      ['Fever', { line: 0, character: 7 }],
      ['back pain', { line: 1, character: 0 }],
      ['cough', { line: 1, character: 14 }],
    ]);
    // The file fits the note as it is saved.
    expect(readFileSync(join(copy, 'mine.ann'), 'utf8')).toContain('T1\tSign 2 7\tFever\n');
    await server.close(uri);
  });

  test('takes of several documents the one that is called like the note, or has its text', async () => {
    const folder = createNotes();
    const output = join(folder, 'all.xml');
    await exportTo(join(folder, 'notes'), 'bioc-xml', output);
    const copy = createFolderWith({ 'b.txt': text, 'other.txt': 'Something else.' });
    const [named, other] = ['b.txt', 'other.txt'].map((name) => fileUri(join(copy, name)));
    expect(await importFrom({ source: output, target: { uri: named ?? '' } })).toMatchObject({
      documents: 3,
      notes: 1,
      added: 3,
    });
    await expect(importFrom({ source: output, target: { uri: other ?? '' } })).rejects.toThrow(
      'none of its 3 documents is called other or has the note’s text',
    );
  });

  test('names documents without a note, and makes notes when it is told to, replacing none', async () => {
    const folder = createNotes();
    const output = join(folder, 'all.xml');
    await exportTo(join(folder, 'notes'), 'bioc-xml', output);
    const copy = createFolderWith({ 'a.txt': text });
    const params = { source: output, target: { folder: copy } };
    const first = await importFrom(params);
    expect(first.unmatched.toSorted()).toEqual(['b', 'plain']);
    expect(readdirSync(copy).sort()).toEqual(['a.ann', 'a.txt']);
    const second = await importFrom(params, true);
    expect(second).toMatchObject({ unmatched: [], createdNotes: 2, added: 3 });
    expect(readdirSync(copy).sort()).toEqual(['a.ann', 'a.txt', 'b.ann', 'b.txt', 'plain.txt']);
    expect(readFileSync(join(copy, 'b.txt'), 'utf8')).toBe(text);
  });

  test('asks nobody which of two notes is meant, unless the text tells', async () => {
    const folder = createNotes();
    const output = join(folder, 'a.xml');
    await exportTo(join(folder, 'notes', 'a.txt'), 'bioc-xml', output);
    const target = { folder: createFolderWith({ 'x/a.txt': 'one', 'y/a.txt': 'two' }) };
    const unclear = await importFrom({ source: output, target });
    expect(unclear).toMatchObject({ notes: 0, added: 0, unmatched: [] });
    expect(unclear.problems[0]?.message).toContain('Several notes are called so');
    writeFileSync(join(target.folder, 'y', 'a.txt'), text);
    expect(await importFrom({ source: output, target })).toMatchObject({ notes: 1, added: 3, problems: [] });
    expect(readdirSync(join(target.folder, 'x'))).toEqual(['a.txt']);
  });

  test.each([
    ['nothing.xml', 'there is no such file'],
    ['picture.png', 'its format is not known'],
  ])('%s: %s', async (name, problem) => {
    const folder = createFolderWith({ 'picture.png': '\x89PNG\r\n\x1a\n\0\0' });
    await expect(importFrom({ source: join(folder, name), target: { folder } })).rejects.toThrow(problem);
  });
});
