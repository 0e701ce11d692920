import { describe, expect, it } from 'vitest';
import { resizeSpan, type Resizing } from '../../../src/core/mentionDetection/resizeSpan.ts';

function resize(marked: string, resizing: Resizing): string {
  const text = marked.replace(/[[\]]/gu, '');
  const ranges = [...marked.matchAll(/\[([^\]]*)\]/gu)].map(({ index, 1: covered = '' }, i) => ({
    start: index - 2 * i,
    end: index - 2 * i + covered.length,
  }));
  return resizeSpan(text, ranges, resizing)
    .toReversed()
    .reduce(
      (shown, { start, end }) => `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`,
      text,
    );
}

describe('resizeSpan', () => {
  it.each<[string, Resizing['edge'], Resizing['by'], string]>([
    ['severe chest [pain] today', 'start', 'widen', 'severe [chest pain] today'],
    ['severe chest [pain] today', 'end', 'widen', 'severe chest [pain today]'],
    ['severe [chest pain] today', 'start', 'shrink', 'severe chest [pain] today'],
    ['severe [chest pain] today', 'end', 'shrink', 'severe [chest] pain today'],
    ['one word: [pain].', 'start', 'shrink', 'one word: [pain].'],
    ['the last [word]', 'end', 'widen', 'the last [word]'],
    ['[first] word', 'start', 'widen', '[first] word'],
    ["known Crohn's [disease]", 'start', 'widen', "known [Crohn's disease]"],
    ['type [2] diabetes', 'end', 'widen', 'type [2 diabetes]'],
    ['a broken\n  [line] goes on', 'start', 'widen', 'a [broken\n  line] goes on'],
    ['a paragraph\n\n[ends] here', 'start', 'widen', 'a paragraph\n\n[ends] here'],
    ['[ends]\r\n \r\nhere', 'end', 'widen', '[ends]\r\n \r\nhere'],
    ['[left] and right [knee pain] now', 'end', 'widen', '[left] and right [knee pain now]'],
    ['the [left] and right [knee pain]', 'start', 'widen', '[the left] and right [knee pain]'],
    ['[left] and right [knee pain]', 'end', 'shrink', '[left] and right [knee] pain'],
    ['[left] and right [knee pain]', 'start', 'shrink', '[left] and right [knee pain]'],
    ['😀 café [au lait]', 'start', 'widen', '😀 [café au lait]'],
  ])('%s, %s, %s', (marked, edge, by, expected) => {
    expect(resize(marked, { edge, by })).toBe(expected);
  });
});
