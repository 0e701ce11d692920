import { describe, expect, it } from 'vitest';
import { readPubTator } from '../../../../src/core/evaluation/corpora/readPubTator.ts';

const title = '1|t|Pain and fever.';
const abstract = '1|a|Fever came first.';
const fever = '1\t16\t21\tFever\tDisease\tD005334';

function read(...lines: string[]): ReturnType<typeof readPubTator> {
  return readPubTator(`${lines.join('\n')}\n`, 'c.txt');
}

describe('readPubTator', () => {
  it('places mentions in title, one space and abstract', () => {
    const { mentions, problems } = read(title, abstract, '1\t0\t4\tPain\tDisease\tMESH:D010146', fever);
    const document = { id: '1', text: 'Pain and fever. Fever came first.' };
    expect(mentions).toEqual([
      { mention: 'Pain', gold: [['D010146']], type: 'Disease', document, range: { start: 0, end: 4 } },
      { mention: 'Fever', gold: [['D005334']], type: 'Disease', document, range: { start: 16, end: 21 } },
    ]);
    expect(problems).toEqual([]);
  });

  it.each([
    ['D1|OMIM:22', [['D1', '22']]],
    ['D1+D2', [['D1'], ['D2']]],
    ['D1;D2', [['D1', 'D2']]],
    ['-1', []],
    ['D1|-1', [['D1']]],
    ['', []],
  ])('reads the identifiers %j', (ids, gold) => {
    expect(read(title, abstract, `1\t16\t21\tFever\tDisease\t${ids}`).mentions[0]?.gold).toEqual(gold);
  });

  it('passes over relations, and takes a mention without identifiers for NIL', () => {
    const { mentions, problems } = read(title, abstract, '1\tCID\tD1\tD2', '1\t16\t21\tFever\tDisease');
    expect(mentions.map(({ gold }) => gold)).toEqual([[]]);
    expect(problems).toEqual([]);
  });

  it('counts code points, as the corpora do', () => {
    const { mentions, problems } = read('1|t|𝛽 thalassemia', '1|a|', '1\t2\t13\tthalassemia\tDisease\tD1');
    expect(mentions[0]?.range).toEqual({ start: 3, end: 14 });
    expect(problems).toEqual([]);
  });

  it('takes the nearest occurrence where the offsets are wrong, and says so', () => {
    const { mentions, problems } = read(title, abstract, '1\t20\t25\tFever\tDisease\tD1');
    expect(mentions[0]?.range).toEqual({ start: 16, end: 21 });
    expect(problems).toEqual([
      { file: 'c.txt', line: 3, message: '"Fever" does not stand at 20–25; the one at 16 is taken.' },
    ]);
  });

  it.each([
    [2, 0],
    [9, 8],
    [16, 17],
  ])('of several occurrences, that nearest to %i is the one at %i', (stated, start) => {
    const line = `1\t${stated}\t${stated + 4}\tpain\tDisease\tD1`;
    const { mentions } = read('1|t|pain or pain, or pain', '1|a|', line);
    expect(mentions[0]?.range).toEqual({ start, end: start + 4 });
  });

  it.each([
    ['a mention that stands nowhere', '1\t0\t5\tCough\tDisease\tD1'],
    ['offsets behind the end', '1\t900\t905\tCough\tDisease\tD1'],
  ])('keeps %s without a place', (_, line) => {
    const { mentions, problems } = read(title, abstract, line);
    expect(mentions.map(({ mention, range }) => ({ mention, range }))).toEqual([
      { mention: 'Cough', range: undefined },
    ]);
    expect(problems[0]?.message).toContain('nor anywhere in the document');
  });

  it('keeps both documents with one number, and says so', () => {
    const { mentions, problems } = read(title, abstract, fever, '', title, abstract, fever);
    expect(mentions).toHaveLength(2);
    expect(problems).toEqual([
      { file: 'c.txt', line: 5, message: 'document 1 stands here for the second time; both count.' },
    ]);
  });

  it.each(['1\t16\t21', '1\t16\tend\tFever\tDisease\tD1', '2\t16\t21\tFever\tDisease\tD1', 'Fever'])(
    'reports the bad line %j and keeps those around it',
    (bad) => {
      const { mentions, problems } = read(title, abstract, fever, bad, fever);
      expect(mentions).toHaveLength(2);
      expect(problems.map(({ line }) => line)).toEqual([4]);
    },
  );

  it('reads Windows line ends', () => {
    const { mentions, problems } = readPubTator([title, abstract, fever, ''].join('\r\n'), 'c.txt');
    expect(mentions.map(({ gold }) => gold)).toEqual([[['D005334']]]);
    expect(problems).toEqual([]);
  });
});
