import { describe, expect, it } from 'vitest';
import { reanchor } from '../../../src/core/annotation/reanchor.ts';

describe('reanchor', () => {
  it.each([
    { why: 'the nearest', anchors: [['a', 'MS', 12]], text: 'MS and then MS', placed: { a: 12 } },
    {
      why: 'shifted, in order',
      anchors: [
        ['a', 'MS', 10],
        ['b', 'MS', 20],
      ],
      text: 'MS and   .MS',
      placed: { a: 0, b: 10 },
    },
    {
      why: 'one fewer than before',
      anchors: [
        ['a', 'MS', 0],
        ['b', 'MS', 8],
      ],
      text: 'only    MS',
      placed: { b: 8 },
    },
    {
      why: 'two annotations of one span',
      anchors: [
        ['a', 'MS', 3],
        ['b', 'MS', 3],
      ],
      text: 'MS MS',
      placed: { a: 3, b: 3 },
    },
    { why: 'whole words first', anchors: [['a', 'renal', 0]], text: 'adrenal, renal', placed: { a: 9 } },
    { why: 'inside a word if need be', anchors: [['a', 'renal', 0]], text: 'adrenal', placed: { a: 2 } },
    { why: 'no short form inside a word', anchors: [['a', 'MS', 0]], text: 'HTMSX', placed: {} },
    { why: 'no combining mark cut off', anchors: [['a', 'e', 0]], text: 'e\u0301', placed: {} },
    {
      why: 'signs of regular expressions',
      anchors: [['a', 'IL-2 (c+)/x', 0]],
      text: 'an IL-2 (c+)/x',
      placed: { a: 3 },
    },
    {
      why: 'other letters',
      anchors: [['a', '𝛽 blocker', 0]],
      text: '𝛽𝛽 blocker 𝛽 blocker',
      placed: { a: 13 },
    },
    { why: 'no such text', anchors: [['a', 'gone', 0]], text: 'nothing', placed: {} },
    { why: 'no text at all', anchors: [['a', ' ', 0]], text: 'a b', placed: {} },
  ] as const)('$why', ({ anchors, text, placed }) => {
    const result = reanchor(
      anchors.map(([id, searched, start]) => ({ id, text: searched, start })),
      text,
    );
    expect(Object.fromEntries(Array.from(result.placed, ([id, ranges]) => [id, ranges[0]?.start]))).toEqual(
      placed,
    );
    expect(result.notFound).toEqual(anchors.map(([id]) => id).filter((id) => !(id in placed)));
  });

  it('places thousands of equal texts in a moment, in order', () => {
    const anchors = Array.from({ length: 3000 }, (_, i) => ({ id: `${i}`, text: 'MS', start: i * 3 }));
    const { placed } = reanchor(anchors, `more: ${'MS '.repeat(3100)}`);
    expect(anchors.map(({ id }) => placed.get(id)?.[0]?.start)).toEqual(anchors.map((_, i) => 6 + i * 3));
  });

  it('finds a text that was wrapped', () => {
    const { placed } = reanchor([{ id: 'a', text: 'heart attack', start: 0 }], 'a heart\r\nattack');
    expect(placed.get('a')).toEqual([
      { start: 2, end: 7 },
      { start: 9, end: 15 },
    ]);
  });

  it('leaves taken places alone', () => {
    const { placed } = reanchor([{ id: 'a', text: 'MS', start: 0 }], 'MS or MS', [{ start: 0, end: 2 }]);
    expect(placed.get('a')).toEqual([{ start: 6, end: 8 }]);
  });
});
