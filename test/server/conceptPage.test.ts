import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { DidChangeWatchedFilesNotification } from 'vscode-languageserver-protocol/node';
import { conceptRequest } from '../../src/protocol/messages.ts';
import {
  conceptMentionsRequest,
  conceptPageRequest,
  folderSummaryChanged,
  folderSummaryRequest,
  markNotesRequest,
} from '../../src/protocol/viewMessages.ts';
import { addVocabularyRequest } from '../../src/protocol/vocabularyMessages.ts';
import { eventually, fileUri, startServer } from './client.ts';
import { createFolderWith } from './folderOnDisk.ts';
import { installSmall } from './smallInstallation.ts';

const ontology = `format-version: 1.2
ontology: dev

[Term]
id: DEV:1
name: Office fit
def: "A fit in an office." []
synonym: "<img src=x onerror=alert(1)>" EXACT []
synonym: "fit" RELATED []
xref: HP:0001250
is_a: DEV:2 ! Fit

[Term]
id: DEV:2
name: Fit
`;
const heartAttack = 'T1\tDisorder 0 12\theart attack\nN1\tReference T1 MESH:D009203\tMyocardial Infarction\n';

test('a concept comes with the names of what it refers to, and with mentions of the workspace', async () => {
  const folder = createFolderWith({
    'dev.obo': ontology,
    'a.txt': 'heart attack and a cough',
    'a.ann': `${heartAttack}A1\tHistorical T1\n`,
    'deep/b.txt': 'nothing',
  });
  const dataFolder = createFolderWith({});
  cpSync(inject('dataFolder'), dataFolder, { recursive: true });
  const server = await startServer({ dataFolder, workspaceFolders: [folder] });
  onTestFinished(async () => {
    await server.stop();
  });
  const origin = { kind: 'path', path: join(folder, 'dev.obo') } as const;
  await server.connection.sendRequest(addVocabularyRequest, { origin, id: 'dev' });
  const page = await server.connection.sendRequest(conceptPageRequest, { curie: 'DEV:1' });
  expect(page).toMatchObject({
    concept: {
      curie: 'DEV:1',
      preferredName: 'Office fit',
      definition: 'A fit in an office.',
      vocabulary: 'dev',
    },
    vocabularyTitle: 'dev',
    parents: [{ curie: 'DEV:2', preferredName: 'Fit' }],
    crossReferences: [{ curie: 'HP:0001250' }],
    replacedBy: [],
  });
  expect(page?.concept.synonyms.map(({ name, scope }) => [name, scope])).toEqual([
    ['<img src=x onerror=alert(1)>', 'exact'],
    ['fit', 'related'],
  ]);
  const plain = await server.connection.sendRequest(conceptRequest, { curie: 'DEV:1' });
  expect(plain).toMatchObject({ parents: ['DEV:2'], crossReferences: ['HP:0001250'] });
  expect(await server.connection.sendRequest(conceptPageRequest, { curie: 'HP:9999999' })).toBeNull();

  const mentions = await server.connection.sendRequest(conceptMentionsRequest, { curie: 'MESH:D009203' });
  expect(mentions).toEqual({
    total: 1,
    mentions: [
      {
        uri: fileUri(join(folder, 'a.txt')),
        path: 'a.txt',
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 12 } },
        text: 'heart attack',
        attributes: [{ name: 'Historical' }],
      },
    ],
  });
});

test("a user's own names stand on the page of another vocabulary's concept", async () => {
  const folder = createFolderWith({
    '.termlens/concepts.tsv':
      'curie\tpreferredName\tsynonyms\nMESH:D009203\tMyocardial Infarction\tbig one\n',
  });
  const dataFolder = createFolderWith({});
  cpSync(inject('dataFolder'), dataFolder, { recursive: true });
  const server = await startServer({ dataFolder, workspaceFolders: [folder] });
  onTestFinished(async () => {
    await server.stop();
  });
  const page = await server.connection.sendRequest(conceptPageRequest, { curie: 'MESH:D009203' });
  expect(page?.concept.vocabulary).toBe('starter');
  const names = page?.concept.synonyms.map(({ name }) => name) ?? [];
  expect(names).toContain('big one');
  expect(new Set(names).size).toBe(names.length);
});

