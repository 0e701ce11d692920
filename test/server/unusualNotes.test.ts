import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  addAnnotationRequest,
  annotateRequest,
  noteStateRequest,
  type NoteAnnotation,
} from '../../src/protocol/messages.ts';
import { eventually, fileUri, hoverText, startServer, type ServerClient } from './client.ts';
import { rangeOf } from './markedNote.ts';
import { createNote } from './noteOnDisk.ts';

let server: ServerClient;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  // Whatever the notes of this file were like.
  expect(await server.stop()).toBe(0);
});

const text = 'Admitted with a heart attack.\n';
const heartAttack = 'MESH:D009203';
const inTerm = rangeOf(text, 'attack').start;

function add(uri: string): Promise<NoteAnnotation> {
  const params = { uri, range: rangeOf(text, 'heart attack'), curie: heartAttack };
  return server.connection.sendRequest(addAnnotationRequest, params);
}

describe('an annotation file that cannot be read', () => {
  test.each([
    ['is a folder', (path: string) => mkdirSync(path), 'this is no file. Move or rename it.'],
    [
      'is no UTF-8',
      undefined,
      'the file is no UTF-8 text and is left alone. Save it as UTF-8, or move it away.',
    ],
  ])('because it %s is told, left alone, and hovers work', async (_, make, problem) => {
    const bytes = Buffer.from('T1\tDisorder 16 28\theart\xffattack\n', 'latin1');
    const note = createNote(text, make ? undefined : bytes);
    make?.(note.annPath);
    const messagesBefore = server.messages.length;
    await server.open(note.uri, text);
    await eventually(() => {
      expect(server.messages.slice(messagesBefore)).toEqual([
        expect.stringMatching(new RegExp(`^${note.annPath}: .*${problem}$`, 'u')),
      ]);
    });
    await expect(add(note.uri)).rejects.toThrow(problem);
    expect(hoverText(await server.hover(note.uri, inTerm))).toContain(heartAttack);
    if (make) {
      expect(existsSync(note.annPath)).toBe(true);
    } else {
      expect(readFileSync(note.annPath).equals(bytes)).toBe(true);
    }
  });
});

test('bad lines of an annotation file are reported once and kept byte for byte', async () => {
  const ann =
    'T1\tDisorder 16 28\theart attack\n' +
    'T2 Disorder 3 4\n' +
    'T3\tDisorder 5000 5007\tnowhere\n' +
    '\n' +
    'T4\tDisorder 0 8\tdischarged\n' +
    'hello there 🤧\n';
  const note = createNote(text, ann);
  const messagesBefore = server.messages.length;
  const { annotations } = await server.openLoaded(note.uri, text);
  expect(annotations.map(({ id }) => id)).toEqual(['T1']);
  expect(server.messages.slice(messagesBefore)).toEqual([
    expect.stringMatching(
      new RegExp(`^${note.annPath}, line 2: .* \\(and \\d more lines\\) .*kept as they are`, 'u'),
    ),
  ]);
  await add(note.uri);
  expect(note.readAnn()).toBe(`${ann}N1\tReference T1 MESH:D009203\tMyocardial Infarction\n`);
});

describe('a read-only folder', () => {
  const isRoot = process.getuid?.() === 0;
  // Root may write in spite of permissions, so for root the folder is mounted read-only, for the server alone.
  const canMount = isRoot && spawnSync('unshare', ['--mount', 'true']).status === 0;
  const mountReadOnly = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';

  test.skipIf(isRoot && !canMount)('is told with what to do, and nothing is written', async () => {
    const note = createNote(text, 'T1\tDisorder 16 28\theart attack\n');
    const before = note.readAnn();
    if (!isRoot) {
      chmodSync(note.folder, 0o500);
      chmodSync(note.annPath, 0o400);
      onTestFinished(() => {
        chmodSync(note.folder, 0o700);
      });
    }
    const reader = await startServer({
      wrapper: isRoot ? ['unshare', '--mount', 'sh', '-c', mountReadOnly, note.folder] : [],
    });
    onTestFinished(async () => {
      await reader.stop();
    });
    await reader.openLoaded(note.uri, text);
    const params = { uri: note.uri, range: rangeOf(text, 'heart attack'), curie: heartAttack };
    await expect(reader.connection.sendRequest(addAnnotationRequest, params)).rejects.toThrow(
      /note\.ann: the annotations cannot be written \(E\w+\): the file or its folder is read-only\. Make both writable/u,
    );
    expect(note.readAnn()).toBe(before);
    const state = await reader.connection.sendRequest(noteStateRequest, { uri: note.uri });
    expect(state.annotations).toMatchObject([{ id: 'T1', concepts: [] }]);
    expect(hoverText(await reader.hover(note.uri, inTerm))).toContain(heartAttack);
  });
});

