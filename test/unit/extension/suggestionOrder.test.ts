import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findNext,
  findPrevious,
  findTouching,
  touches,
  withSameText,
} from '../../../src/extension/suggestionOrder.ts';

interface Item {
  readonly name: string;
  readonly range: { start: { line: number; character: number }; end: { line: number; character: number } };
}

const item = (name: string, line: number, from: number, to: number): Item => ({
  name,
  range: { start: { line, character: from }, end: { line, character: to } },
});
const at = (line: number, character: number): { line: number; character: number } => ({ line, character });

// Not in reading order, as a server may send them.
const items = [item('c', 3, 2, 9), item('a', 0, 4, 10), item('b', 0, 20, 25)];

describe('the next and the previous suggestion', () => {
  it.each([
    [at(0, 0), 'a', 'c'],
    [at(0, 4), 'b', 'c'],
    [at(0, 7), 'b', 'a'],
    [at(0, 20), 'c', 'a'],
    [at(1, 0), 'c', 'b'],
    [at(3, 2), 'a', 'b'],
    [at(9, 0), 'a', 'c'],
  ])('from %j: %s and %s', (position, next, previous) => {
    expect(findNext(items, position)?.name).toBe(next);
    expect(findPrevious(items, position)?.name).toBe(previous);
  });

  it('is none in a note without suggestions', () => {
    const none: readonly Item[] = [];
    expect(findNext(none, at(0, 0))).toBeUndefined();
    expect(findPrevious(none, at(0, 0))).toBeUndefined();
  });

  it('visits every suggestion once before it comes back, in either direction', () => {
    const starts = fc.uniqueArray(fc.tuple(fc.nat(5), fc.nat(30)), {
      minLength: 1,
      selector: ([line, character]) => line * 100 + character,
    });
    fc.assert(
      fc.property(starts, fc.nat(6), fc.nat(40), (positions, line, character) => {
        const all = positions.map(([row, column]) => item(`${row}:${column}`, row, column, column + 3));
        for (const find of [findNext, findPrevious]) {
          const visited = new Set<string>();
          let position = at(line, character);
          for (let step = 0; step < all.length; step++) {
            const found = find(all, position);
            position = found?.range.start ?? position;
            visited.add(found?.name ?? '');
          }
          expect(visited.size).toBe(all.length);
        }
      }),
    );
  });
});

describe('what the cursor touches', () => {
  it.each([
    [at(0, 3), []],
    [at(0, 4), ['a']],
    [at(0, 10), ['a']],
    [at(0, 11), []],
    [at(1, 4), []],
  ])('at %j: %j', (position, names) => {
    expect(findTouching(items, position).map(({ name }) => name)).toEqual(names);
  });

  it('is the inner one first where spans are nested', () => {
    const nested = [item('lung cancer', 0, 0, 11), item('cancer', 0, 5, 11), item('lung', 0, 0, 4)];
    expect(findTouching(nested, at(0, 8)).map(({ name }) => name)).toEqual(['cancer', 'lung cancer']);
    expect(findTouching(nested, at(0, 2)).map(({ name }) => name)).toEqual(['lung', 'lung cancer']);
  });

  it('takes spans over several lines', () => {
    const range = { start: at(1, 40), end: at(2, 6) };
    expect(touches(range, at(2, 0))).toBe(true);
    expect(touches(range, at(1, 39))).toBe(false);
    expect(touches(range, at(2, 7))).toBe(false);
  });
});

describe('what has the same text', () => {
  it('is found whatever its case, and over the end of a line', () => {
    const items = ['chest pain', 'Chest\npain', 'pain', 'CHEST  PAIN'].map((text, id) => ({ id, text }));
    expect(withSameText(items, { id: 0, text: 'chest pain' }).map(({ id }) => id)).toEqual([0, 1, 3]);
  });
});
