import { describe, expect, it } from 'vitest';
import { readAnnotatedTexts } from '../../../../src/core/evaluation/corpora/readAnnotatedTexts.ts';

const corpus = [
  '11',
  'A boy 🤒 with short stature and low-set ears.',
  '13\t26\tshort stature\tHP:0004322',
  '31\t43\tlow-set ears\tHP:0000369',
  '',
  '12',
  'No mention here.',
  '',
].join('\r\n');

describe('readAnnotatedTexts', () => {
  it('reads documents with their mentions, offsets in code points', () => {
    const { mentions, problems } = readAnnotatedTexts(corpus, 'gsc.tsv');
    expect(problems).toEqual([]);
    expect(mentions.map(({ mention, gold, document }) => [mention, gold, document?.id])).toEqual([
      ['short stature', [['HP:0004322']], '11'],
      ['low-set ears', [['HP:0000369']], '11'],
    ]);
    for (const { mention, document, range } of mentions) {
      expect(document?.text?.slice(range?.start, range?.end)).toBe(mention);
    }
  });

  it('tells the lines that it cannot read, and keeps the others', () => {
    const broken = corpus.replace('13\t26\tshort stature\tHP:0004322', '13\tshort stature');
    const { mentions, problems } = readAnnotatedTexts(broken, 'gsc.tsv');
    expect(mentions).toHaveLength(1);
    expect(problems).toMatchObject([{ file: 'gsc.tsv', line: 3 }]);
  });

  it('finds a mention that stands elsewhere', () => {
    const moved = corpus.replace('13\t26', '3\t16');
    const { mentions, problems } = readAnnotatedTexts(moved, 'gsc.tsv');
    expect(mentions[0]?.range).toEqual({ start: 14, end: 27 });
    expect(problems).toHaveLength(1);
  });
});
