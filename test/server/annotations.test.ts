import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver-protocol';
import {
  acceptSuggestionsRequest,
  addAnnotationRequest,
  annotateRequest,
  noteStateRequest,
  rejectSuggestionsRequest,
  removeAnnotationRequest,
  type NoteAnnotation,
  type NoteState,
  type Suggestion,
} from '../../src/protocol/messages.ts';
import { defaultSettings } from '../../src/protocol/settings.ts';
import { eventually, fileUri, findLast, startServer, type ServerClient } from './client.ts';
import { rangeOf } from './markedNote.ts';
import { createNote, type NoteOnDisk } from './noteOnDisk.ts';

let server: ServerClient;
beforeAll(async () => {
  // Exact matches alone, so that the suggestions of a note can be told beforehand.
  server = await startServer({
    settings: { ...defaultSettings, linking: { ...defaultSettings.linking, minScore: 1 } },
  });
});
afterAll(() => server.stop());

const infarction = { curie: 'MESH:D009203', preferredName: 'Myocardial Infarction' };
const arrest = { curie: 'MESH:D006323', preferredName: 'Heart Arrest' };
const diabetes = { curie: 'MESH:D003924', preferredName: 'Type 2 Diabetes Mellitus' };

const text = 'Admitted with a heart attack.\nHe had T2DM.\n';
const annOfText = 'T1\tDisorder 16 28\theart attack\nN1\tReference T1 MESH:D009203\tMyocardial Infarction\n';
const start = { line: 0, character: 0 };

function add(note: NoteOnDisk, term: string, curie: string, noteText = text): Promise<NoteAnnotation> {
  const range = rangeOf(noteText, term);
  return server.connection.sendRequest(addAnnotationRequest, { uri: note.uri, range, curie });
}

function remove(note: NoteOnDisk, id: string): Promise<NoteAnnotation | null> {
  return server.connection.sendRequest(removeAnnotationRequest, { uri: note.uri, id });
}

function suggest(note: NoteOnDisk): Promise<readonly Suggestion[]> {
  return server.connection.sendRequest(annotateRequest, { textDocument: { uri: note.uri } });
}

/** The state that the server told last, once `isExpected` says it is the one. */
function stateOnce(note: NoteOnDisk, isExpected: (state: NoteState) => boolean): Promise<NoteState> {
  return eventually(() => {
    const state = findLast(server.noteStates, note.uri);
    expect(state).toSatisfy(isExpected);
    return state;
  });
}

describe('adding an annotation', () => {
  test('writes it and tells the new state', async () => {
    const note = createNote(text);
    await server.openLoaded(note.uri, text);
    const annotation = {
      id: 'T1',
      type: 'Disorder',
      ranges: [rangeOf(text, 'heart attack')],
      text: 'heart attack',
      concepts: [infarction],
    };
    expect(await add(note, 'heart attack', infarction.curie)).toEqual(annotation);
    expect(note.readAnn()).toBe(annOfText);
    const state = {
      ...{ uri: note.uri, version: 1, annotations: [annotation], suggestions: [] },
      ...{ canUndo: true, canRedo: false },
    };
    expect(await stateOnce(note, ({ annotations }) => annotations.length === 1)).toEqual(state);
    expect(await server.connection.sendRequest(noteStateRequest, { uri: note.uri })).toEqual(state);
  });

  test('twice stores it once', async () => {
    const note = createNote(text);
    await server.open(note.uri, text);
    const [first, second] = await Promise.all([
      add(note, 'heart attack', infarction.curie),
      add(note, 'heart attack', infarction.curie),
    ]);
    expect(second).toEqual(first);
    expect(note.readAnn()).toBe(annOfText);
  });

  test('of another concept adds that to the span', async () => {
    const note = createNote(text);
    await server.open(note.uri, text);
    await add(note, 'heart attack', infarction.curie);
    const { concepts } = await add(note, 'heart attack', arrest.curie);
    expect(concepts).toEqual([infarction, arrest]);
    expect(note.readAnn()).toBe(`${annOfText}N2\tReference T1 MESH:D006323\tHeart Arrest\n`);
  });

  test("counts brat's offsets in characters, the editor's in UTF-16", async () => {
    const crowded = '🤧🤧 heart attack\r\n𝔄 T2DM';
    const note = createNote(crowded);
    await server.open(note.uri, crowded);
    await add(note, 'heart attack', infarction.curie, crowded);
    const second = await add(note, 'T2DM', diabetes.curie, crowded);
    expect(second.ranges).toEqual([{ start: { line: 1, character: 3 }, end: { line: 1, character: 7 } }]);
    expect(note.readAnn().match(/^T.*$/gmu)).toEqual([
      'T1\tDisorder 3 15\theart attack',
      'T2\tDisorder 19 23\tT2DM',
    ]);
  });

  test("keeps other tools' lines byte for byte", async () => {
    const foreign =
      'T7\tProtein 9 13\twith\r\n#1\tAnnotatorNotes T7\tnot sure\r\nR1\tpart_of Arg1:T7 Arg2:T7\r\nE1\tX:T7\r\nnonsense\r\n';
    const note = createNote(text, foreign);
    await server.openLoaded(note.uri, text);
    await add(note, 'heart attack', infarction.curie);
    expect(note.readAnn().startsWith(foreign)).toBe(true);
    expect(note.readAnn().slice(foreign.length).replaceAll('\r', '')).toBe(annOfText.replaceAll('T1', 'T8'));
  });

  test.each([
    [
      'a concept of no vocabulary',
      rangeOf(text, 'heart attack'),
      'MESH:D0',
      'is in none of the installed vocabularies',
    ],
    [
      'white space',
      { start: { line: 0, character: 8 }, end: { line: 0, character: 9 } },
      infarction.curie,
      'white space',
    ],
    ['nothing', { start, end: start }, infarction.curie, 'white space'],
    [
      'a range the wrong way round',
      { start: { line: 0, character: 9 }, end: start },
      infarction.curie,
      'outside the note',
    ],
  ])('is refused for %s, and nothing is written', async (_, range, curie, message) => {
    const note = createNote(text);
    await server.open(note.uri, text);
    const params = { uri: note.uri, range, curie };
    await expect(server.connection.sendRequest(addAnnotationRequest, params)).rejects.toThrow(message);
    expect(existsSync(note.annPath)).toBe(false);
  });

  test('beside a note in Markdown appends the ending', async () => {
    const note = createNote(text);
    const path = note.path.replace('.txt', '.md');
    writeFileSync(path, text);
    await server.open(fileUri(path), text, 'markdown');
    await add({ ...note, uri: fileUri(path) }, 'heart attack', infarction.curie);
    expect(readFileSync(`${path}.ann`, 'utf8')).toBe(annOfText);
  });
});

