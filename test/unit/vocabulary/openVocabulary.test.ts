import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openVocabulary,
  VocabularyIdError,
  type OpenVocabularyOptions,
} from '../../../src/core/vocabulary/openVocabulary.ts';
import { readAllConcepts } from './readAllConcepts.ts';

const obo = `format-version: 1.2
data-version: releases/2026-01-01
ontology: signs

[Term]
id: SIGN:1
name: Fever
synonym: "Pyrexia" EXACT []

[Term]
id: SIGN:2
name: Cough

[Term]
id: SIGN:2
name: Coughing
`;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-open-'));
  file = join(folder, 'Signs and Symptoms.obo');
  writeFileSync(file, obo);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const sha256 = async (options: OpenVocabularyOptions = {}): Promise<string> =>
  (await openVocabulary(file, { id: 'signs', ...options })).sourceSha256;

describe('openVocabulary', () => {
  it('describes a vocabulary by what its file says, and by its name', async () => {
    const { description, format } = await openVocabulary(file, {});
    expect(description).toEqual({
      id: 'signs-and-symptoms',
      title: 'signs',
      version: '2026-01-01',
      licence: 'unknown',
      source: 'http://purl.obolibrary.org/obo/signs.owl',
    });
    expect(format).toBe('OBO 1.4');
  });

  it('believes the user more than the file', async () => {
    const { description } = await openVocabulary(file, { id: 'mine', description: { title: 'Mine' } });
    expect(description).toMatchObject({ id: 'mine', title: 'Mine', version: '2026-01-01' });
  });

  it('knows what people call a vocabulary that has only a short name for itself', async () => {
    const titles = new Map([['signs', 'Ontology of Signs']]);
    expect((await openVocabulary(file, { titles })).description.title).toBe('Ontology of Signs');
    const { description } = await openVocabulary(file, { titles, description: { title: 'Mine' } });
    expect(description.title).toBe('Mine');
  });

  it.each(['Mine', 'a/b', '..', ''])('does not take %j for an id', async (id) => {
    await expect(openVocabulary(file, { id })).rejects.toThrow(VocabularyIdError);
  });

  it('reads its concepts as often as they are asked for, and counts what is wrong once', async () => {
    const vocabulary = await openVocabulary(file, { id: 'signs' });
    for (let round = 0; round < 2; round++) {
      const concepts = await readAllConcepts(vocabulary);
      expect(concepts.map(({ curie }) => curie)).toEqual(['SIGN:1', 'SIGN:2']);
      expect(vocabulary.problemCount).toBe(1);
      expect(vocabulary.problems).toEqual([
        {
          file: 'Signs and Symptoms.obo',
          line: 14,
          message: 'SIGN:2 stands there twice; the second is left out.',
        },
      ]);
    }
  });

  it('is another source when the file or what is asked of it changes, and else the same', async () => {
    const before = await sha256();
    expect(await sha256()).toBe(before);
    expect(await sha256({ signal: new AbortController().signal })).toBe(before);
    expect(await sha256({ languages: ['es'] })).not.toBe(before);
    expect(await sha256({ description: { title: 'Mine' } })).not.toBe(before);
    writeFileSync(file, `${obo}\n`);
    expect(await sha256()).not.toBe(before);
  });

  it('stops when it is cancelled', async () => {
    const cancel = new AbortController();
    const reason = new Error('enough');
    const vocabulary = await openVocabulary(file, { id: 'signs', signal: cancel.signal });
    cancel.abort(reason);
    await expect(readAllConcepts(vocabulary)).rejects.toBe(reason);
  });
});
