import type { TextEdit } from '../../core/annotation/textEdits.ts';

/**
 * Edits, one after another, that turn `before` into `after`. Usually a single one: what lies between their
 * common beginning and end. Where they end their lines in other ways (an editor shows the lines of a mixed
 * file all alike), the line ends are changed one by one, so that the text between them stays what it is.
 */
export function editsBetween(before: string, after: string): TextEdit[] {
  if (kindsOfLineEnds(before) === kindsOfLineEnds(after)) {
    return [singleEdit(before, after)];
  }
  return [
    ...lineEndsToLineFeeds(before),
    singleEdit(withLineFeeds(before), withLineFeeds(after)),
    ...lineFeedsToLineEndsOf(after),
  ];
}

function singleEdit(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) {
    same++;
  }
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}

const returns = /\r\n?/gu;

function kindsOfLineEnds(text: string): string {
  return [...new Set(text.match(/\r\n|\r|\n/gu))].sort().join(' ');
}

function withLineFeeds(text: string): string {
  return text.replace(returns, '\n');
}

/** From the last to the first, so that each is where it was in `text`. */
function lineEndsToLineFeeds(text: string): TextEdit[] {
  return Array.from(text.matchAll(returns), ({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
    text: '\n',
  })).reverse();
}

function lineFeedsToLineEndsOf(text: string): TextEdit[] {
  let longer = 0;
  return Array.from(text.matchAll(returns), ({ 0: lineEnd, index }) => {
    const start = index - longer;
    longer += lineEnd.length - 1;
    return { start, end: start + 1, text: lineEnd };
  }).reverse();
}
