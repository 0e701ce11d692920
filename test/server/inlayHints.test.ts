import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  InlayHintRefreshRequest,
  InlayHintRequest,
  type InlayHint,
  type InlayHintLabelPart,
  type Range,
} from 'vscode-languageserver-protocol/node';
import { annotateRequest, removeAnnotationRequest } from '../../src/protocol/messages.ts';
import { defaultSettings } from '../../src/protocol/settings.ts';
import { eventually, startServer, type ServerClient } from './client.ts';
import { rangeOf } from './markedNote.ts';
import { createNote } from './noteOnDisk.ts';

const exact = { ...defaultSettings, linking: { ...defaultSettings.linking, minScore: 1 } };
const everywhere: Range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const text = '😀 heart attack\nasthma, heart attack.\n';
const ann =
  'T1\tDisorder 2 14\theart attack\nN1\tReference T1 MESH:D009203\t<b>Myocardial</b> Infarction\n' +
  'N2\tReference T1 HP:0001658\tInfarct\nT2\tSign 0 1\t😀\n';

let server: ServerClient;
let refreshes = 0;
beforeAll(async () => {
  server = await startServer({
    settings: { ...exact, inlayHints: { annotations: true, suggestions: false } },
    initializationOptions: { commandLinks: true },
  });
  server.connection.onRequest(InlayHintRefreshRequest.type, () => {
    refreshes += 1;
  });
});
afterAll(() => server.stop());

function hintsIn(uri: string, range: Range): Promise<readonly InlayHint[]> {
  return server.connection
    .sendRequest(InlayHintRequest.type, { textDocument: { uri }, range })
    .then((hints) => hints ?? []);
}

function labelOf({ label }: InlayHint): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}

function partsOf(hint: InlayHint | undefined): readonly InlayHintLabelPart[] {
  return typeof hint?.label === 'object' ? hint.label : [];
}

describe('inlay hints', () => {
  test('give the identifiers behind each annotation, its name as text, and the way to its page', async () => {
    const note = createNote(text, ann);
    await server.openLoaded(note.uri, text);
    const hints = await hintsIn(note.uri, everywhere);
    expect(hints.map((hint) => [labelOf(hint), hint.position])).toEqual([
      ['MESH:D009203, HP:0001658', { line: 0, character: 15 }],
    ]);
    const [first] = partsOf(hints[0]);
    expect(first?.tooltip).toEqual({ kind: 'markdown', value: '**&lt;b\\>Myocardial&lt;/b\\> Infarction**' });
    expect(first?.command).toEqual({
      title: 'Show Concept',
      command: 'termlens.showConcept',
      arguments: ['MESH:D009203'],
    });
  });

  test('are those of the range that is asked for, where the text is now', async () => {
    const note = createNote(text, ann);
    await server.openLoaded(note.uri, text);
    const second: Range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    expect(await hintsIn(note.uri, second)).toEqual([]);
    await server.change(
      note.uri,
      2,
      { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      '\n',
    );
    expect((await hintsIn(note.uri, second)).map(({ position }) => position)).toEqual([
      { line: 1, character: 15 },
    ]);
  });

  test('of suggestions are there when they are switched on, marked as such, and the client is told', async () => {
    const note = createNote(text, ann);
    await server.openLoaded(note.uri, text);
    await server.waitForStatus('ready');
    await server.connection.sendRequest(annotateRequest, { textDocument: { uri: note.uri } });
    expect((await hintsIn(note.uri, everywhere)).map(labelOf)).toEqual(['MESH:D009203, HP:0001658']);
    const before = refreshes;
    await server.configure({ ...exact, inlayHints: { annotations: false, suggestions: true } });
    await eventually(async () => {
      expect((await hintsIn(note.uri, everywhere)).map(labelOf)).toEqual(['MESH:D001249?', 'MESH:D009203?']);
    });
    await eventually(() => {
      expect(refreshes).toBeGreaterThan(before);
    });
    const [first] = await hintsIn(note.uri, everywhere);
    expect(first?.position).toEqual(rangeOf(text, 'asthma').end);
    expect(partsOf(first)[0]?.tooltip).toEqual({ kind: 'markdown', value: 'Suggestion: **Asthma** 1\\.00' });
    await server.configure({ ...exact, inlayHints: { annotations: true, suggestions: false } });
  });

  test('go with their annotation, and the client is told; of an edit it need not be', async () => {
    const other = await startServer({
      settings: { ...exact, inlayHints: { annotations: true, suggestions: false } },
    });
    onTestFinished(async () => {
      await other.stop();
    });
    let told = 0;
    other.connection.onRequest(InlayHintRefreshRequest.type, () => {
      told += 1;
    });
    // Of the settings, once.
    await eventually(() => {
      expect(told).toBe(1);
    });
    const note = createNote(text, ann);
    await other.openLoaded(note.uri, text);
    const start = { line: 0, character: 0 };
    await other.change(note.uri, 2, { start, end: start }, 'x');
    const hints = (): Promise<readonly InlayHint[] | null> =>
      other.connection.sendRequest(InlayHintRequest.type, {
        textDocument: { uri: note.uri },
        range: everywhere,
      });
    expect(await hints()).toHaveLength(1);
    await other.connection.sendRequest(removeAnnotationRequest, { uri: note.uri, id: 'T1' });
    expect(await hints()).toEqual([]);
    await eventually(() => {
      expect(told).toBe(2);
    });
  });

  test('are none by default, nor for a document that is not open', async () => {
    const note = createNote(text, ann);
    expect(await hintsIn(note.uri, everywhere)).toEqual([]);
    await server.openLoaded(note.uri, text);
    await server.configure(exact);
    await eventually(async () => {
      expect(await hintsIn(note.uri, everywhere)).toEqual([]);
    });
  });
});
