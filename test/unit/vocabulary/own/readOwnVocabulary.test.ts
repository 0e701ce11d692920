import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { conceptTableColumns } from '../../../../src/core/vocabulary/importConceptTable.ts';
import { looksAbbreviated } from '../../../../src/core/vocabulary/own/looksAbbreviated.ts';
import { nextIdentifier } from '../../../../src/core/vocabulary/own/nextIdentifier.ts';
import {
  isOwnVocabulary,
  userPlace,
  workspacePlace,
  type OwnPlace,
} from '../../../../src/core/vocabulary/own/ownPlace.ts';
import {
  readOwnVocabulary,
  type OwnVocabulary,
} from '../../../../src/core/vocabulary/own/readOwnVocabulary.ts';

const header = conceptTableColumns.join('\t');
let folder = '';
let place: OwnPlace;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'termlens-own-'));
  place = workspacePlace(folder);
  mkdirSync(join(folder, '.termlens'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function read(content: string | Uint8Array): Promise<OwnVocabulary> {
  writeFileSync(place.file, content);
  return readOwnVocabulary(place);
}

const names = ({ concepts }: OwnVocabulary): string[] =>
  concepts.map(({ curie, preferredName }) => `${curie} ${preferredName}`);
const lines = ({ problems }: OwnVocabulary): number[] => problems.map(({ line }) => line);

describe('readOwnVocabulary', () => {
  it('has nothing where there is no file, and no source where there are no concepts', async () => {
    expect(await readOwnVocabulary(place)).toEqual({ source: undefined, concepts: [], problems: [] });
    expect((await read(`# ours\n${header}\n`)).source).toBeUndefined();
  });

  it('reads what people make of a table', async () => {
    const table = [
      '# our concepts',
      '',
      'curie\tpreferredName\tsynonyms\tnote',
      '# pumps',
      'LOCAL:0001\tZwickel pump\tpump of Zwickel\tseen by A.',
      'LOCAL:0002\tQuandle clamp',
      'LOCAL:0003\tcatheter\t\t\t\t\t\t',
    ].join('\r\n');
    const vocabulary = await read(table);
    expect(vocabulary.problems).toEqual([]);
    expect(names(vocabulary)).toEqual([
      'LOCAL:0001 Zwickel pump',
      'LOCAL:0002 Quandle clamp',
      'LOCAL:0003 catheter',
    ]);
    expect(vocabulary.concepts[0]?.synonyms.map(({ name }) => name)).toEqual(['pump of Zwickel']);
  });

  it('changes its checksum with its concepts alone', async () => {
    const first = await read(`${header}\nLOCAL:0001\tone\n`);
    const commented = await read(`# ours\n${header}\nLOCAL:0001\tone\n`);
    const changed = await read(`${header}\nLOCAL:0001\tother\n`);
    expect(commented.source?.sourceSha256).toBe(first.source?.sourceSha256);
    expect(changed.source?.sourceSha256).not.toBe(first.source?.sourceSha256);
  });

  it('reads both sides of a conflict and says where it is, once', async () => {
    const vocabulary = await read(
      [
        header,
        'LOCAL:0001\tone',
        '<<<<<<< HEAD',
        'LOCAL:0002\tmine',
        '||||||| base',
        '=======',
        'LOCAL:0003\ttheirs',
        '>>>>>>> branch',
        'LOCAL:0004\tfour',
      ].join('\n'),
    );
    expect(names(vocabulary)).toEqual([
      'LOCAL:0001 one',
      'LOCAL:0002 mine',
      'LOCAL:0003 theirs',
      'LOCAL:0004 four',
    ]);
    expect(lines(vocabulary)).toEqual([3]);
    expect(vocabulary.problems[0]?.message).toContain('remove the markers');
  });

  it.each<[string, string | Uint8Array, readonly number[]]>([
    ['half a line', 'LOCAL:0002', [3]],
    ['no identifier', 'heart\tattack', [3]],
    ['more cells than columns', 'LOCAL:0002\ta\tb\tc\td\te\tf', [3]],
    ['an identifier that was given twice', 'LOCAL:0001\tanother', [3]],
    ['a row of ten megabytes', `LOCAL:0002\t${'x'.repeat(10_000_000)}`, [3]],
    ['a row of thirty thousand letters', `LOCAL:0002\t${'x'.repeat(30_000)}`, [3]],
    ['another encoding', Buffer.from('LOCAL:0002\tErk\xe4ltung', 'latin1'), [3]],
    ['binary data', 'LOCAL:0002\ta\0b', [3]],
  ])('tells the line of %s, and reads the others', async (_, bad, expected) => {
    const content = Buffer.concat([
      Buffer.from(`${header}\nLOCAL:0001\tone\n`),
      Buffer.from(bad),
      Buffer.from('\nLOCAL:0004\tfour\n'),
    ]);
    const vocabulary = await read(content);
    expect(names(vocabulary)).toEqual(['LOCAL:0001 one', 'LOCAL:0004 four']);
    expect(lines(vocabulary)).toEqual(expected);
    expect(vocabulary.problems[0]?.file).toBe(place.file);
    expect(vocabulary.problems[0]?.message.length).toBeLessThan(400);
  });

  it('makes one concept of rows that two people added for it', async () => {
    const vocabulary = await read(
      `${header}\nMESH:D009203\tMyocardial Infarction\theart zap\nMESH:D009203\tmyocardial infarction\tpump stop\n`,
    );
    expect(vocabulary.problems).toEqual([]);
    expect(vocabulary.concepts).toMatchObject([
      { preferredName: 'Myocardial Infarction', synonyms: [{ name: 'heart zap' }, { name: 'pump stop' }] },
    ]);
  });

  it.each([
    ['no table', 'once upon a time\n', 'must name the columns'],
    ['too large', Buffer.alloc(21 * 1024 * 1024, 32), 'larger than 20 MB'],
  ])('leaves out a file that is %s, and says so', async (_, content, message) => {
    const vocabulary = await read(content);
    expect(vocabulary.source).toBeUndefined();
    expect(vocabulary.problems.map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
  });

  it('says that a folder is no file', async () => {
    mkdirSync(place.file);
    const { problems } = await readOwnVocabulary(place);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('no file')]);
  });

  it('takes ten thousand names', async () => {
    const rows = Array.from({ length: 10_001 }, (_, i) => `LOCAL:${i}\tname ${i}`);
    const vocabulary = await read([header, ...rows].join('\n'));
    expect(vocabulary.concepts).toHaveLength(10_000);
    expect(lines(vocabulary)).toEqual([10_002]);
  });
});

describe('where own concepts are', () => {
  it('is another vocabulary for each workspace folder', () => {
    const ids = [userPlace('/data').id, workspacePlace('/a').id, workspacePlace('/b').id];
    expect(new Set(ids).size).toBe(3);
    expect(ids.map(isOwnVocabulary)).toEqual([true, true, true]);
    expect(['starter', 'own-devices', 'owned'].map(isOwnVocabulary)).toEqual([false, false, false]);
  });
});

describe('nextIdentifier', () => {
  it.each([
    [[], 'LOCAL:0001'],
    [['LOCAL:0003\ta\nLOCAL:0001\tb', 'LOCAL:7'], 'LOCAL:0008'],
    [['# LOCAL:0041 was removed'], 'LOCAL:0042'],
    [['LOCAL:9999'], 'LOCAL:10000'],
    [['LOCAL:99999999999', 'NONLOCAL:5', 'MESH:D009203'], 'LOCAL:0001'],
  ])('after %j is %s', (texts, expected) => {
    expect(nextIdentifier(texts)).toBe(expected);
  });
});

describe('looksAbbreviated', () => {
  it.each(['MI', 'T2DM', 'HbA1c', 'HER2+', 'COVID'])('takes %s for a short form', (name) => {
    expect(looksAbbreviated(name)).toBe(true);
  });
  it.each(['heart attack', 'Zika', 'mi', 'Heart', '12', 'MYOCARDIAL INFARCTION'])(
    'takes %s for a name',
    (name) => {
      expect(looksAbbreviated(name)).toBe(false);
    },
  );
});
