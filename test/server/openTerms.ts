import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import {
  exportMappingsRequest,
  mapTermsRequest,
  type ExportMappingsOutcome,
  type MapTermsOutcome,
  type TermPlace,
} from '../../src/protocol/mappingMessages.ts';
import {
  acceptSuggestionsRequest,
  noteStateRequest,
  rejectSuggestionsRequest,
  type NoteState,
  type Suggestion,
} from '../../src/protocol/messages.ts';
import { fileUri, type ServerClient } from './client.ts';

/** Cells with quotation marks, line breaks and signs that a spreadsheet minds; one term twice, one that means nothing. */
export const table = [
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
/** Its terms. */
export const diagnoses = { kind: 'column', index: 1, hasHeader: true } as const satisfies TermPlace;

/** A table or list that is open in an editor. */
export interface OpenTerms {
  readonly server: ServerClient;
  readonly uri: string;
  readonly fileName: string;
  /** Where its mappings are written. */
  readonly output: string;
}

/** Writes terms to a file and opens it. */
export async function openTermsIn(
  folder: string,
  server: ServerClient,
  fileName: string,
  text: string,
): Promise<OpenTerms> {
  const path = join(folder, fileName);
  writeFileSync(path, text);
  await server.openLoaded(fileUri(path), text);
  return { server, uri: fileUri(path), fileName, output: `${path}.sssom.tsv` };
}

export function map(
  { server, uri, fileName }: OpenTerms,
  place: TermPlace = { kind: 'lines' },
): Promise<MapTermsOutcome> {
  return server.connection.sendRequest(mapTermsRequest, { uri, fileName, place });
}

export function exportMappings(
  { server, uri, output }: OpenTerms,
  { overwrite = false } = {},
): Promise<ExportMappingsOutcome> {
  return server.connection.sendRequest(exportMappingsRequest, { uri, output, overwrite });
}

export function state({ server, uri }: OpenTerms): Promise<NoteState> {
  return server.connection.sendRequest(noteStateRequest, { uri });
}

/** The texts of the suggestions. */
export async function suggested(terms: OpenTerms): Promise<string[]> {
  return (await state(terms)).suggestions.map(({ text }) => text);
}

export async function suggestionOf(terms: OpenTerms, wanted: string): Promise<Suggestion> {
  const found = (await state(terms)).suggestions.find(({ text }) => text === wanted);
  if (found === undefined) {
    throw new Error(`Not suggested: ${wanted}`);
  }
  return found;
}

/** Accepts the suggestion with this text, with its first candidate or another concept. */
export async function accept(terms: OpenTerms, wanted: string, curie?: string): Promise<void> {
  const { id } = await suggestionOf(terms, wanted);
  const { server, uri } = terms;
  const accepted = [{ id, ...(curie !== undefined && { curie }) }];
  expect(await server.connection.sendRequest(acceptSuggestionsRequest, { uri, accepted })).toBe(1);
}

export async function reject(terms: OpenTerms, wanted: string): Promise<void> {
  const { id } = await suggestionOf(terms, wanted);
  const { server, uri } = terms;
  expect(await server.connection.sendRequest(rejectSuggestionsRequest, { uri, ids: [id] })).toBe(1);
}

/** The mappings of an exported file, without empty cells. */
export function readMappings(output: string): Record<string, string>[] {
  const rows = parse<Record<string, string>>(readFileSync(output, 'utf8').replace(/^(?:#.*\n)*/u, ''), {
    columns: true,
    delimiter: '\t',
  });
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')));
}
