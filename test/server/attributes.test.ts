import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  acceptSuggestionsRequest,
  addAnnotationRequest,
  annotateRequest,
  noteStateRequest,
  removeAnnotationRequest,
  type NoteState,
  type Suggestion,
} from '../../src/protocol/messages.ts';
import { defaultSettings } from '../../src/protocol/settings.ts';
import { startServer, type ServerClient } from './client.ts';
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

function suggest({ uri }: NoteOnDisk): Promise<readonly Suggestion[]> {
  return server.connection.sendRequest(annotateRequest, { textDocument: { uri } });
}

function stateOf({ uri }: NoteOnDisk): Promise<NoteState> {
  return server.connection.sendRequest(noteStateRequest, { uri });
}

describe('what a note says of its mentions', () => {
  const text = 'No heart attack.\nFAMILY HISTORY:\nT2DM.\n';
  const foreign = 'T7\tProtein 0 2\tNo\r\nA3\tNegated T7\r\nnonsense\r\n';

  test('is written with accepted suggestions, and goes when they are removed', async () => {
    const note = createNote(text, foreign);
    await server.openLoaded(note.uri, text);
    const suggestions = await suggest(note);
    expect(suggestions.map(({ text: covered, attributes }) => [covered, attributes])).toEqual([
      ['heart attack', [{ name: 'Negated' }]],
      ['T2DM', [{ name: 'Experiencer', value: 'Other' }]],
    ]);
    const accepted = suggestions.map(({ id }) => ({ id }));
    await server.connection.sendRequest(acceptSuggestionsRequest, { uri: note.uri, accepted });
    const written = note.readAnn();
    expect(written.startsWith(foreign)).toBe(true);
    expect(written.match(/^A.*$/gmu)).toEqual([
      'A3\tNegated T7',
      'A4\tNegated T8',
      'A5\tExperiencer T9 Other',
    ]);
    expect((await stateOf(note)).annotations.map(({ attributes }) => attributes)).toEqual([
      [{ name: 'Negated' }],
      [{ name: 'Negated' }],
      [{ name: 'Experiencer', value: 'Other' }],
    ]);
    for (const id of ['T8', 'T9']) {
      await server.connection.sendRequest(removeAnnotationRequest, { uri: note.uri, id });
    }
    expect(note.readAnn()).toBe(foreign);
  });

  test('is written with a span that is linked by hand, and survives an edit and its undo', async () => {
    const note = createNote('Denies heart attack.');
    await server.openLoaded(note.uri, 'Denies heart attack.');
    const range = rangeOf('Denies heart attack.', 'heart attack');
    await server.connection.sendRequest(addAnnotationRequest, {
      uri: note.uri,
      range,
      curie: 'MESH:D009203',
    });
    const written = note.readAnn();
    expect(written).toContain('\nA1\tNegated T1\n');
    await server.change(note.uri, 2, rangeOf('Denies heart attack.', 'Denies heart'), 'X');
    await server.change(note.uri, 3, rangeOf('X attack.', 'X'), 'Denies heart');
    const [annotation] = (await stateOf(note)).annotations;
    expect(annotation).toMatchObject({ ranges: [range], attributes: [{ name: 'Negated' }] });
    expect(note.readAnn()).toBe(written);
  });

  test("follows an edit of a suggestion's sentence and of the heading above it", async () => {
    const before = 'PLAN:\nHe had a heart attack.';
    const note = createNote(before);
    await server.open(note.uri, before);
    const [suggestion] = await suggest(note);
    expect(suggestion?.attributes).toEqual([]);
    await server.change(note.uri, 2, rangeOf(before, 'had a'), 'had no');
    expect((await stateOf(note)).suggestions[0]?.attributes).toEqual([{ name: 'Negated' }]);
    await server.change(note.uri, 3, rangeOf(before, 'PLAN'), 'PMH');
    expect((await stateOf(note)).suggestions[0]?.attributes).toEqual([
      { name: 'Negated' },
      { name: 'Historical' },
    ]);
  });
});
