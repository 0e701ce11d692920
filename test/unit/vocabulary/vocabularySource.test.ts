import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAllConcepts } from './readAllConcepts.ts';
import { readBundledVocabulary } from '../../../src/core/vocabulary/vocabularySource.ts';

const description = {
  id: 'mine',
  title: 'Mine',
  version: '1',
  licence: 'CC0-1.0',
  source: 'https://example.org',
};
const table = 'curie\tpreferredName\tsynonyms\tabbreviations\tsemanticType\tdefinition\nX:1\tPain\t\t\t\t\n';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-vocabulary-'));
  write(description, table);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(about: object, concepts: string): void {
  writeFileSync(join(folder, 'vocabulary.json'), JSON.stringify(about));
  writeFileSync(join(folder, 'concepts.tsv'), concepts);
}

describe('readBundledVocabulary', () => {
  it('reads description and concepts', async () => {
    const source = await readBundledVocabulary(folder);
    expect(source.description).toEqual(description);
    expect(await readAllConcepts(source)).toMatchObject([{ curie: 'X:1', preferredName: 'Pain' }]);
  });

  it('has a checksum that changes with either file and with nothing else', async () => {
    const { sourceSha256 } = await readBundledVocabulary(folder);
    expect((await readBundledVocabulary(folder)).sourceSha256).toBe(sourceSha256);
    write({ ...description, version: '2' }, table);
    expect((await readBundledVocabulary(folder)).sourceSha256).not.toBe(sourceSha256);
    write(description, table.replace('Pain', 'Ache'));
    expect((await readBundledVocabulary(folder)).sourceSha256).not.toBe(sourceSha256);
  });

  it.each(['../up', 'a/b', 'Mine', '', '.'])(
    'refuses the id %j, which would be the name of a folder',
    async (id) => {
      write({ ...description, id }, table);
      await expect(readBundledVocabulary(folder)).rejects.toThrow();
    },
  );
});
