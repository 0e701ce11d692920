import { describe, expect, it } from 'vitest';
import { VocabularyFileError, type SampledFile } from '../../../../src/core/vocabulary/importers/importer.ts';
import { importers } from '../../../../src/core/vocabulary/importers/importers.ts';
import {
  importVocabulary,
  recognizeFiles,
  type ImportVocabularyOptions,
} from '../../../../src/core/vocabulary/importers/importVocabulary.ts';
import type { ImportProblem } from '../../../../src/core/vocabulary/importProblem.ts';
import { memoryFile } from './memoryFiles.ts';

async function read(
  files: readonly SampledFile[],
  options: ImportVocabularyOptions = {},
): Promise<{ curies: string[]; problems: ImportProblem[] }> {
  const curies: string[] = [];
  const problems: ImportProblem[] = [];
  for await (const record of importVocabulary(files, options)) {
    if (record.kind === 'concept') {
      curies.push(record.concept.curie);
    } else if (record.kind === 'problem') {
      problems.push(record.problem);
    }
  }
  return { curies, problems };
}

describe('importVocabulary', () => {
  it.each([
    ['obo', 'format-version: 1.4\n\n[Term]\nid: A:1\nname: a\n'],
    ['obo-graphs', '{"graphs":[{"nodes":[{"id":"A:1","lbl":"a","type":"CLASS"}]}]}'],
    [
      'concept-table',
      'curie\tpreferredName\tsynonyms\tabbreviations\tsemanticType\tdefinition\nA:1\ta\t\t\t\t\n',
    ],
    ['biosyn', 'A:1||a\n'],
    ['table', 'id,name\nA:1,a\n'],
    ['table', '{"id":"A:1","name":"a"}\n'],
  ])('recognizes %s by what the file holds, whatever its name', async (format, text) => {
    const file = memoryFile('download', text);
    expect(recognizeFiles([file]).importer.format).toBe(format);
    expect(await read([file])).toEqual({ curies: ['A:1'], problems: [] });
    expect(await read([file], { format })).toEqual({ curies: ['A:1'], problems: [] });
  });

  it('knows each format by one name', () => {
    const formats = importers.map(({ format }) => format);
    expect(new Set(formats).size).toBe(formats.length);
    expect(formats.at(-1)).toBe('table');
  });

  it.each([
    {
      what: 'prose',
      options: {},
      message: /^a\.txt: this is no vocabulary that TermLens can read\. It reads: .*OBO 1\.4 \(obo\)/,
    },
    {
      what: 'another format',
      options: { format: 'obo' },
      message: /^a\.txt: nothing in it looks like OBO 1\.4/,
    },
    {
      what: 'a format nobody knows',
      options: { format: 'xls' },
      message: /there is no format "xls"\. TermLens reads: .*obo/,
    },
  ])('refuses $what and says what it reads', async ({ options, message }) => {
    const reading = read([memoryFile('a.txt', 'Dear all,\nnothing here.\n')], options);
    await expect(reading).rejects.toThrow(VocabularyFileError);
    await expect(reading).rejects.toThrow(message);
  });

  it('reports an identifier that is used again, in another file too, and keeps the first', async () => {
    const files = [
      memoryFile('a.obo', 'format-version: 1.4\n\n[Term]\nid: A:1\nname: a\n\n[Term]\nid: A:1\nname: b\n'),
      memoryFile('b.obo', 'format-version: 1.4\n\n[Term]\nid: A:1\nname: c\n[Term]\nid: A:2\nname: d\n'),
    ];
    const { curies, problems } = await read(files);
    expect(curies).toEqual(['A:1', 'A:2']);
    expect(problems).toEqual([
      { file: 'a.obo', line: 7, message: 'A:1 stands there twice; the second is left out.' },
      { file: 'b.obo', line: 3, message: 'A:1 stands there twice; the second is left out.' },
    ]);
  });

  it('reports a concept without a name', async () => {
    const { curies, problems } = await read([memoryFile('a.csv', 'id,name\nA:1,a\nA:2,\nA:3,c\n')]);
    expect(curies).toEqual(['A:1', 'A:3']);
    expect(problems).toEqual([{ file: 'a.csv', line: 3, message: 'A:2 has no name; it is left out.' }]);
  });

  it('stops when it is aborted, with the reason', async () => {
    const controller = new AbortController();
    const reading = (async () => {
      for await (const record of importVocabulary([memoryFile('a.csv', 'id,name\nA:1,a\nA:2,b\n')], {
        signal: controller.signal,
      })) {
        expect(record).toMatchObject({ concept: { curie: 'A:1' } });
        controller.abort(new Error('enough'));
      }
    })();
    await expect(reading).rejects.toThrow('enough');
  });
});
