import type { TextRange } from '../annotation.ts';
import { type CodePointOffsets, createCodePointOffsets, type NoteOptions } from '../codePointOffsets.ts';
import { cutAtLineEnds, textOfRanges } from '../ranges.ts';
import {
  type BratDocument,
  type BratLine,
  type BratLineContent,
  type BratSpan,
  nextNumbers,
  type UnplacedAnnotation,
} from './bratDocument.ts';
import { hasConflictMarkers, isConflictMarker } from '../merge/conflictMarkers.ts';
import { idOfLine, referredIds } from './bratReferences.ts';

/** One line of an annotation file that could not be used; it is kept as it is. Never quotes the note. */
export interface BratProblem {
  readonly file: string;
  /** Line in the file, counted from 1. */
  readonly line: number;
  readonly message: string;
  /** Whether the line is one of the markers between two versions that git left in the file. */
  readonly isConflictMarker?: boolean;
}

/** A line as read, and what is wrong with it if anything is. */
type ReadLine = BratLineContent & { readonly problem?: string };

/** What tools write between the fragments' texts: brat, brat before 1.3, bconv. */
const fragmentSeparators = [' ', '', ' ... ', ' [...] '] as const;
const byteOrderMark = '\ufeff';

/**
 * Reads brat standoff (https://brat.nlplab.org/standoff.html): `T` lines become annotations, `N` lines
 * their concepts, `A` lines their attributes, `#` lines their comments, and every line is kept, so that `formatBrat` of the
 * result gives back `annText`.
 * Offsets are code points of `noteText` as it stands in its file, a line end of two characters being
 * two. Lines that are wrong come back as problems; a wrong `T` line whose text may still stand
 * elsewhere in the note is unplaced. The first line with an identifier owns it.
 */
export function parseBrat(
  annText: string,
  noteText: string,
  file: string,
  options: NoteOptions = {},
): { document: BratDocument; problems: readonly BratProblem[] } {
  const offsets = createCodePointOffsets(noteText, options);
  const isConflicted = hasConflictMarkers(annText);
  const hasByteOrderMark = annText.startsWith(byteOrderMark);
  const sources = splitLines(hasByteOrderMark ? annText.slice(1) : annText);
  const ids = new Set(sources.map(({ source }) => idOfLine(source)));
  const seen = new Set<string>();
  const lines: BratLine[] = [];
  const problems: BratProblem[] = [];
  for (const [i, { source, lineEnd }] of sources.entries()) {
    const id = idOfLine(source);
    const isDuplicate = id !== undefined && seen.has(id);
    const { problem, ...content }: ReadLine = isDuplicate
      ? {
          kind: 'other',
          problem: `${id} stands on an earlier line already. Give this line a number of its own.`,
        }
      : readLine(source, i + 1, noteText, offsets, ids);
    seen.add(id ?? '');
    lines.push({ ...content, source, lineEnd });
    if (problem !== undefined) {
      problems.push({
        ...{ file, line: i + 1, message: problem },
        ...(isConflicted && isConflictMarker(source) && { isConflictMarker: true }),
      });
    }
  }
  const lineEnd = sources.find((line) => line.lineEnd !== '')?.lineEnd ?? '\n';
  const next = nextNumbers(sources.map(({ source }) => source));
  return { document: { hasByteOrderMark, lineEnd, lines, next }, problems };
}

/**
 * Writes brat standoff. Only new annotations and those whose type, text or offsets are no longer what
 * they were get a new line; all others are written as they were read.
 * @throws {RangeError} when an annotation lies outside `noteText`.
 */
export function formatBrat(document: BratDocument, noteText: string, options: NoteOptions = {}): string {
  const offsets = createCodePointOffsets(noteText, options);
  const lines = document.lines.map((line, i) => {
    const isLast = i === document.lines.length - 1;
    return formatLine(line, offsets) + (line.lineEnd === '' && !isLast ? document.lineEnd : line.lineEnd);
  });
  return (document.hasByteOrderMark ? byteOrderMark : '') + lines.join('');
}

function formatLine(line: BratLine, offsets: CodePointOffsets): string {
  if (line.kind !== 'span') {
    return line.source;
  }
  const formatted = formatSpan(line.span, offsets);
  return formatted === line.written ? line.source : formatted + line.tail;
}

function formatSpan({ id, type, ranges, text }: BratSpan, offsets: CodePointOffsets): string {
  const fragments = ranges.map(
    ({ start, end }) => `${offsets.toCodePoint(start)} ${offsets.toCodePoint(end)}`,
  );
  return `${id}\t${type} ${fragments.join(';')}\t${text}`;
}

function splitLines(text: string): { source: string; lineEnd: string }[] {
  return Array.from(text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g), ([, source = '', lineEnd = '']) => ({
    source,
    lineEnd,
  })).filter(({ source, lineEnd }) => source !== '' || lineEnd !== '');
}

