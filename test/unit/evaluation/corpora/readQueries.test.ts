import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readQueries } from '../../../../src/core/evaluation/corpora/readQueries.ts';
import { createFile, createFolder } from '../corpusFile.ts';

const options = { types: [], part: 'test' } as const;
const concept = '1||0|5||Disease||fever||D5\n';
const pubTator = '1|t|Fever.\n1|a|\n1\t0\t5\tFever\tDisease\tD5\n1\t0\t5\tFever\tChemical\tC5\n';
const table = 'fever\tD5\n';

async function golds(content: string | Uint8Array, some = {}): Promise<string[]> {
  const { mentions } = await readQueries(createFile('queries', content), { ...options, ...some });
  return mentions.map(({ gold }) => gold.flat().join());
}

describe('readQueries knows the form from the content', () => {
  it.each([
    ['.concept lines', concept],
    ['PubTator', pubTator.replace(/1\t0.*Chemical.*\n/u, '')],
    ['a table', table],
    ['a table after a byte order mark', `\ufeff${table}`],
    [
      'BioC XML',
      '<collection><document><id>1</id><passage><offset>0</offset><text>Fever</text><annotation><infon key="cui">D5</infon><location offset="0" length="5"/><text>Fever</text></annotation></passage></document></collection>',
    ],
    [
      'BioC JSON',
      '{"documents":[{"id":"1","passages":[{"offset":0,"text":"Fever","annotations":[{"text":"Fever","infons":{"cui":"D5"},"locations":[{"offset":0,"length":5}]}]}]}]}',
    ],
    ['data.json', '{"test":[["fever","D5"]],"dev":[["cough","D6"]]}'],
  ])('%s, plain or gzip', async (_, content) => {
    expect(await golds(content)).toEqual(['D5']);
    expect(await golds(gzipSync(content))).toEqual(['D5']);
  });

  it('reads all .concept files of a folder, in order of their names', async () => {
    const folder = createFolder();
    writeFileSync(join(folder, '2.concept'), concept.replace('D5', 'D6'));
    writeFileSync(join(folder, '1.concept'), concept);
    writeFileSync(join(folder, '3.concept'), '');
    writeFileSync(join(folder, 'notes.txt'), 'other');
    const { mentions } = await readQueries(folder, options);
    expect(mentions.map(({ gold }) => gold)).toEqual([[['D5']], [['D6']]]);
  });

  it('reads the part asked for', async () => {
    expect(await golds('{"test":[["fever","D5"]],"dev":[["cough","D6"]]}', { part: 'dev' })).toEqual(['D6']);
  });

  it('leaves mentions of other types out', async () => {
    expect(await golds(pubTator, { types: ['chemical'] })).toEqual(['C5']);
    expect(await golds(pubTator, { types: ['Chemical', 'DISEASE'] })).toEqual(['D5', 'C5']);
  });
});

describe('readQueries says what to do about', () => {
  it.each([
    ['nothing', '', {}, /the form is not known\. Give a folder/u],
    ['prose', 'Fever came first.\n', {}, /the form is not known/u],
    [
      'a type that is not there',
      pubTator,
      { types: ['Gene'] },
      /no mention is of type Gene\. There are: Disease, Chemical\./u,
    ],
    ['a table of bad rows', 'a\tb\tc\n', {}, /there is no mention in it\..*line 1: 2 tab-separated cells/u],
    ['a part that is not there', '{"test":[]}', { part: 'dev' }, /no list of \[mention, ids\] named "dev"/u],
    ['cut JSON', '{"test":', {}, /the JSON is broken/u],
    ['other JSON', '{"a":1}', {}, /this JSON is neither BioC/u],
    [
      'a cut gzip file',
      gzipSync(table.repeat(99)).subarray(0, 30),
      {},
      /the gzip file is broken .*Get it again/u,
    ],
    ['a binary file', Buffer.from([1, 0, 2]), {}, /this is a binary file/u],
    ['Latin-1', Buffer.from('caf\xe9\tD5\n', 'latin1'), {}, /no UTF-8 text/u],
  ])('%s', async (_, content, some, message) => {
    await expect(golds(content, some)).rejects.toThrow(message);
  });

  it('a path that is not there, and a folder without .concept files', async () => {
    await expect(readQueries('/nowhere/queries', options)).rejects.toThrow(/^\/nowhere\/queries: .*ENOENT/u);
    await expect(readQueries(createFolder(), options)).rejects.toThrow(/no \.concept file/u);
  });
});
