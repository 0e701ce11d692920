import type { ImportProblem } from '../importProblem.ts';
import type { SourceFile } from './importer.ts';

/** Some lines of a file in a row; in batches, since a promise for each line costs more than reading it. */
export interface LineBatch {
  /** Number of the first line, counted from 1. */
  readonly firstLine: number;
  /** Without their ends. */
  readonly lines: readonly string[];
  /** About lines that stand empty in `lines`, since they could not be read as text. */
  readonly problems: readonly ImportProblem[];
}

/** In characters. No vocabulary has a longer record; what has none is no text, or lacks its line ends. */
const longestLine = 1_000_000;

/**
 * U+FFFD itself, which some publishers' files have where a letter was lost long ago. From the first on, it cannot be
 * told from what the decoder puts in place of bytes that are no text, so that lines with either are taken.
 */
const replacementBytes = Buffer.from('\uFFFD');

/**
 * The lines of a text file: UTF-8, or UTF-16 when a byte order mark says so; ended by LF, CRLF or CR. A line that
 * is too long, or that is no text in this encoding, comes as an empty one beside a problem that says so.
 */
export async function* readLines(file: SourceFile, signal?: AbortSignal): AsyncGenerator<LineBatch> {
  let decoder: TextDecoder | undefined;
  let firstLine = 1;
  let rest = '';
  let isSkipping = false;
  let hasReplacements = false;
  for await (const chunk of file.read()) {
    signal?.throwIfAborted();
    decoder ??= new TextDecoder(encodingOf(chunk));
    hasReplacements ||= decoder.encoding === 'utf-8' && Buffer.from(chunk).includes(replacementBytes);
    const text = rest + decoder.decode(chunk, { stream: true });
    // A line feed that belongs to it may be on its way.
    const held = text.endsWith('\r') ? '\r' : '';
    const lines = splitLines(text.slice(0, text.length - held.length));
    rest = (lines.pop() ?? '') + held;
    const tooLong = isSkipping && lines.length > 0 ? firstLine : undefined;
    isSkipping &&= lines.length === 0;
    if (isSkipping || rest.length > longestLine) {
      isSkipping = true;
      rest = held;
    }
    if (lines.length > 0) {
      yield checkLines(file.path, firstLine, lines, { tooLong, hasReplacements });
      firstLine += lines.length;
    }
  }
  const lines = splitLines(rest + (decoder?.decode() ?? ''));
  if (lines.at(-1) === '' && !isSkipping) {
    lines.pop();
  }
  if (lines.length > 0) {
    yield checkLines(file.path, firstLine, lines, {
      tooLong: isSkipping ? firstLine : undefined,
      hasReplacements,
    });
  }
}

function checkLines(
  path: string,
  firstLine: number,
  lines: string[],
  { tooLong, hasReplacements }: { readonly tooLong: number | undefined; readonly hasReplacements: boolean },
): LineBatch {
  const problems: ImportProblem[] = [];
  lines.forEach((text, i) => {
    const line = firstLine + i;
    if (line === tooLong || text.length > longestLine) {
      problems.push({
        file: path,
        line,
        message: `The line is longer than ${longestLine} characters; it is left out.`,
      });
      lines[i] = '';
    } else if ((text.includes('\uFFFD') && !hasReplacements) || text.includes('\0')) {
      problems.push({
        file: path,
        line,
        message: 'The line is no UTF-8 text; it is left out. Save the file as UTF-8.',
      });
      lines[i] = '';
    }
  });
  return { firstLine, lines, problems };
}

function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/u);
}

/** By the byte order mark, which the decoder then leaves out (WHATWG Encoding, section 6). */
function encodingOf(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (start[0] === 0xff && start[1] === 0xfe) {
    return 'utf-16le';
  }
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}