describe('removing an annotation', () => {
  test('takes it and its lines out of the file', async () => {
    const note = createNote(text, `T9\tProtein 9 13\twith\n${annOfText}`);
    await server.openLoaded(note.uri, text);
    expect(await remove(note, 'T1')).toMatchObject({
      id: 'T1',
      text: 'heart attack',
      concepts: [infarction],
    });
    expect(note.readAnn()).toBe('T9\tProtein 9 13\twith\n');
    expect(await remove(note, 'T1')).toBeNull();
    const { annotations } = await stateOnce(note, (state) => state.annotations.length === 1);
    expect(annotations.map(({ id }) => id)).toEqual(['T9']);
  });
});

describe('suggestions', () => {
  test('become annotations when they are accepted', async () => {
    const note = createNote(text);
    await server.open(note.uri, text);
    const suggestions = await suggest(note);
    expect(suggestions.map((suggestion) => suggestion.text)).toEqual(['heart attack', 'T2DM']);
    const [first, second] = suggestions;
    const accepted = [{ id: first?.id ?? '', curie: arrest.curie }, { id: second?.id ?? '' }, { id: 'S999' }];
    expect(await server.connection.sendRequest(acceptSuggestionsRequest, { uri: note.uri, accepted })).toBe(
      2,
    );
    expect(note.readAnn()).toBe(
      'T1\tDisorder 16 28\theart attack\nN1\tReference T1 MESH:D006323\tHeart Arrest\n' +
        'T2\tDisorder 37 41\tT2DM\nN2\tReference T2 MESH:D003924\tType 2 Diabetes Mellitus\n',
    );
    const state = await stateOnce(note, ({ annotations }) => annotations.length === 2);
    expect(state.suggestions).toEqual([]);
    expect(await suggest(note)).toEqual([]);
  });

  test('are dropped when they are rejected', async () => {
    const note = createNote(text);
    await server.open(note.uri, text);
    const [first, second] = await suggest(note);
    const ids = [first?.id ?? '', 'S999'];
    expect(await server.connection.sendRequest(rejectSuggestionsRequest, { uri: note.uri, ids })).toBe(1);
    const state = await stateOnce(note, ({ suggestions }) => suggestions.length === 1);
    expect(state).toMatchObject({ annotations: [], suggestions: [{ id: second?.id }] });
    expect(existsSync(note.annPath)).toBe(false);
  });

  test('move with the text, and go when their own text changes', async () => {
    const note = createNote(text);
    await server.open(note.uri, text);
    await suggest(note);
    await server.change(note.uri, 2, { start, end: start }, '🤧\n');
    const moved = await stateOnce(note, ({ version }) => version === 2);
    expect(moved.suggestions.map((suggestion) => [suggestion.text, suggestion.range])).toEqual([
      ['heart attack', rangeOf(`🤧\n${text}`, 'heart attack')],
      ['T2DM', rangeOf(`🤧\n${text}`, 'T2DM')],
    ]);
    await server.change(note.uri, 3, rangeOf(`🤧\n${text}`, 'attack'), 'beat');
    const changed = await stateOnce(note, ({ version }) => version === 3);
    expect(changed.suggestions.map((suggestion) => suggestion.text)).toEqual(['T2DM']);
  });

  test('leave out what is annotated already', async () => {
    const note = createNote(text, annOfText);
    await server.openLoaded(note.uri, text);
    expect((await suggest(note)).map((suggestion) => suggestion.text)).toEqual(['T2DM']);
  });
});