function readLine(
  source: string,
  line: number,
  noteText: string,
  offsets: CodePointOffsets,
  ids: ReadonlySet<string | undefined>,
): ReadLine {
  const id = idOfLine(source);
  if (source.startsWith('#')) {
    return readComment(source);
  }
  if (source.trim() === '' || source.startsWith('*\t')) {
    return { kind: 'other' };
  }
  if (id === undefined) {
    return {
      kind: 'other',
      problem:
        'This is no line of brat standoff: an identifier such as T1 and a tab are expected first. It is kept as it is.',
    };
  }
  if (id.startsWith('T')) {
    return readSpan(id, source, line, noteText, offsets);
  }
  if (id.startsWith('A') || id.startsWith('M')) {
    return readAttribute(source);
  }
  return id.startsWith('N') ? readConcept(id, source, ids) : { kind: 'other' };
}

function readSpan(
  id: string,
  source: string,
  line: number,
  noteText: string,
  offsets: CodePointOffsets,
): ReadLine {
  const [, body = '', ...rest] = source.split('\t');
  const column = rest.join('\t');
  const [, type, numbers] = /^(\S+) +(\d+ \d+(?:;\d+ \d+)*) *$/.exec(body) ?? [];
  if (type === undefined || numbers === undefined || column.trim() === '') {
    return {
      kind: 'other',
      problem: `${id} cannot be read. Write it as "${id}<tab>TYPE START END<tab>TEXT".`,
    };
  }
  const fragments = numbers.split(';').map((pair) => pair.split(' ').map(Number));
  const flat = fragments.flat();
  if (fragments.some(([start = 0, end = 0]) => start >= end) || flat.some((n, i) => n < (flat[i - 1] ?? 0))) {
    return {
      kind: 'other',
      problem: `${id} has offsets that are empty, overlap or are not in order. Correct them.`,
    };
  }
  const clamp = (n: number): number => offsets.toUtf16(Math.min(Math.max(n, offsets.first), offsets.last));
  const isWithin = flat.every((n) => n >= offsets.first && n <= offsets.last);
  const ranges = fragments.map(([start = 0, end = 0]) => ({ start: clamp(start), end: clamp(end) }));
  const tail = isWithin ? tailBehindText(column, noteText, ranges) : undefined;
  const cut = tail === undefined ? [] : cutAtLineEnds(ranges, noteText);
  if (tail === undefined || cut.length === 0) {
    const unplaced: UnplacedAnnotation = {
      id,
      type,
      text: column.trim(),
      start: ranges[0]?.start ?? 0,
      line,
    };
    const where = isWithin
      ? `the text of ${id} is not at its offsets`
      : `the offsets of ${id} lie outside it`;
    return {
      kind: 'unplaced',
      unplaced,
      problem: `The note was changed outside: ${where}. Place ${id} again, or correct its offsets.`,
    };
  }
  const span: BratSpan = { id, type, ranges: cut, text: textOfRanges(noteText, cut) };
  return { kind: 'span', span, written: formatSpan(span, offsets), tail };
}

/**
 * What follows the annotation's text in its column, if that begins with the note's text at `ranges`.
 * White space may differ: other tools write a line end within a span as one space, or two.
 */
function tailBehindText(column: string, noteText: string, ranges: readonly TextRange[]): string | undefined {
  const texts = ranges.map(({ start, end }) => noteText.slice(start, end));
  for (const separator of fragmentSeparators) {
    const text = texts.join(separator);
    if (column.startsWith(`${text}\t`)) {
      return column.slice(text.length);
    }
    if (collapse(column) === collapse(text)) {
      return '';
    }
  }
  return undefined;
}

function collapse(text: string): string {
  return text.trim().replace(/[\s\x85]+/gu, ' ');
}

/** `A1<tab>Negated T3`, with a value `A2<tab>Experiencer T3 Other`; `M` instead of `A` before brat 1.3. */
function readAttribute(source: string): ReadLine {
  const [, name, target, value] = /^\S+\t(\S+) +(\S+)(?: +(\S.*?))?\s*$/u.exec(source) ?? [];
  return name === undefined || target === undefined
    ? { kind: 'other' }
    : { kind: 'attribute', target, attribute: { name, ...(value !== undefined && { value }) } };
}

/** `#1<tab>AnnotatorNotes T3<tab>as the referral says`. */
function readComment(source: string): ReadLine {
  const [target] = idOfLine(source) === undefined ? [] : referredIds(source);
  const [, , ...rest] = source.split('\t');
  return target === undefined ? { kind: 'other' } : { kind: 'comment', target, comment: rest.join('\t') };
}

function readConcept(id: string, source: string, ids: ReadonlySet<string | undefined>): ReadLine {
  const [, body = '', ...rest] = source.split('\t');
  const [, curie] = /^\S+ \S+ (\S+)$/.exec(body.trim()) ?? [];
  const [target] = referredIds(source);
  if (curie === undefined || target === undefined) {
    return {
      kind: 'other',
      problem: `${id} cannot be read. Write it as "${id}<tab>Reference T1 PREFIX:ID<tab>NAME", with the annotation's number.`,
    };
  }
  const concept = { curie, preferredName: rest.join('\t') };
  return ids.has(target)
    ? { kind: 'concept', target, concept }
    : {
        kind: 'concept',
        target,
        concept,
        problem: `${id} refers to ${target}, which this file does not have. Delete or correct the line.`,
      };
}
