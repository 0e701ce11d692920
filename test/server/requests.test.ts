import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { CancellationTokenSource, ProgressType } from 'vscode-languageserver-protocol';
import {
  annotateRequest,
  conceptRequest,
  linkRequest,
  searchConceptsRequest,
  vocabulariesRequest,
} from '../../src/protocol/messages.ts';
import { defaultSettings } from '../../src/protocol/settings.ts';
import { startServer, type ServerClient } from './client.ts';
import { rangeOf } from './markedNote.ts';
import { createNote } from './noteOnDisk.ts';

let server: ServerClient;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

describe('termlens/link', () => {
  test('answers each mention with its candidates', async () => {
    const mentions = ['heart attack', 'qwzx', 'T2DM'];
    const results = await server.connection.sendRequest(linkRequest, { mentions, candidateCount: 1 });
    expect(results).toEqual([
      {
        mention: 'heart attack',
        candidates: [
          {
            curie: 'MESH:D009203',
            preferredName: 'Myocardial Infarction',
            matchedName: 'heart attack',
            matchType: 'exact',
            score: 1,
            vocabulary: 'starter',
            semanticTypes: ['Disorder'],
            // With 8-bit weights a vector depends a little on its batch.
            evidence: { lexical: 1, semantic: expect.closeTo(1, 2) as number },
          },
        ],
      },
      { mention: 'qwzx', candidates: [] },
      { mention: 'T2DM', candidates: [expect.objectContaining({ curie: 'MESH:D003924' })] },
    ]);
  });

  test('answers nothing to no mentions', async () => {
    expect(await server.connection.sendRequest(linkRequest, { mentions: [] })).toEqual([]);
  });

  test('orders candidates by score', async () => {
    const [result] = await server.connection.sendRequest(linkRequest, {
      mentions: ['congestive failures of the heart'],
      candidateCount: 10,
    });
    const scores = result?.candidates.map(({ score }) => score) ?? [];
    expect(scores.length).toBeGreaterThan(0);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(
      result?.candidates.every(({ score }) => score >= defaultSettings.linking.minScore && score < 1),
    ).toBe(true);
  });
});

describe('termlens/searchConcepts', () => {
  test('finds names by the beginning of a word', async () => {
    const found = await server.connection.sendRequest(searchConceptsRequest, { query: 'myoc' });
    expect(found.map(({ curie }) => curie)).toContain('MESH:D009203');
    expect(found[0]).toMatchObject({ matchType: 'lexical' });
  });

  test('gives as many as wanted', async () => {
    const found = await server.connection.sendRequest(searchConceptsRequest, {
      query: 'pain',
      candidateCount: 3,
    });
    expect(found).toHaveLength(3);
    expect(found[0]).toMatchObject({ curie: 'MESH:D010146', matchType: 'exact', score: 1 });
  });

  test.each(['', ' ', '%', '"', '*', "' OR 1=1 --", 'a\u0000b', '🤧'])(
    'survives the query %j',
    async (query) => {
      await expect(server.connection.sendRequest(searchConceptsRequest, { query })).resolves.toBeInstanceOf(
        Array,
      );
    },
  );
});

describe('termlens/concept', () => {
  test('tells everything of a concept', async () => {
    const concept = await server.connection.sendRequest(conceptRequest, { curie: 'MESH:D009203' });
    expect(concept).toMatchObject({
      curie: 'MESH:D009203',
      preferredName: 'Myocardial Infarction',
      semanticTypes: ['Disorder'],
      vocabulary: 'starter',
    });
    expect(concept?.definition).toMatch(/heart muscle/u);
    expect(concept?.synonyms).toContainEqual({ name: 'heart attack', scope: 'exact', abbreviation: false });
    expect(concept?.synonyms).toContainEqual({ name: 'MI', scope: 'exact', abbreviation: true });
  });

  test('answers null for one that no vocabulary has', async () => {
    expect(await server.connection.sendRequest(conceptRequest, { curie: 'MESH:D0' })).toBeNull();
  });
});

test('termlens/vocabularies lists the starter vocabulary', async () => {
  const vocabularies = await server.connection.sendRequest(vocabulariesRequest);
  expect(vocabularies).toEqual([
    {
      id: 'starter',
      title: 'TermLens starter vocabulary',
      version: '1.0.0',
      licence: 'Apache-2.0',
      source: expect.stringContaining('MeSH') as string,
      conceptCount: expect.any(Number) as number,
      nameCount: expect.any(Number) as number,
      vectorEngine: 'vectra',
      folder: expect.stringContaining(inject('dataFolder')) as string,
    },
  ]);
  expect(existsSync(vocabularies[0]?.folder ?? '')).toBe(true);
});

test('termlens/status tells what runs where', async () => {
  const status = await server.waitForStatus('ready');
  expect(status.encoder).toMatchObject({ modelId: 'starter', dimensions: 384 });
  // Which one is the machine's business.
  expect(['fp32', 'int8']).toContain(status.encoder?.precision);
  expect(status.encoder?.processId).not.toBe(server.processId);
  expect(status.vocabularies.map(({ id }) => id)).toEqual(['starter']);
  expect(server.statuses.map(({ state }) => state)).toContain('starting');
  expect(server.statuses.at(-1)).toEqual(status);
});

