import type { Position, Range } from 'vscode-languageclient/node';

interface Located {
  readonly range: Range;
}

/** The first one that begins after `position`, or the first of the note when there is none. */
export function findNext<Item extends Located>(items: readonly Item[], position: Position): Item | undefined {
  const sorted = inReadingOrder(items);
  return sorted.find(({ range }) => comparePositions(range.start, position) > 0) ?? sorted[0];
}

/** The last one that begins before `position`, or the last of the note when there is none. */
export function findPrevious<Item extends Located>(
  items: readonly Item[],
  position: Position,
): Item | undefined {
  const sorted = inReadingOrder(items);
  return sorted.findLast(({ range }) => comparePositions(range.start, position) < 0) ?? sorted.at(-1);
}

/**
 * Those that `position` touches, the one that begins last first: of nested spans that is the inner one.
 * A cursor right behind a word is still at the word.
 */
export function findTouching<Item extends Located>(items: readonly Item[], position: Position): Item[] {
  return inReadingOrder(items)
    .filter(({ range }) => touches(range, position))
    .reverse();
}

/** The items with the same text as `wanted`, itself among them, whatever their case. */
export function withSameText<Item extends { readonly text: string }>(
  items: readonly Item[],
  wanted: Item,
): Item[] {
  const text = normalize(wanted.text);
  return items.filter((item) => normalize(item.text) === text);
}

function normalize(text: string): string {
  return text.replace(/\s+/gu, ' ').toLowerCase();
}

export function touches({ start, end }: Range, position: Position): boolean {
  return comparePositions(start, position) <= 0 && comparePositions(position, end) <= 0;
}

function inReadingOrder<Item extends Located>(items: readonly Item[]): Item[] {
  return items.toSorted(
    (a, b) => comparePositions(a.range.start, b.range.start) || comparePositions(b.range.end, a.range.end),
  );
}

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
