/** A stretch of a text without line ends; `start` is its UTF-16 offset in the text. */
export interface LineWindow {
  readonly start: number;
  readonly text: string;
}

/**
 * No phrase is longer than this, and work on a line grows with its length: a note of one line of megabytes
 * is read through windows, cut between words.
 */
const maximumWindow = 1_000;

/** The line that holds `offset`, or of a very long line the part around it. */
export function windowAt(text: string, offset: number): LineWindow {
  const reach = maximumWindow / 2;
  const before = text.slice(Math.max(0, offset - reach), offset);
  const after = text.slice(offset, offset + reach);
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  // At a cut within a line the first and last word may be halves; they are left out.
  const cutStart = lineStart === 0 && offset > reach ? before.search(/\s/u) + 1 : lineStart;
  const lineEnd = after.search(/[\r\n]/u);
  const cutEnd = lineEnd < 0 && offset + reach < text.length ? after.search(/\S*$/u) : after.length;
  const end = lineEnd < 0 ? cutEnd : lineEnd;
  return { start: offset - before.length + cutStart, text: before.slice(cutStart) + after.slice(0, end) };
}

/** All lines of the text in order, long ones in several windows; empty lines are left out. */
export function* splitIntoWindows(text: string): Generator<LineWindow> {
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/gu)) {
    let start = 0;
    while (line.length - start > maximumWindow) {
      const piece = line.slice(start, start + maximumWindow + 1);
      const space = Math.max(piece.lastIndexOf(' '), piece.lastIndexOf('\t'));
      const end = start + (space > 0 ? space : maximumWindow);
      yield { start: index + start, text: line.slice(start, end) };
      start = end;
    }
    yield { start: index + start, text: line.slice(start) };
  }
}
