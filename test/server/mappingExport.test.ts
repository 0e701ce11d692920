import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { acceptSuggestionsRequest, addAnnotationRequest } from '../../src/protocol/messages.ts';
import { eventually, startServer, type ServerClient } from './client.ts';
import { rangeOf } from './markedNote.ts';
import {
  accept,
  diagnoses,
  exportMappings,
  map,
  openTermsIn,
  readMappings,
  reject,
  state,
  suggestionOf,
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
          .filter((name) => name.startsWith(terms.fileName))
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
    const output = join(folder, 'unsaved.tsv');
    const unsaved = { server, uri: 'untitled:Untitled-1', fileName: 'Untitled-1', output };
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