describe('editing a note', () => {
  const inserted = '🤧 Sneezing.\n';
  const edited = inserted + text;
  const annOfEdited = annOfText.replace('16 28', '28 40');

  test('moves annotations at once, and the file when the note is saved', async () => {
    const note = createNote(text, annOfText);
    await server.openLoaded(note.uri, text);
    await server.change(note.uri, 2, { start, end: start }, inserted);
    const state = await stateOnce(note, ({ version }) => version === 2);
    expect(state.annotations[0]).toMatchObject({ id: 'T1', ranges: [rangeOf(edited, 'heart attack')] });
    expect(note.readAnn()).toBe(annOfText);

    writeFileSync(note.path, edited);
    await server.save(note.uri);
    await eventually(() => {
      expect(note.readAnn()).toBe(annOfEdited);
    });
  });

  test('and closing it without saving leaves the file as it was', async () => {
    const note = createNote(text, annOfText);
    await server.openLoaded(note.uri, text);
    await server.change(note.uri, 2, { start, end: start }, inserted);
    await server.close(note.uri);
    const { annotations } = await server.openLoaded(note.uri, text);
    expect(note.readAnn()).toBe(annOfText);
    expect(annotations).toMatchObject([{ id: 'T1', ranges: [rangeOf(text, 'heart attack')] }]);
  });

  test('and annotating what is only in the editor stores it with the note', async () => {
    const note = createNote(text);
    await server.openLoaded(note.uri, text);
    const grown = `${text}Old heart attack.`;
    const end = { line: 2, character: 0 };
    await server.change(note.uri, 2, { start: end, end }, 'Old heart attack.');
    const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 16 } };
    const params = { uri: note.uri, range, curie: infarction.curie };
    expect(await server.connection.sendRequest(addAnnotationRequest, params)).toMatchObject({
      ranges: [range],
    });
    expect(server.messages.at(-1)).toMatch(/stored when the note is saved/u);
    expect(existsSync(note.annPath)).toBe(false);

    writeFileSync(note.path, grown);
    await server.save(note.uri);
    await eventually(() => {
      expect(note.readAnn()).toBe(`${annOfText.replace('16 28', '47 59')}A1\tHistorical T1\n`);
    });
  });

  test('removes an annotation whose text is deleted, in the file at the next save', async () => {
    const note = createNote(text, annOfText);
    await server.openLoaded(note.uri, text);
    await server.change(note.uri, 2, rangeOf(text, 'a heart attack'), 'nothing');
    expect((await stateOnce(note, ({ version }) => version === 2)).annotations).toEqual([]);
    expect(note.readAnn()).toBe(annOfText);
    writeFileSync(note.path, text.replace('a heart attack', 'nothing'));
    await server.save(note.uri);
    await eventually(() => {
      expect(note.readAnn()).toBe('');
    });
  });
});

describe('an annotation file changed by another program', () => {
  const announce = (note: NoteOnDisk): Promise<void> =>
    server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: fileUri(note.annPath), type: FileChangeType.Changed }],
    });

  test('is read again', async () => {
    const note = createNote(text, annOfText);
    await server.openLoaded(note.uri, text);
    writeFileSync(note.annPath, 'T5\tDisorder 37 41\tT2DM\n');
    await announce(note);
    const { annotations } = await stateOnce(note, (state) => state.annotations[0]?.id === 'T5');
    expect(annotations).toMatchObject([{ text: 'T2DM', concepts: [] }]);
  });

  test('or deleted is read again', async () => {
    const note = createNote(text, annOfText);
    await server.openLoaded(note.uri, text);
    rmSync(note.annPath);
    await announce(note);
    await stateOnce(note, ({ annotations }) => annotations.length === 0);
    expect(existsSync(note.annPath)).toBe(false);
  });

  test('keeps that change also when we were not told of it', async () => {
    const note = createNote(text, annOfText);
    await server.openLoaded(note.uri, text);
    const theirs = `${annOfText}T2\tDisorder 37 41\tT2DM\n`;
    writeFileSync(note.annPath, theirs);
    await add(note, 'heart attack', arrest.curie);
    expect(note.readAnn()).toBe(`${theirs}N2\tReference T1 MESH:D006323\tHeart Arrest\n`);
    const { annotations } = await stateOnce(note, (state) => state.annotations.length === 2);
    expect(annotations.map(({ id }) => id)).toEqual(['T1', 'T2']);
  });
});
