import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CancellationTokenSource, CodeActionRequest, type Range } from 'vscode-languageserver-protocol/node';
import { mapTermsRequest, termColumnsRequest } from '../../src/protocol/mappingMessages.ts';
import { annotateRequest, rejectSuggestionsRequest } from '../../src/protocol/messages.ts';
import { undoDecisionRequest } from '../../src/protocol/reviewMessages.ts';
import { hoverText, startServer, type ServerClient } from './client.ts';
import { rangeOf } from './markedNote.ts';
import {
  accept,
  diagnoses,
  map,
  openTermsIn,
  reject,
  state,
  suggested,
  table,
  type OpenTerms,
} from './openTerms.ts';

let server: ServerClient;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-mapping-'));
  server = await startServer({ workspaceFolders: [folder] });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const openTerms = (fileName: string, text: string): Promise<OpenTerms> =>
  openTermsIn(folder, server, fileName, text);

describe('the columns of a table', () => {
  const columnsOf = ({ uri, fileName }: OpenTerms): Promise<unknown> =>
    server.connection.sendRequest(termColumnsRequest, { uri, fileName });

  test('have the names of the first row, and what stands below', async () => {
    const terms = await openTerms('columns.csv', table);
    expect(await columnsOf(terms)).toEqual([
      { index: 0, name: 'code', examples: ['1', '2', '3'] },
      { index: 1, name: 'diagnosis', examples: ['Heart attack', 'fever, "high"', 'type 2 diabetes'] },
      { index: 2, name: 'note', examples: ['in 2019', 'fever', 'again'] },
    ]);
  });

  test('are none of an empty document, and one of a list', async () => {
    expect(await columnsOf(await openTerms('empty.csv', ''))).toEqual([]);
    expect(await columnsOf(await openTerms('list.csv', 'fever\ncough\n'))).toEqual([
      { index: 0, name: 'fever', examples: ['cough'] },
    ]);
  });

  test('cannot be told where a quotation mark is not closed, and nothing is suggested there', async () => {
    const terms = await openTerms('damaged.csv', 'a,b\n1,"fever\n2,cough\n');
    const problem = /^damaged\.csv: line 2: the row has a quotation mark that none closes\. Close it, or /u;
    await expect(columnsOf(terms)).rejects.toThrow(problem);
    await expect(map(terms, diagnoses)).rejects.toThrow(problem);
    expect(await suggested(terms)).toEqual([]);
  });
});

