import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  acceptSuggestionsRequest,
  annotateRequest,
  noteStateRequest,
  rejectSuggestionsRequest,
  type NoteState,
  type Suggestion,
} from '../../src/protocol/messages.ts';
import {
  changeAnnotationRequest,
  redoDecisionRequest,
  resizeRequest,
  undoDecisionRequest,
  type ResizeParams,
} from '../../src/protocol/reviewMessages.ts';
import { fileUri, startServer, type ServerClient } from './client.ts';
import { rangeOf } from './markedNote.ts';
import { createNote } from './noteOnDisk.ts';

const text = 'Admitted with a heart attack.\nHe had type 2 diabetes and fever.\n';

let server: ServerClient;
let folder: string;
let uri: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-review-'));
  const path = join(folder, 'note.txt');
  writeFileSync(path, text);
  uri = fileUri(path);
  server = await startServer({ workspaceFolders: [folder] });
  await server.openLoaded(uri, text);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const uriOfNote = (): { uri: string } => ({ uri });
const readAnn = (): string => readFileSync(join(folder, 'note.ann'), 'utf8');
const suggest = (): Promise<readonly Suggestion[]> =>
  server.connection.sendRequest(annotateRequest, { textDocument: uriOfNote() });
const state = (): Promise<NoteState> => server.connection.sendRequest(noteStateRequest, uriOfNote());

async function suggestionOf(wanted: string): Promise<Suggestion> {
  const found = (await state()).suggestions.find((suggestion) => suggestion.text === wanted);
  if (found === undefined) {
    throw new Error(`Not suggested: ${wanted}`);
  }
  return found;
}

function resize(id: string, by: ResizeParams['by'], edge: ResizeParams['edge']): Promise<unknown> {
  return server.connection.sendRequest(resizeRequest, { uri, id, by, edge });
}

describe('a review', () => {
  test('of a suggestion that is a word too long and becomes another one', async () => {
    await suggest();
    const { id } = await suggestionOf('type 2 diabetes');
    expect(await resize(id, 'shrink', 'start')).toEqual(rangeOf(text, '2 diabetes'));
    expect(await resize(id, 'shrink', 'start')).toEqual(rangeOf(text, 'diabetes'));
    const shrunk = await suggestionOf('diabetes');
    expect(shrunk.id).toBe(id);
    expect(shrunk.candidates[0]).toMatchObject({ curie: 'MESH:D003920', matchType: 'exact' });
    expect(shrunk.candidates.map(({ curie }) => curie)).toContain('MESH:D003924');
    expect(await resize(id, 'shrink', 'start')).toBeNull();
    await server.connection.sendRequest(undoDecisionRequest, uriOfNote());
    await server.connection.sendRequest(undoDecisionRequest, uriOfNote());
    expect((await suggestionOf('type 2 diabetes')).id).toBe(id);
  });

  test('gives a span several concepts, a comment and another end, and undoes all of it', async () => {
    const { id, candidates } = await suggestionOf('type 2 diabetes');
    const accepted = candidates.slice(0, 1).map(({ curie }) => ({ id, curie }));
    await server.connection.sendRequest(acceptSuggestionsRequest, { uri, accepted });
    const [annotation = { id: '' }] = (await state()).annotations;
    const target = { uri, id: annotation.id };
    await server.connection.sendRequest(changeAnnotationRequest, {
      ...target,
      curies: ['MESH:D003924', 'MESH:D003920'],
    });
    await server.connection.sendRequest(changeAnnotationRequest, { ...target, comment: 'see letter' });
    expect(await resize(annotation.id, 'widen', 'start')).toEqual(rangeOf(text, 'had type 2 diabetes'));
    expect((await state()).annotations).toMatchObject([
      {
        text: 'had type 2 diabetes',
        concepts: [{ curie: 'MESH:D003924' }, { curie: 'MESH:D003920' }],
        comments: ['see letter'],
      },
    ]);
    expect(readAnn()).toMatch(
      /^T1\t\S+ 33 52\thad type 2 diabetes\nN1\t.*\nN2\t.*\n#1\tAnnotatorNotes T1\tsee letter\n$/u,
    );
    for (let steps = 0; steps < 4; steps++) {
      expect(await server.connection.sendRequest(undoDecisionRequest, uriOfNote())).not.toBeNull();
    }
    expect(readAnn()).toBe('');
    expect(await state()).toMatchObject({ annotations: [], canUndo: false, canRedo: true });
    for (let steps = 0; steps < 4; steps++) {
      await server.connection.sendRequest(redoDecisionRequest, uriOfNote());
    }
    expect((await state()).annotations).toMatchObject([{ comments: ['see letter'] }]);
  });

  test('refuses a concept that no vocabulary has', async () => {
    const [annotation = { id: '' }] = (await state()).annotations;
    const change = { uri, id: annotation.id, curies: ['MESH:D000000'] };
    await expect(server.connection.sendRequest(changeAnnotationRequest, change)).rejects.toThrow(
      /MESH:D000000 is in none of the installed vocabularies/u,
    );
  });

  test('keeps what is rejected in the workspace, also when the note is closed', async () => {
    await suggest();
    const { id } = await suggestionOf('fever');
    expect(await server.connection.sendRequest(rejectSuggestionsRequest, { uri, ids: [id] })).toBe(1);
    const file = join(folder, '.termlens', 'rejected', 'note.ann');
    expect(readFileSync(file, 'utf8')).toBe('T1\tRejected 57 62\tfever\n');
    await server.close(uri);
    await server.openLoaded(uri, text);
    expect((await suggest()).map((suggestion) => suggestion.text)).not.toContain('fever');
    expect(await server.connection.sendRequest(undoDecisionRequest, uriOfNote())).toBeNull();
  });

  test('keeps it for as long as the note is open where the note is in no workspace folder', async () => {
    const elsewhere = createNote(text);
    await server.openLoaded(elsewhere.uri, text);
    const found = await server.connection.sendRequest(annotateRequest, {
      textDocument: { uri: elsewhere.uri },
    });
    const ids = found.map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(1);
    await server.connection.sendRequest(rejectSuggestionsRequest, { uri: elsewhere.uri, ids });
    expect(existsSync(join(elsewhere.folder, '.termlens'))).toBe(false);
    expect(
      await server.connection.sendRequest(annotateRequest, { textDocument: { uri: elsewhere.uri } }),
    ).toEqual([]);
  });
});
