import type { TextRange } from './annotation.ts';

/**
 * What ends a line for Python's `str.splitlines`, with which brat reads annotation files. A range must
 * contain none of them, or its text would break the line that holds it.
 */
const lineEnds: ReadonlySet<string> = new Set('\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029');

/** The text that `ranges` cover, joined by one space (brat's separator of fragments). */
export function textOfRanges(text: string, ranges: readonly TextRange[]): string {
  return ranges.map(({ start, end }) => text.slice(start, end)).join(' ');
}

/**
 * Cuts ranges that contain line ends into one per line, without the white space around the cuts, as
 * brat does for a selection over several lines. Ranges without line ends stay as they are.
 */
export function cutAtLineEnds(ranges: readonly TextRange[], text: string): TextRange[] {
  return ranges.flatMap((range) => {
    const pieces: TextRange[] = [];
    let { start } = range;
    for (let i = range.start; i < range.end; i++) {
      if (lineEnds.has(text.charAt(i))) {
        pieces.push({ start, end: i });
        start = i + 1;
      }
    }
    return pieces.length === 0
      ? [range]
      : [...pieces, { start, end: range.end }].flatMap((piece) => trim(piece, text));
  });
}

/**
 * Ranges as an annotation has them: in order, none empty, cut at line ends and at whole code points,
 * without white space around them; those with nothing but white space between them become one, so that
 * taking out a line break takes out the cut. Empty where they cover nothing but white space.
 */
export function tidyRanges(ranges: readonly TextRange[], text: string): TextRange[] {
  const joined: TextRange[] = [];
  const ordered = ranges.map((range) => widenToCodePoints(range, text)).sort((a, b) => a.start - b.start);
  for (const range of ordered) {
    const before = joined.at(-1);
    if (before !== undefined && text.slice(before.end, range.start).trim() === '') {
      joined[joined.length - 1] = { start: before.start, end: Math.max(before.end, range.end) };
    } else {
      joined.push(range);
    }
  }
  return cutAtLineEnds(joined, text).flatMap((range) => trim(range, text));
}

/** The range without white space at its ends; none where nothing is left. */
function trim({ start, end }: TextRange, text: string): TextRange[] {
  const covered = text.slice(start, end);
  const length = covered.trim().length;
  const trimmedStart = start + covered.length - covered.trimStart().length;
  return length === 0 ? [] : [{ start: trimmedStart, end: trimmedStart + length }];
}

function widenToCodePoints(range: TextRange, text: string): TextRange {
  const { start, end } = range;
  if (start >= end) {
    return range;
  }
  return {
    start: isInsidePair(text, start) ? start - 1 : start,
    end: isInsidePair(text, end) ? end + 1 : end,
  };
}

function isInsidePair(text: string, offset: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(offset - 1, 0), offset + 1));
}
