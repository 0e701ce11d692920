import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CancellationTokenSource, type Range } from 'vscode-languageserver-protocol/node';
import {
  exportMappingsRequest,
  mapTermsRequest,
  termColumnsRequest,
  type ExportMappingsOutcome,
  type MapTermsOutcome,
  type TermPlace,
} from '../../src/protocol/mappingMessages.ts';
import {
  acceptSuggestionsRequest,
  addAnnotationRequest,
  annotateRequest,
  noteStateRequest,
  rejectSuggestionsRequest,
  type NoteState,
  type Suggestion,
} from '../../src/protocol/messages.ts';
import { undoDecisionRequest } from '../../src/protocol/reviewMessages.ts';
import { eventually, fileUri, startServer, type ServerClient } from './client.ts';
import { rangeOf } from './markedNote.ts';

const table = [
  'code,diagnosis,note',
  '1,Heart attack,in 2019',
  '2,"fever, ""high""",',
  '3,"type 2',
  'diabetes",fever',
  '4,=fever,',
  '5,Heart attack,again',
  '6,qqqzzzxk,',
  '7,sob,',
  '8,MS,',
  '',
].join('\r\n');
const diagnoses: TermPlace = { kind: 'column', index: 1, hasHeader: true };

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

/** An open file of the workspace folder, or an unsaved document. */
interface OpenTerms {
  readonly uri: string;
  readonly fileName: string;
  readonly output: string;
}

async function openTerms(fileName: string, text: string): Promise<OpenTerms> {
  const path = join(folder, fileName);
  writeFileSync(path, text);
  await server.openLoaded(fileUri(path), text);
  return { uri: fileUri(path), fileName, output: `${path}.sssom.tsv` };
}

function map({ uri, fileName }: OpenTerms, place: TermPlace = { kind: 'lines' }): Promise<MapTermsOutcome> {
  return server.connection.sendRequest(mapTermsRequest, { uri, fileName, place });
}

function exportMappings(
  { uri, output }: OpenTerms,
  { overwrite = false } = {},
): Promise<ExportMappingsOutcome> {
  return server.connection.sendRequest(exportMappingsRequest, { uri, output, overwrite });
}

const state = ({ uri }: OpenTerms): Promise<NoteState> =>
  server.connection.sendRequest(noteStateRequest, { uri });

async function suggested(terms: OpenTerms): Promise<string[]> {
  return (await state(terms)).suggestions.map(({ text }) => text);
}

async function suggestionOf(terms: OpenTerms, wanted: string): Promise<Suggestion> {
  const found = (await state(terms)).suggestions.find(({ text }) => text === wanted);
  if (found === undefined) {
    throw new Error(`Not suggested: ${wanted}`);
  }
  return found;
}

async function accept(terms: OpenTerms, wanted: string, curie?: string): Promise<void> {
  const { id } = await suggestionOf(terms, wanted);
  const accepted = [{ id, ...(curie !== undefined && { curie }) }];
  expect(await server.connection.sendRequest(acceptSuggestionsRequest, { uri: terms.uri, accepted })).toBe(1);
}

async function reject(terms: OpenTerms, wanted: string): Promise<void> {
  const ids = [(await suggestionOf(terms, wanted)).id];
  expect(await server.connection.sendRequest(rejectSuggestionsRequest, { uri: terms.uri, ids })).toBe(1);
}

