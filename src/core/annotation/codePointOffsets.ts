/** How the text given by an editor differs from the note's file. */
export interface NoteOptions {
  /**
   * The file begins with a byte order mark that the text does not have: editors strip it, brat counts
   * it as the file's first code point.
   */
  readonly noteHasByteOrderMark?: boolean;
}

/** Converts between offsets in UTF-16 code units (editors, JavaScript) and in Unicode code points (brat). */
export interface CodePointOffsets {
  /** The code-point offset of the text's beginning: 0, or 1 behind a byte order mark. */
  readonly first: number;
  /** The code-point offset of the text's end. */
  readonly last: number;
  /**
   * An offset between the two halves of a surrogate pair counts as the offset of the pair.
   * @throws {RangeError} outside `0 … text.length`.
   */
  toCodePoint(utf16: number): number;
  /** @throws {RangeError} outside `first … last`. */
  toUtf16(codePoint: number): number;
}

/**
 * Remembers where `text` has characters outside the Basic Multilingual Plane, the only ones that the
 * two ways of counting disagree on; a conversion then takes logarithmic time in their number, and
 * constant time in a text without any. A lone surrogate is one code point, as it is in Python.
 */
export function createCodePointOffsets(text: string, options: NoteOptions = {}): CodePointOffsets {
  const first = options.noteHasByteOrderMark === true ? 1 : 0;
  const pairs = Array.from(text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g), ({ index }) => index);
  const last = first + text.length - pairs.length;
  return {
    first,
    last,
    toCodePoint(utf16) {
      assertWithin(utf16, 0, text.length);
      return first + utf16 - countBefore(pairs.length, (i) => (pairs[i] ?? 0) < utf16);
    },
    toUtf16(codePoint) {
      assertWithin(codePoint, first, last);
      const offset = codePoint - first;
      return offset + countBefore(pairs.length, (i) => (pairs[i] ?? 0) - i < offset);
    },
  };
}

/**
 * Converts offsets of files that do not count code points: UTF-8 bytes, as BioC's specification asks, or UTF-16 code
 * units, as Java counts. An offset within a character counts as its end.
 */
export function createUnitOffsets(text: string, unit: OffsetUnit): CodePointOffsets {
  if (unit === 'codePoints') {
    return createCodePointOffsets(text);
  }
  /** How much of the unit stands before each code unit. */
  const before = new Uint32Array(text.length + 1);
  for (let i = 0; i < text.length; i++) {
    before[i + 1] = (before[i] ?? 0) + (unit === 'codeUnits' ? 1 : bytesAt(text, i));
  }
  const last = before[text.length] ?? 0;
  return {
    first: 0,
    last,
    toCodePoint(utf16) {
      assertWithin(utf16, 0, text.length);
      return before[utf16] ?? 0;
    },
    toUtf16(offset) {
      assertWithin(offset, 0, last);
      return countBefore(text.length, (i) => (before[i] ?? 0) < offset);
    },
  };
}

export type OffsetUnit = 'codePoints' | 'bytes' | 'codeUnits';

/** What a code unit adds in UTF-8; of a surrogate pair, each half counts two. */
function bytesAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  if (unit < 0x80) {
    return 1;
  }
  return unit < 0x800 || isHalfOfPair(text, index) ? 2 : 3;
}

function isHalfOfPair(text: string, index: number): boolean {
  return (
    /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(index, index + 2)) ||
    /^[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(index - 1, 0), index + 1))
  );
}

/** How many of the indices `0 … count - 1` are before, where those that are come first. */
function countBefore(count: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function assertWithin(offset: number, first: number, last: number): void {
  if (!(offset >= first && offset <= last)) {
    throw new RangeError(`Offset ${offset} lies outside ${first} … ${last}.`);
  }
}