test('the summary of the folders follows their files', async () => {
  const folder = createFolderWith({
    'a.txt': 'heart attack and a cough',
    'a.ann': heartAttack,
    'b.txt': 'heart attack',
  });
  const other = createFolderWith({ 'c.md': 'heart attack', 'c.md.ann': heartAttack });
  const server = await startServer({ workspaceFolders: [folder, other] });
  onTestFinished(async () => {
    await server.stop();
  });
  const summaries = await server.connection.sendRequest(folderSummaryRequest, {});
  expect(
    summaries.map(({ uri, mentions, concepts, notesWithout, notes }) => [
      uri,
      mentions,
      concepts,
      notesWithout.map(({ path }) => path),
      notes.map(({ path }) => path),
    ]),
  ).toEqual([
    [fileUri(folder), 1, 1, ['b.txt'], ['a.txt']],
    [fileUri(other), 1, 1, [], ['c.md']],
  ]);
  let changes = 0;
  server.connection.onNotification(folderSummaryChanged, () => {
    changes += 1;
  });
  const annotated = join(folder, 'b.ann');
  writeFileSync(annotated, heartAttack);
  await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
    changes: [{ uri: fileUri(annotated), type: 1 }],
  });
  await eventually(() => {
    expect(changes).toBe(1);
  });
  const [now] = await server.connection.sendRequest(folderSummaryRequest, {});
  expect(now).toMatchObject({ mentions: 2, notesWithout: [] });
  expect(now?.topConcepts).toEqual([
    { curie: 'MESH:D009203', preferredName: 'Myocardial Infarction', mentions: 2, notes: 2 },
  ]);
});

test('notes of the folders are marked as done, and nothing else', async () => {
  const folder = createFolderWith({ 'deep/a.txt': 'heart attack', 'deep/a.ann': heartAttack });
  const elsewhere = createFolderWith({ 'b.txt': 'heart attack' });
  const server = await startServer({ workspaceFolders: [folder] });
  onTestFinished(async () => {
    await server.stop();
  });
  let changes = 0;
  server.connection.onNotification(folderSummaryChanged, () => {
    changes += 1;
  });
  const mark = (file: string, isDone: boolean): Promise<null> =>
    server.connection.sendRequest(markNotesRequest, { uris: [fileUri(file)], isDone });
  await mark(join(folder, 'deep', 'a.txt'), true);
  await eventually(() => {
    expect(changes).toBe(1);
  });
  const table = join(folder, '.termlens', 'reviewed.tsv');
  expect(readFileSync(table, 'utf8')).toMatch(
    /^path\tstate\tnote\tannotations\ndeep\/a\.txt\tdone\t[0-9a-f]{16}\t[0-9a-f]{16}\n$/u,
  );
  const [summary] = await server.connection.sendRequest(folderSummaryRequest, {});
  expect(summary?.notes).toMatchObject([{ path: 'deep/a.txt', review: 'done' }]);
  await mark(join(folder, 'deep', 'a.txt'), false);
  expect(readFileSync(table, 'utf8')).toBe('path\tstate\tnote\tannotations\n');
  await expect(mark(join(elsewhere, 'b.txt'), true)).rejects.toThrow('lies in no folder of this workspace');
});

test('without a folder there is nothing to summarize', async () => {
  const { serverScript, dataFolder } = installSmall(10);
  const server = await startServer({ arguments: [serverScript, '--stdio'], dataFolder });
  onTestFinished(async () => {
    await server.stop();
  });
  expect(await server.connection.sendRequest(folderSummaryRequest, {})).toEqual([]);
  expect(await server.connection.sendRequest(conceptMentionsRequest, { curie: 'X:1' })).toEqual({
    mentions: [],
    total: 0,
  });
});