/** The mappings of an exported file, without empty cells. */
function readMappings(output: string): Record<string, string>[] {
  const rows = parse<Record<string, string>>(readFileSync(output, 'utf8').replace(/^(?:#.*\n)*/u, ''), {
    columns: true,
    delimiter: '\t',
  });
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')));
}

describe('the columns of a table', () => {
  const columnsOf = ({ uri, fileName }: OpenTerms): Promise<unknown> =>
    server.connection.sendRequest(termColumnsRequest, { uri, fileName });

  test('have the names of the first row, and what stands below', async () => {
    const terms = await openTerms('columns.csv', table);
    expect(await columnsOf(terms)).toEqual([
      { index: 0, name: 'code', examples: ['1', '2', '3'] },
      { index: 1, name: 'diagnosis', examples: ['Heart attack', 'fever, "high"', 'type 2\r\ndiabetes'] },
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
    const problem = /^damaged\.csv: line \d: it is no table \(CSV_QUOTE_NOT_CLOSED\)\. Check its quotation/u;
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

describe('the mappings', () => {
  let terms: OpenTerms;
  let number = 0;
  beforeEach(async () => {
    terms = await openTerms(`terms${++number}.csv`, table);
  });

  test('are none before anything is decided', async () => {
    expect(await exportMappings(terms)).toEqual({ kind: 'nothing' });
    await map(terms, diagnoses);
    expect(await exportMappings(terms)).toEqual({ kind: 'nothing' });
    expect(existsSync(terms.output)).toBe(false);
  });

  test('are what was accepted, chosen and rejected', async () => {
    await map(terms, diagnoses);
    await accept(terms, 'Heart attack');
    await accept(terms, 'fever, ""high""');
    await accept(terms, 'type 2\r\ndiabetes');
    const { candidates } = await suggestionOf(terms, 'MS');
    const sclerosis = candidates.find(({ preferredName }) => preferredName === 'Multiple Sclerosis');
    expect(candidates[0]?.curie).not.toBe(sclerosis?.curie);
    await accept(terms, 'MS', sclerosis?.curie);
    await reject(terms, 'sob');
    await server.connection.sendRequest(addAnnotationRequest, {
      ...{ uri: terms.uri, range: rangeOf(table, 'qqqzzzxk'), curie: 'MESH:D006973' },
    });
    expect(await exportMappings(terms)).toEqual({ kind: 'written', mapped: 5, without: 1 });

    const literal = { subject_type: 'rdfs literal', predicate_id: 'skos:exactMatch' };
    const curated = { ...literal, mapping_justification: 'semapv:ManualMappingCuration' };
    const source = { object_source: 'TERMLENS:starter', object_source_version: expect.any(String) as string };
    const exact = { mapping_justification: 'semapv:LexicalMatching' };
    const confidence = expect.stringMatching(/^(?:1|0\.\d{1,4})$/u) as string;
    const [attack, several, high, unknown, breath, diabetes, ...others] = readMappings(terms.output);
    expect(attack).toEqual({
      ...{ subject_label: 'Heart attack', object_id: 'MESH:D009203', object_label: 'Myocardial Infarction' },
      ...{ ...literal, ...source, ...exact, confidence, match_string: 'Heart attack' },
    });
    expect(several).toEqual({
      ...{ subject_label: 'MS', object_id: sclerosis?.curie, object_label: 'Multiple Sclerosis' },
      ...{ ...curated, ...source },
    });
    expect(high).toMatchObject({
      ...{ subject_label: 'fever, "high"', object_id: 'MESH:D005334', comment: 'Matched name: Fever' },
      ...{ ...literal, ...source, confidence },
    });
    expect(unknown).toEqual({
      ...{ subject_label: 'qqqzzzxk', object_id: 'MESH:D006973', object_label: 'Hypertension', ...curated },
    });
    expect(breath).toEqual({
      ...{ subject_label: 'sob', object_id: 'sssom:NoTermFound', ...curated, ...source },
    });
    expect(diabetes).toMatchObject({
      ...{ subject_label: 'type 2 diabetes', object_id: 'MESH:D003924' },
      ...{ ...exact, match_string: 'type 2 diabetes' },
    });
    expect(others).toEqual([]);
    expect(readFileSync(terms.output, 'utf8')).toContain(
      `\n#mapping_set_title: Terms of ${terms.fileName}\n`,
    );
  });

  test('are written over others only where that is wanted', async () => {
    await map(terms, diagnoses);
    await accept(terms, 'Heart attack');
    writeFileSync(terms.output, 'mine');
    expect(await exportMappings(terms)).toEqual({ kind: 'exists' });
    expect(readFileSync(terms.output, 'utf8')).toBe('mine');
    expect(await exportMappings(terms, { overwrite: true })).toMatchObject({ kind: 'written', mapped: 1 });
    expect(readMappings(terms.output)).toHaveLength(1);
  });

  test('leave the table, its annotations and everything else in the folder as they were', async () => {
    await map(terms, diagnoses);
    await accept(terms, 'Heart attack');
    const files = (): Record<string, string> =>
      Object.fromEntries(
        readdirSync(folder)
          .filter((name) => name.startsWith(`${terms.fileName}`))
          .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
      );
    const before = files();
    expect(before[terms.fileName]).toBe(table);
    expect(before[`${terms.fileName}.ann`]).toContain('MESH:D009203');
    await exportMappings(terms);
    const { [`${terms.fileName}.sssom.tsv`]: written, ...after } = files();
    expect(after).toEqual(before);
    expect(written).toContain('MESH:D009203');
  });

  test('cannot be written where there is no such folder, which is told with what to do', async () => {
    await map(terms, diagnoses);
    await accept(terms, 'Heart attack');
    const output = join(folder, 'nowhere', 'terms.sssom.tsv');
    await expect(exportMappings({ ...terms, output })).rejects.toThrow(
      `${output}: the mappings cannot be written (ENOENT). Choose another place.`,
    );
  });

  test('of a document that was never saved have no place', async () => {
    const unsaved = {
      uri: 'untitled:Untitled-1',
      fileName: 'Untitled-1',
      output: join(folder, 'unsaved.tsv'),
    };
    await server.open(unsaved.uri, 'heart attack\nfever\n');
    await eventually(async () => {
      expect(await map(unsaved)).toEqual({ terms: 2, suggested: 2, left: 0 });
    });
    const [{ id } = { id: '' }] = (await state(unsaved)).suggestions;
    await expect(
      server.connection.sendRequest(acceptSuggestionsRequest, { uri: unsaved.uri, accepted: [{ id }] }),
    ).rejects.toThrow('Save the note first');
    await expect(exportMappings(unsaved)).rejects.toThrow('Save the terms first');
    expect(existsSync(unsaved.output)).toBe(false);
  });
});
