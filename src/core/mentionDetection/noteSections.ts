import { kindOfHeading, type SectionKind } from './sectionHeadings.ts';

/** A part of a note under one heading, which is given as written, without colon, number or Markdown signs. */
export interface NoteSection {
  readonly heading: string;
  readonly kind: SectionKind;
  /** Where its heading's line begins, or the heading itself within a line, in UTF-16 code units of the note. */
  readonly start: number;
}

/** How far back a heading is looked for, in code units; few whole notes are longer. */
const reach = 20_000;
const longestHeading = 60;
/** With all that may stand before and after it. */
const longestStart = 100;

/** A list sign, a number, Markdown's "#" and "**" may stand before a heading, "**" also after it. */
const atStart = /^[\s#>*_•·\d.)-]{0,20}([^:*_]{1,60})[*_]{0,3}\s?(:|$)/u;
/** In notes of one long line: "No fever. FAMILY HISTORY: mother had…". */
const withinLine = /(?<=[.;,]\s{1,2}|:\s{1,8})[A-Z][A-Z /&]{1,40}(?=:)/gu;

/**
 * The section of a clinical note that holds `offset` (UTF-16 code units): that of the nearest known heading at or
 * before it, or nothing when there is none within 20,000 code units. A heading begins a line and ends in a colon
 * or with the line, or stands in capitals after a sentence. Other headings ("Respiratory:", "MOTHER:") are read
 * as parts of the section around them.
 */
export function sectionAt(text: string, offset: number): NoteSection | undefined {
  const farthest = Math.max(0, offset - reach);
  let end = lineEnd(text, offset);
  while (end >= farthest) {
    const lineStart = text.lastIndexOf('\n', end - 1) + 1;
    const start = end === 0 ? 0 : Math.max(farthest, lineStart);
    const found = headingOfLine(text.slice(start, end), offset - start, start === lineStart);
    if (found || start === 0) {
      return found && { ...found, start: start + found.start };
    }
    end = start - 1;
  }
  return undefined;
}

/** Where the line of `offset` ends, or where no heading can reach. */
function lineEnd(text: string, offset: number): number {
  const ahead = text.slice(offset, offset + longestHeading).search(/[\r\n]/u);
  return Math.min(text.length, offset + (ahead < 0 ? longestHeading : ahead));
}

/** The last heading in a line that begins at or before `position` there. */
function headingOfLine(line: string, position: number, whole: boolean): NoteSection | undefined {
  const inside = Array.from(line.matchAll(withinLine), ({ 0: text, index }) =>
    index <= position ? readHeading(text, true, index) : undefined,
  ).findLast((section) => section !== undefined);
  if (inside || !whole) {
    return inside;
  }
  const [, heading = '', colon] = atStart.exec(line.slice(0, longestStart)) ?? [];
  return readHeading(heading.trim(), colon === ':', 0);
}

/** Without a colon a heading has a capital and no full stop: a wrapped line may hold just "medications." */
function readHeading(heading: string, withColon: boolean, start: number): NoteSection | undefined {
  const kind = withColon || /^\p{Lu}.*[^.,;]$/u.test(heading) ? kindOfHeading(heading, withColon) : undefined;
  return kind && { heading, kind, start };
}