test('an annotation that cannot be stored is refused with words and can be repeated', async () => {
  const note = createNote(text);
  await server.openLoaded(note.uri, text);
  mkdirSync(note.annPath);
  await expect(add(note.uri)).rejects.toThrow(
    `${note.annPath}: annotations are kept here, but this is no file.`,
  );
});

test('a line of five megabytes is hovered like any other', async () => {
  const filler = 'lorem ipsum dolor sit amet '.repeat(100_000);
  const huge = `${filler}with shortness of breath ${filler}`;
  const note = createNote(huge);
  await server.open(note.uri, huge);
  const range = rangeOf(huge, 'shortness of breath');
  const hover = await server.hover(note.uri, rangeOf(huge, 'of breath').start);
  expect(hover?.range).toEqual(range);
  expect(hoverText(hover)).toContain('MESH:D004417');
});

test('a log of twenty megabytes is hovered, edited and annotated by hand, and refused as a whole with what to do', async () => {
  const line = '2026-01-02 03:04:05 INFO request 4711 of user 17 took 42 ms, status ok\n';
  const log = `${text}${line.repeat(Math.ceil(20_000_000 / line.length))}`;
  const note = createNote(log);
  await server.open(note.uri, log);
  expect(hoverText(await server.hover(note.uri, inTerm))).toContain(heartAttack);
  await expect(
    server.connection.sendRequest(annotateRequest, { textDocument: { uri: note.uri } }),
  ).rejects.toThrow(
    /^This document has 20,000,0\d\d characters, and only documents up to 1,000,000 are annotated as a whole\. Split it, /u,
  );
  await add(note.uri);
  const start = { line: 0, character: 0 };
  await server.change(note.uri, 2, { start, end: start }, 'xx');
  const state = await server.connection.sendRequest(noteStateRequest, { uri: note.uri });
  expect(state.annotations.map(({ text: term, ranges: [range] }) => [term, range?.start.character])).toEqual([
    ['heart attack', 18],
  ]);
  expect(readFileSync(note.annPath, 'utf8')).toContain('T1\tDisorder 16 28\theart attack');
});

test('a word of five megabytes keeps nobody waiting', async () => {
  const word = 'a'.repeat(5_000_000);
  const note = createNote(word);
  await server.open(note.uri, word);
  await server.hover(note.uri, { line: 0, character: 2_500_000 });
  expect((await server.status()).state).toBe('ready');
});

test('a binary file that was opened is hovered and annotated without harm', async () => {
  const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919) % 256));
  const note = createNote(bytes);
  // Editors show such a file with a replacement character for each byte that is no text.
  const shown = bytes.toString('utf8');
  await server.open(note.uri, shown);
  await server.hover(note.uri, { line: 0, character: 5 });
  await server.connection.sendRequest(annotateRequest, { textDocument: { uri: note.uri } });
  expect(existsSync(note.annPath)).toBe(false);
  expect(readFileSync(note.path).equals(bytes)).toBe(true);
});

test('a document without a file is searched, and says why it cannot keep an annotation', async () => {
  const uri = 'untitled:Untitled-1';
  await server.open(uri, text);
  const suggestions = await server.connection.sendRequest(annotateRequest, { textDocument: { uri } });
  expect(suggestions.map((suggestion) => suggestion.text)).toContain('heart attack');
  await expect(add(uri)).rejects.toThrow('Save the note first: annotations are kept in a file beside it.');
});

test('a folder whose name holds spaces and letters of other scripts serves as well', async () => {
  const note = createNote(text);
  const folder = join(note.folder, 'Ä ö 糖尿病 %20 #1');
  mkdirSync(folder);
  await server.open(fileUri(join(folder, 'note.txt')), text);
  await add(fileUri(join(folder, 'note.txt')));
  expect(readFileSync(join(folder, 'note.ann'), 'utf8')).toContain('MESH:D009203');
});

test('an empty note and one of line ends alone are annotated with nothing', async () => {
  for (const empty of ['', '\n\n\r\n\r', ' \t\u00a0']) {
    const note = createNote(empty);
    await server.open(note.uri, empty);
    expect(await server.connection.sendRequest(annotateRequest, { textDocument: { uri: note.uri } })).toEqual(
      [],
    );
    expect(await server.hover(note.uri, { line: 0, character: 0 })).toBeNull();
  }
});