const progressType = new ProgressType<{
  readonly kind: 'begin' | 'report' | 'end';
  readonly percentage?: number;
}>();

describe('termlens/annotate', () => {
  test('finds the mentions of a note, with progress', async () => {
    const text = '😀 Admitted with a heart attack.\r\n\r\nPMH:\r\n- T2DM\r\n- shortness of breath\r\n';
    const note = createNote(text);
    await server.open(note.uri, text);
    const progress: string[] = [];
    server.connection.onProgress(progressType, 'whole', ({ kind }) => void progress.push(kind));
    const suggestions = await server.connection.sendRequest(annotateRequest, {
      textDocument: { uri: note.uri },
      workDoneToken: 'whole',
    });
    const found = suggestions.map(({ text, range, candidates }) => [text, range, candidates[0]?.curie]);
    expect(found).toContainEqual(['heart attack', rangeOf(text, 'heart attack'), 'MESH:D009203']);
    expect(found).toContainEqual(['T2DM', rangeOf(text, 'T2DM'), 'MESH:D003924']);
    expect(found).toContainEqual([
      'shortness of breath',
      rangeOf(text, 'shortness of breath'),
      'MESH:D004417',
    ]);
    expect(new Set(suggestions.map(({ id }) => id)).size).toBe(suggestions.length);
    expect(progress[0]).toBe('begin');
    expect(progress).toContain('report');
    expect(progress.at(-1)).toBe('end');
  });

  test('stops when it is cancelled', async () => {
    // No line is like another, so that none is answered from memory.
    const line = (i: number): string =>
      `Case ${i}: subacute granulomatous inflammation ${i} of the ${i}th rib, thoracic wall pain grade ${i}`;
    const text = Array.from({ length: 2_000 }, (_, i) => line(i)).join('\n');
    const note = createNote(text);
    await server.open(note.uri, text);
    const cancellation = new CancellationTokenSource();
    let percentage = 0;
    server.connection.onProgress(progressType, 'cancelled', (progress) => {
      percentage = progress.percentage ?? percentage;
      cancellation.cancel();
    });
    const params = { textDocument: { uri: note.uri }, workDoneToken: 'cancelled' };
    await expect(
      server.connection.sendRequest(annotateRequest, params, cancellation.token),
    ).rejects.toMatchObject({ code: -32800 });
    expect(percentage).toBeLessThan(50);

    // What was left of it is no longer computed: the whole note would take a minute.
    const startMs = performance.now();
    await server.connection.sendRequest(linkRequest, { mentions: ['something never encoded before'] });
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });

  test('follows the edits that are made meanwhile', async () => {
    const text = Array.from({ length: 40 }, (_, i) => `Pain of toe number ${i} and of finger ${i}.`).join(
      '\n',
    );
    const note = createNote(text);
    await server.open(note.uri, text);
    const annotating = server.connection.sendRequest(annotateRequest, { textDocument: { uri: note.uri } });
    await server.change(
      note.uri,
      2,
      { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      'No ',
    );
    const suggestions = await annotating;
    const changed = `No ${text}`.split('\n');
    expect(suggestions.length).toBeGreaterThan(40);
    for (const { range, text: found } of suggestions) {
      expect(changed[range.start.line]?.slice(range.start.character, range.end.character)).toBe(found);
    }
  });

  test('is refused for a document that is not open', async () => {
    await expect(
      server.connection.sendRequest(annotateRequest, { textDocument: { uri: 'file:///nowhere.txt' } }),
    ).rejects.toThrow('The note is not open in this editor.');
  });
});

test('a request of no known kind is refused and the server lives on', async () => {
  await expect(server.connection.sendRequest('termlens/nonsense', {})).rejects.toMatchObject({
    code: -32601,
  });
  expect((await server.status()).state).toBe('ready');
});

test.each([
  ['termlens/link', {}],
  ['termlens/link', { mentions: 'heart attack' }],
  ['termlens/link', { mentions: [42] }],
  ['termlens/searchConcepts', { query: null }],
  ['termlens/annotate', {}],
  ['termlens/addAnnotation', { uri: 7 }],
  ['textDocument/hover', {}],
])('%s with %j is refused or answered, and the server lives on', async (method, params) => {
  await server.connection.sendRequest(method, params).catch(() => undefined);
  expect((await server.status()).state).toBe('ready');
});

test('the server and its encoder end when the client says so', async () => {
  const another = await startServer();
  const { encoder } = await another.waitForStatus('ready');
  expect(await another.stop()).toBe(0);
  await expect.poll(() => isRunning(encoder?.processId ?? 0), { timeout: 10_000 }).toBe(false);
});

test('the server and its encoder end when the client is gone', async () => {
  const another = await startServer();
  const { encoder } = await another.waitForStatus('ready');
  another.connection.end();
  another.connection.dispose();
  await expect.poll(() => isRunning(encoder?.processId ?? 0), { timeout: 10_000 }).toBe(false);
  await expect.poll(() => isRunning(another.processId), { timeout: 10_000 }).toBe(false);
});

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
    return false;
  }
}
