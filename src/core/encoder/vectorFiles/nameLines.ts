import { isUtf8 } from 'node:buffer';

/** A list of names is no UTF-8 text, or no list. */
export class NameListError extends Error {
  override readonly name = 'NameListError';

  constructor(source: string, line: number, problem: string) {
    super(`${source}, line ${line}: ${problem}`);
  }
}

/** Some lines of the list. */
export interface NameWindow {
  readonly names: readonly string[];
  /** How much of the list they are, line ends included. */
  readonly bytes: number;
}

export interface NameLines {
  /** The next `count` names, fewer at the end, none after it. */
  next(count: number): Promise<NameWindow>;
}

/** Far above any name; what is longer is a file of another kind, and is not to fill the memory. */
const longestLineBytes = 1 << 20;
const newline = 0x0a;
const carriageReturn = 0x0d;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads a list of names, one a line, UTF-8, without holding more of it than the window asked for and one chunk. Name
 * `i` is line `i`: an empty line is an empty name, and a newline after the last name begins no further line. A byte
 * order mark and the carriage returns of Windows belong to no name.
 * @param source names the list in errors.
 * @throws {NameListError} from `next`, with the number of the line that is not UTF-8, holds a NUL, or is too long.
 */
export function readNameLines(source: string, chunks: AsyncIterable<Buffer>): NameLines {
  const lines = splitLines(source, chunks);
  return {
    async next(count) {
      const names: string[] = [];
      let bytes = 0;
      while (names.length < count) {
        const { value: line, done } = await lines.next();
        if (done === true) {
          break;
        }
        names.push(line.name);
        bytes += line.bytes;
      }
      return { names, bytes };
    },
  };
}

async function* splitLines(
  source: string,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<{ readonly name: string; readonly bytes: number }, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let number = 1;
  const decode = (line: Buffer): string => {
    const marked = number === 1 && line.subarray(0, byteOrderMark.length).equals(byteOrderMark);
    const start = marked ? byteOrderMark.length : 0;
    const text = line.subarray(start, line.at(-1) === carriageReturn ? line.length - 1 : line.length);
    checkLine(source, number, text);
    return text.toString('utf8');
  };
  for await (const chunk of chunks) {
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let from = 0;
    for (let to = buffer.indexOf(newline); to >= 0; to = buffer.indexOf(newline, from)) {
      yield { name: decode(buffer.subarray(from, to)), bytes: to + 1 - from };
      number += 1;
      from = to + 1;
    }
    rest = buffer.subarray(from);
    if (rest.length > longestLineBytes) {
      checkLine(source, number, rest);
    }
  }
  if (rest.length > 0) {
    yield { name: decode(rest), bytes: rest.length };
  }
}

function checkLine(source: string, number: number, line: Buffer): void {
  if (line.includes(0)) {
    throw new NameListError(
      source,
      number,
      'the line holds a NUL, so this is a binary file or UTF-16 text. Give a list of names, one a line, as UTF-8.',
    );
  }
  if (line.length > longestLineBytes) {
    throw new NameListError(source, number, 'the line is longer than 1 MiB. Write one name a line.');
  }
  if (!isUtf8(line)) {
    throw new NameListError(
      source,
      number,
      'the line is no UTF-8 text. Save the list as UTF-8 first, for example with "iconv -t UTF-8 -f WINDOWS-1252".',
    );
  }
}
