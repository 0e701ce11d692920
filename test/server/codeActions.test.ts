import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CodeActionRequest,
  ExecuteCommandRequest,
  type CodeAction,
  type Range,
} from 'vscode-languageserver-protocol';
import { fileUri, startServer, type ServerClient } from './client.ts';
import { rangeOf } from './markedNote.ts';
import { createNote } from './noteOnDisk.ts';

let server: ServerClient;
let richServer: ServerClient;
beforeAll(async () => {
  [server, richServer] = await Promise.all([
    startServer(),
    startServer({ initializationOptions: { commandLinks: true } }),
  ]);
});
afterAll(() => Promise.all([server.stop(), richServer.stop()]));

async function codeActions(
  asked: ServerClient,
  uri: string,
  range: Range,
  only?: string[],
): Promise<CodeAction[]> {
  const context = { diagnostics: [], ...(only && { only }) };
  const actions = await asked.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range,
    context,
  });
  return actions as CodeAction[];
}

const text = 'Admitted with a heart attack.\r\nHe had T2DM.\r\n';
const heartAttack = rangeOf(text, 'heart attack');

describe('code actions', () => {
  test('link the mention at the cursor', async () => {
    const note = createNote(text);
    await server.open(note.uri, text);
    const cursor = rangeOf(text, 'attack').start;
    const actions = await codeActions(server, note.uri, { start: cursor, end: cursor });
    const title = "Link 'heart attack' to Myocardial Infarction (MESH:D009203)";
    expect(actions[0]).toEqual({
      title,
      kind: 'quickfix',
      isPreferred: true,
      command: {
        title,
        command: 'termlens.server.annotate',
        arguments: [{ uri: note.uri, range: heartAttack, curie: 'MESH:D009203' }],
      },
    });
    expect(actions.length).toBeLessThanOrEqual(3);
    expect(actions.filter(({ isPreferred }) => isPreferred)).toHaveLength(1);
    expect(actions.map(({ title }) => title)).not.toContain('Search concepts…');
  });

  test('link the selection as it is', async () => {
    const note = createNote(text);
    await server.open(note.uri, text);
    const range = rangeOf(text, 'T2DM');
    const [first] = await codeActions(server, note.uri, range);
    expect(first?.title).toBe("Link 'T2DM' to Type 2 Diabetes Mellitus (MESH:D003924)");
    expect(first?.command?.arguments).toEqual([{ uri: note.uri, range, curie: 'MESH:D003924' }]);
  });

  test('offer a search to clients that have that command', async () => {
    const note = createNote(text);
    await richServer.open(note.uri, text);
    const actions = await codeActions(richServer, note.uri, heartAttack);
    expect(actions.length).toBeLessThanOrEqual(4);
    expect(actions.at(-1)).toEqual({
      title: 'Search concepts…',
      kind: 'quickfix',
      command: {
        title: 'Search concepts…',
        command: 'termlens.linkSelection',
        arguments: [{ uri: note.uri, range: heartAttack, text: 'heart attack' }],
      },
    });
  });

  test.each([
    ['on a function word', rangeOf(text, 'with').start, undefined],
    ['when only refactorings are wanted', heartAttack.start, ['refactor']],
  ])('are none %s', async (_, start, only) => {
    const note = createNote(text);
    await server.open(note.uri, text);
    expect(await codeActions(server, note.uri, { start, end: start }, only)).toEqual([]);
  });

  test('are none for a document that is not open', async () => {
    expect(await codeActions(server, fileUri('/nowhere/note.txt'), heartAttack)).toEqual([]);
  });
});

describe('the command of a code action', () => {
  test('writes the annotation file', async () => {
    const note = createNote(text);
    await server.open(note.uri, text);
    const [first] = await codeActions(server, note.uri, heartAttack);
    const { command = '', arguments: commandArguments = [] } = first?.command ?? {};
    const id: unknown = await server.connection.sendRequest(ExecuteCommandRequest.type, {
      command,
      arguments: commandArguments,
    });
    expect(id).toBe('T1');
    expect(note.readAnn()).toBe(
      'T1\tDisorder 16 28\theart attack\nN1\tReference T1 MESH:D009203\tMyocardial Infarction\n',
    );
  });

  test('is refused for a document that is not open, with words', async () => {
    await expect(
      server.connection.sendRequest(ExecuteCommandRequest.type, {
        command: 'termlens.server.annotate',
        arguments: [{ uri: fileUri('/nowhere/note.txt'), range: heartAttack, curie: 'MESH:D009203' }],
      }),
    ).rejects.toThrow('The note is not open in this editor.');
  });

  test('without its argument is refused and the server lives on', async () => {
    await expect(
      server.connection.sendRequest(ExecuteCommandRequest.type, { command: 'termlens.server.annotate' }),
    ).rejects.toThrow();
    expect((await server.status()).state).toBe('ready');
  });
});