describe('the suggestions', () => {
  test('for a column are its different terms, each where it stands first', async () => {
    const terms = await openTerms('column.csv', table);
    expect(await map(terms, diagnoses)).toEqual({ terms: 7, suggested: 6, left: 0 });
    const { suggestions } = await state(terms);
    expect(suggestions.map(({ text, candidates }) => [text, candidates[0]?.curie])).toEqual([
      ['Heart attack', 'MESH:D009203'],
      ['fever, ""high""', 'MESH:D005334'],
      ['type 2\r\ndiabetes', 'MESH:D003924'],
      ['=fever', 'MESH:D005334'],
      ['sob', 'MESH:D004417'],
      ['MS', 'MESH:D009020'],
    ]);
    expect(suggestions[0]?.range).toEqual(rangeOf(table, 'Heart attack'));
    expect(suggestions[2]?.range).toEqual(rangeOf(table, 'type 2\r\ndiabetes'));
  });

  test('are what a hover over them tells of, and what the lamp links', async () => {
    const terms = await openTerms('hover.csv', table);
    const range = rangeOf(table, 'fever, ""high""');
    const before = await server.hover(terms.uri, range.start);
    expect(hoverText(before)).toContain('exact');
    expect(before?.range).toEqual(rangeOf(table, 'fever'));
    await map(terms, diagnoses);
    const hover = await server.hover(terms.uri, range.start);
    expect(hoverText(hover)).toContain('like “Fever”');
    expect(hover?.range).toEqual(range);
    const atCursor = { start: range.start, end: range.start };
    const [lamp] =
      (await server.connection.sendRequest(CodeActionRequest.type, {
        ...{ textDocument: { uri: terms.uri }, range: atCursor, context: { diagnostics: [] } },
      })) ?? [];
    expect(lamp).toMatchObject({ command: { arguments: [{ range, curie: 'MESH:D005334' }] } });
  });

  test('for a column without a header are of the first row too', async () => {
    const terms = await openTerms('noHeader.tsv', '1\tfever\n2\tcough\n');
    await map(terms, { ...diagnoses, hasHeader: true });
    expect(await suggested(terms)).toEqual(['cough']);
    await map(terms, { ...diagnoses, hasHeader: false });
    expect(await suggested(terms)).toEqual(['fever', 'cough']);
  });

  test('for lines, and for some of them', async () => {
    const text = 'Heart attack\n\n  fever \nwhat was selected is one term: cough\ncough\nfever\n';
    const terms = await openTerms('lines.txt', text);
    const range: Range = { start: { line: 1, character: 0 }, end: { line: 2, character: 8 } };
    expect(await map(terms, { kind: 'lines', range })).toEqual({ terms: 1, suggested: 1, left: 0 });
    expect(await suggested(terms)).toEqual(['fever']);
    expect(await map(terms)).toMatchObject({ terms: 4, left: 0 });
    expect(await suggested(terms)).toEqual(expect.arrayContaining(['Heart attack', 'fever', 'cough']));
  });

  test('for some rows of a column', async () => {
    const terms = await openTerms('rows.csv', table);
    const range: Range = { start: { line: 2, character: 0 }, end: { line: 4, character: 2 } };
    expect(await map(terms, { ...diagnoses, range })).toEqual({ terms: 2, suggested: 2, left: 0 });
    expect(await suggested(terms)).toEqual(['fever, ""high""', 'type 2\r\ndiabetes']);
  });

  test('are not made again of what is decided on, whatever row it stands in', async () => {
    const terms = await openTerms('decided.csv', `${table}9,cough,\r\n10,"type 2 diabetes",\r\n`);
    await map(terms, diagnoses);
    await accept(terms, 'Heart attack');
    await accept(terms, 'type 2\r\ndiabetes');
    await reject(terms, 'sob');
    await reject(terms, 'fever, ""high""');
    expect(await map(terms, diagnoses)).toEqual({ terms: 4, suggested: 3, left: 0 });
    expect(await suggested(terms)).toEqual(['=fever', 'MS', 'cough']);
    await server.close(terms.uri);
    const reopened = await openTerms('decided.csv', `${table}9,cough,\r\n10,"type 2 diabetes",\r\n`);
    expect(await map(reopened, diagnoses)).toEqual({ terms: 4, suggested: 3, left: 0 });
    await accept(reopened, 'cough');
    expect(await suggested(reopened)).toEqual(['=fever', 'MS']);
    await server.connection.sendRequest(undoDecisionRequest, { uri: reopened.uri });
    expect(await suggested(reopened)).toEqual(['=fever', 'MS', 'cough']);
  });

  test('stay the terms when the document is edited after it was annotated as a note', async () => {
    const terms = await openTerms('followed.csv', table);
    await server.connection.sendRequest(annotateRequest, { textDocument: { uri: terms.uri } });
    await map(terms, diagnoses);
    const end = { line: 10, character: 0 };
    const before = await suggested(terms);
    await server.change(terms.uri, 2, { start: end, end }, '9,cough,pain\r\n');
    // Longer than the server waits before it looks at an edit.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await suggested(terms)).toEqual(before);
  });

  test(
    'are as many as can be reviewed, and those behind them come the next time',
    { timeout: 300_000 },
    async () => {
      // Each of them the same name in other letters: a term is what is written.
      const known = Array.from({ length: 2_600 }, (_, i) =>
        Array.from('hypertension', (letter, at) => ((i >> at) & 1 ? letter.toUpperCase() : letter)).join(''),
      );
      const unknown = Array.from({ length: 2_100 }, (_, i) => `qqqzzzxk${i}wvw`);
      const terms = await openTerms('long.txt', [...unknown, 'heart attack', ...known].join('\n'));
      const first = await map(terms);
      expect(first.suggested).toBeGreaterThanOrEqual(2_000);
      expect(first.left).toBeGreaterThan(0);
      expect(first.terms + first.left).toBe(4_701);
      const { suggestions } = await state(terms);
      const texts = suggestions.map(({ text }) => text);
      expect(texts).toContain('heart attack');
      const ids = suggestions.map(({ id }) => id);
      await server.connection.sendRequest(rejectSuggestionsRequest, { uri: terms.uri, ids });
      const second = await map(terms);
      expect(second.left).toBe(0);
      expect(second.suggested).toBeGreaterThan(0);
      const next = await suggested(terms);
      expect(next).toContain(known.at(-1));
      expect(next).not.toContain('heart attack');
    },
  );

  test('are not made when the user cancels', { timeout: 120_000 }, async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `pain of kind ${i}`);
    const terms = await openTerms('cancelled.txt', lines.join('\n'));
    const source = new CancellationTokenSource();
    const { uri, fileName } = terms;
    const mapping = server.connection.sendRequest(
      mapTermsRequest,
      { uri, fileName, place: { kind: 'lines' } },
      source.token,
    );
    setTimeout(() => {
      source.cancel();
    }, 200);
    await expect(mapping).rejects.toThrow('The request was cancelled.');
    expect(await suggested(terms)).toEqual([]);
  });
});
