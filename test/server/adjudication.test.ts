import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver-protocol';
import {
  decideDifferenceRequest,
  mergeAnnotationsRequest,
  noteDifferencesRequest,
} from '../../src/protocol/adjudicationMessages.ts';
import { addAnnotationRequest } from '../../src/protocol/messages.ts';
import { undoDecisionRequest } from '../../src/protocol/reviewMessages.ts';
import { eventually, fileUri, startServer, type ServerClient } from './client.ts';
import { rangeOf } from './markedNote.ts';
import { createNote } from './noteOnDisk.ts';

let server: ServerClient;
const asked: string[] = [];
let answerWith: string | undefined;
beforeAll(async () => {
  server = await startServer({
    choose: (message) => {
      asked.push(message);
      return answerWith;
    },
  });
});
afterAll(() => server.stop());

const text = 'Admitted with a heart attack. No fever, no cough.\n';
const attack = (curie: string): string =>
  `T1\tDisorder 16 28\theart attack\nN1\tReference T1 ${curie}\tName of ${curie}\n`;
const fever = 'T2\tSign 33 38\tfever\n';
const cough = 'T2\tSign 43 48\tcough\n';
const conflicted =
  `<<<<<<< HEAD\n${attack('X:1')}${fever}||||||| 1234567\n${attack('X:0')}=======\n` +
  `${attack('X:2')}${cough}>>>>>>> ben\n`;

describe('an annotation file in which git left two versions', () => {
  test('is offered to be merged once, and nothing is written to it until then', async () => {
    answerWith = undefined;
    const note = createNote(text, conflicted);
    await server.openLoaded(note.uri, text);
    await eventually(() => {
      expect(asked.at(-1)).toMatch(/^A merge left two versions of the annotations of note\.txt\./u);
    });
    const count = asked.length;
    await expect(
      server.connection.sendRequest(addAnnotationRequest, {
        uri: note.uri,
        range: rangeOf(text, 'fever'),
        curie: 'MESH:D009203',
      }),
    ).rejects.toThrow('Run “TermLens: Merge Annotations…”');
    await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: fileUri(note.annPath), type: FileChangeType.Changed }],
    });
    expect(await server.connection.sendRequest(noteDifferencesRequest, { uri: note.uri })).toMatchObject({
      differences: [],
    });
    expect(note.readAnn()).toBe(conflicted);
    expect(asked).toHaveLength(count);
    expect(server.messages.filter((message) => message.includes('no line of brat'))).toEqual([]);
  });

  test('is merged when the user says so, and decided version by version', async () => {
    answerWith = 'Merge…';
    const note = createNote(text, conflicted);
    await server.openLoaded(note.uri, text);
    await eventually(() => {
      expect(server.messages).toContain(
        'note.ann is merged; 1 difference is left to decide. “Next Difference” goes to the first.',
      );
    });
    expect(note.readAnn()).toContain('T2\tSign 33 38\tfever\n');
    expect(note.readAnn()).toContain('Sign 43 48\tcough\n');
    const { differences } = await server.connection.sendRequest(noteDifferencesRequest, { uri: note.uri });
    const version = { type: 'Disorder', text: 'heart attack', ranges: [rangeOf(text, 'heart attack')] };
    expect(differences).toEqual([
      {
        number: 1,
        kinds: ['other concept'],
        versions: [
          expect.objectContaining({ ...version, id: 'T1', side: 'A', label: 'HEAD', attributes: [] }),
          expect.objectContaining({
            ...version,
            side: 'B',
            label: 'ben',
            concepts: [{ curie: 'X:2', preferredName: 'Name of X:2' }],
          }),
        ],
      },
    ]);
    const undecided = note.readAnn();
    const left = await server.connection.sendRequest(decideDifferenceRequest, {
      uri: note.uri,
      id: differences[0]?.versions[1]?.id ?? '',
      keep: 'this',
    });
    expect(left?.differences).toEqual([]);
    expect(note.readAnn()).toContain('X:2\tName of X:2');
    expect(note.readAnn()).not.toMatch(/X:1|Adjudicate|AnnotatorNotes/u);
    expect(
      await server.connection.sendRequest(decideDifferenceRequest, { uri: note.uri, id: 'T1', keep: 'all' }),
    ).toBeNull();
    await server.connection.sendRequest(undoDecisionRequest, { uri: note.uri });
    expect(note.readAnn()).toBe(undecided);
  });

  test('is refused where the note is in conflict itself, or the markers are not in pairs', async () => {
    answerWith = undefined;
    const inConflict = createNote('<<<<<<< HEAD\na\n=======\nb\n>>>>>>> ben\n', conflicted);
    await expect(
      server.connection.sendRequest(mergeAnnotationsRequest, { uri: inConflict.uri }),
    ).rejects.toThrow('two versions in the note itself');
    const broken = createNote(text, conflicted.replace('=======\n', ''));
    await expect(server.connection.sendRequest(mergeAnnotationsRequest, { uri: broken.uri })).rejects.toThrow(
      'note.ann: line 11: the conflict markers',
    );
    expect(broken.readAnn()).toBe(conflicted.replace('=======\n', ''));
  });

  test('can be named itself, and need not be open', async () => {
    const note = createNote(text, conflicted);
    const outcome = { kind: 'merged', file: note.annPath, differences: 1 };
    const uri = fileUri(note.annPath);
    expect(await server.connection.sendRequest(mergeAnnotationsRequest, { uri })).toEqual(outcome);
    expect(await server.connection.sendRequest(mergeAnnotationsRequest, { uri })).toEqual({
      kind: 'nothing',
      file: note.annPath,
    });
  });
});

test('another file of the same note is merged into its annotations, and nothing is removed', async () => {
  const note = createNote(text, attack('X:1') + fever);
  await server.openLoaded(note.uri, text);
  const other = join(note.folder, 'ben.ann');
  writeFileSync(other, attack('X:1') + cough);
  const outcome = await server.connection.sendRequest(mergeAnnotationsRequest, {
    uri: note.uri,
    other: fileUri(other),
  });
  expect(outcome).toMatchObject({ kind: 'merged', differences: 0 });
  expect(note.readAnn()).toBe(attack('X:1') + fever + cough.replace('T2', 'T3'));
});
