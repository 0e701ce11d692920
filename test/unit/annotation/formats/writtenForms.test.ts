import { describe, expect, it } from 'vitest';
import { createUnitOffsets } from '../../../../src/core/annotation/codePointOffsets.ts';
import { memoryFile } from '../../vocabulary/importers/memoryFiles.ts';
import { readFiles, readText, writeFiles } from './readAndWrite.ts';
import { sourceText } from './sourceText.ts';

const passages = ['Naïve 😀 notes.', 'Fever came.'];

/** The second passage, one character behind the first, and its annotation, in a unit. */
function biocWith(offset: number): string {
  const annotation = { id: '1', text: 'Fever', infons: { cui: 'D1' }, locations: [{ offset, length: 5 }] };
  return JSON.stringify({
    documents: [
      {
        id: '7',
        passages: [
          { offset: 0, text: passages[0] },
          { offset, text: passages[1], annotations: [annotation] },
        ],
      },
    ],
  });
}

describe('createUnitOffsets', () => {
  it.each([
    ['codePoints', [0, 1, 2, 3]],
    ['codeUnits', [0, 1, 3, 4]],
    ['bytes', [0, 2, 6, 7]],
  ] as const)('counts %s', (unit, expected) => {
    const offsets = createUnitOffsets('ï😀x', unit);
    expect([0, 1, 3, 4].map((utf16) => offsets.toCodePoint(utf16))).toEqual(expected);
    expect(expected.map((offset) => offsets.toUtf16(offset))).toEqual([0, 1, 3, 4]);
    expect(() => offsets.toUtf16(offsets.last + 1)).toThrow(RangeError);
  });
});

describe('files as others write them', () => {
  it.each([
    ['code points', 15],
    ['UTF-16 code units', 16],
    ['bytes', 19],
  ])('BioC’s offsets are understood in %s', async (_, offset) => {
    const { documents, problems } = await readText('a.json', biocWith(offset));
    expect(problems).toEqual([]);
    expect(documents[0]?.text).toBe(passages.join(' '));
    expect(documents[0]?.annotations).toMatchObject([
      { ranges: [{ start: 16, end: 21 }], text: 'Fever', conceptKey: 'cui', concepts: [{ curie: 'D1' }] },
    ]);
  });

  it('PubTator’s relations between concepts stay, also as they come from annotations', async () => {
    const lines = [
      '1|t|Aspirin for pain.',
      '1\t0\t7\tAspirin\tChemical\tD1',
      '1\t12\t16\tpain\tDisease\tD2|D3',
      '1\tCID\tD1\tD2',
      '',
    ];
    const { documents } = await readText('a.txt', lines.join('\n'));
    const { files, losses } = writeFiles('pubtator', documents);
    expect(await sourceText(files[0])).toBe(`${lines.join('\n')}\n`);
    expect(losses).toEqual([]);
    const [document] = documents;
    const nodes = ['T1', 'T2'].map((target) => ({ role: '', target }));
    const linked = document && { ...document, relations: [{ id: 'R1', type: 'CID', nodes, attributes: [] }] };
    expect(await sourceText(writeFiles('pubtator', linked ? [linked] : []).files[0])).toContain(
      '1\tCID\tD1\tD2\n',
    );
  });

  it('PubTator has composite mentions as one with all their concepts, and says so', async () => {
    const note = 'Has breast, lung or skin cancer and left knee pain.';
    const lines = [
      'T1\tDisease 4 10;25 31\tbreast cancer',
      'T2\tDisease 12 16;25 31\tlung cancer',
      'T3\tDisease 20 31\tskin cancer',
      'T4\tDisease 36 40;46 50\tleft pain',
      'T5\tSite 41 45\tknee',
      'N1\tReference T1 MESH:D1\tBreast Neoplasms',
      'N2\tReference T2 MESH:D2\tLung Neoplasms',
      'N3\tReference T3 MESH:D3\tSkin Neoplasms',
      '',
    ].join('\n');
    const read = await readFiles([memoryFile('a.txt', note), memoryFile('a.ann', lines)]);
    const { files, losses } = writeFiles('pubtator', read.documents);
    expect((await sourceText(files[0])).split('\n').slice(1)).toEqual([
      'a\t4\t31\tbreast, lung or skin cancer\tDisease\tMESH:D1|MESH:D2|MESH:D3',
      'a\t36\t50\tleft knee pain\tDisease\t-1',
      'a\t41\t45\tknee\tSite\t-1',
      '',
      '',
    ]);
    expect(losses).toContainEqual({
      what: 'parts of composite mentions (written as one with all their concepts)',
      count: 2,
      first: 'document a, T2',
    });
  });

  it('brat’s events, equivalences, attributes and comments come back', async () => {
    const note = 'Aspirin given for pain and fever.';
    const lines = [
      'T1\tDrug 0 7\tAspirin',
      'T2\tSign 18 22\tpain',
      'A1\tNegated T2',
      '#1\tAnnotatorNotes T2\tunsure',
      'T3\tSign 27 32\tfever',
      'A2\tExperiencer T3 Family',
      'T4\tGive 8 13\tgiven',
      'E1\tGive:T4 Theme:T1 For:T2',
      'A3\tPossible E1',
      'R1\ttreats Arg1:T1 Arg2:E1',
      '*\tEquiv T2 T3',
      '',
    ].join('\n');
    const read = await readFiles([memoryFile('a.txt', note), memoryFile('a.ann', lines)]);
    expect(read.problems).toEqual([]);
    const { files, losses } = writeFiles('brat', read.documents);
    expect(losses).toEqual([]);
    expect(await sourceText(files.find(({ path }) => path === 'a.ann'))).toBe(lines);
  });

  it('CoNLL without offsets, in IOB1, is a line a sentence', async () => {
    const { documents } = await readText('a.conll', 'Breast I-X\ncancer I-X\nhurts O\n\nPain B-Y\n. O\n');
    expect(documents[0]?.text).toBe('Breast cancer hurts\nPain .');
    expect(documents[0]?.annotations.map(({ text, type }) => [text, type])).toEqual([
      ['Breast cancer', 'X'],
      ['Pain', 'Y'],
    ]);
  });
});
